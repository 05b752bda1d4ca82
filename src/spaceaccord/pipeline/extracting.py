"""From files to what they say: read, extract, correct, link the names, say how sure."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spaceaccord.articles.reading import find_article_files, read_article
from spaceaccord.curation.applying import correct
from spaceaccord.errors import EnvironmentFault
from spaceaccord.extraction.agreements import find_agreements
from spaceaccord.extraction.confidence import with_confidence
from spaceaccord.extraction.event_mentions import without_bare_events
from spaceaccord.extraction.reported_facts import find_reported_facts
from spaceaccord.extraction.view import describe_findings
from spaceaccord.language_model.asking import ModelAddress, read_with_model
from spaceaccord.linking.reconciliation import Reconciler
from spaceaccord.model.agreement import AgreementMention, EventMention, Findings, Place, Signatory
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import Sourced
from spaceaccord.model.party import Name
from spaceaccord.namespaces import DEFAULT_BASE
from spaceaccord.pipeline.knowledge import Knowledge

Progress = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article and what was found in it."""

    article: Article
    findings: Findings


def extract(paths: Sequence[Path], knowledge: Knowledge, *, progress: Progress = no_progress) -> Iterator[ReadArticle]:
    """Yield what each article among `paths` (files and folders) says, in the order of their names.

    Raises:
        BadInput: a file cannot be used, or a correction no longer fits its article.
    """
    files = find_article_files(paths)
    for number, path in enumerate(files, 1):
        article = read_article(path)
        corrected = correct(find_agreements(article, knowledge.lexicon), article, knowledge.corrections)
        found = with_confidence(_linked(corrected, knowledge.reconciler), knowledge.confidence)
        reported = find_reported_facts(article, knowledge.lexicon, found)
        yield ReadArticle(article, without_bare_events(replace(found, reported=reported)))
        progress("extract", number, len(files))


def read_again(article: Article, knowledge: Knowledge, address: ModelAddress) -> ReadArticle:
    """Return what a language model finds in `article`, checked against its words, its names linked.

    Raises:
        EnvironmentFault: the model cannot be asked.
    """
    checked = read_with_model(article, address, knowledge.lexicon.words.instruments)
    return ReadArticle(article, _linked(checked.findings, knowledge.reconciler))


def write_extract(
    read: Iterable[ReadArticle], folder: Path | None, *, topic_base: str = f"{DEFAULT_BASE}topic/"
) -> int:
    """Write what each article says as JSON, to `folder`/NAME.json or one after another to standard output.

    Returns:
        The number of articles.

    Raises:
        EnvironmentFault: the folder cannot be written.
    """
    count = 0
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        for text in read:
            count += 1
            described = describe_findings(text.article, text.findings, topic_base=topic_base).as_json()
            if folder:
                (folder / f"{Path(text.article.name).stem}.json").write_text(described, encoding="utf-8")
            else:
                sys.stdout.write(described)
    except OSError as error:
        raise EnvironmentFault(f"{folder}: {error.strerror}. Choose a folder that you may write to.") from error
    return count


def _linked(findings: Findings, reconciler: Reconciler) -> Findings:
    """Return `findings` with every name that the authority files know linked."""
    return replace(
        findings,
        agreements=tuple(_link_agreement(m, reconciler) for m in findings.agreements),
        events=tuple(_link_event(e, reconciler) for e in findings.events),
    )


def _link_agreement(mention: AgreementMention, reconciler: Reconciler) -> AgreementMention:
    def linked(names: tuple[Sourced[Name], ...]) -> tuple[Sourced[Name], ...]:
        return tuple(replace(n, value=reconciler.reconcile(n.value)) for n in names)

    return replace(
        mention,
        parties=linked(mention.parties),
        alternative_parties=linked(mention.alternative_parties),
        implementing_bodies=linked(mention.implementing_bodies),
        place=_link_place(mention.place, reconciler),
        signatories=tuple(replace(s, value=_link_signatory(s.value, reconciler)) for s in mention.signatories),
    )


def _link_signatory(signatory: Signatory, reconciler: Reconciler) -> Signatory:
    person = reconciler.reconcile(replace(signatory.name, kind="person"))
    return replace(signatory, name=person, party=signatory.party and reconciler.reconcile(signatory.party))


def _link_event(event: EventMention, reconciler: Reconciler) -> EventMention:
    participants = tuple(replace(p, value=reconciler.reconcile(p.value)) for p in event.participants)
    return replace(event, participants=participants, place=_link_place(event.place, reconciler))


def _link_place(place: Sourced[Place] | None, reconciler: Reconciler) -> Sourced[Place] | None:
    if place is None or place.value.name.authority is not None:
        return place
    return replace(place, value=Place(name=reconciler.reconcile(replace(place.value.name, kind="place"))))
