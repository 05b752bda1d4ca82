"""Everything that an article reports beside its agreements: the finders, each building on those before it."""

from __future__ import annotations

import re
from dataclasses import replace

from spaceaccord.extraction.agreement_details import find_agreement_details
from spaceaccord.extraction.agreement_lineage import find_lineage
from spaceaccord.extraction.event_details import find_event_details
from spaceaccord.extraction.fact_sheet import FactSheet, Ground
from spaceaccord.extraction.figures import find_figures, find_judgements, find_partners
from spaceaccord.extraction.flights import find_flights
from spaceaccord.extraction.gatherings import find_gatherings
from spaceaccord.extraction.initiatives import find_initiatives
from spaceaccord.extraction.items import NameKind, NameMention, PersonMention
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.missions import find_missions
from spaceaccord.extraction.organisation_activity import find_organisation_activity
from spaceaccord.extraction.organisation_facts import find_organisation_facts
from spaceaccord.extraction.organisation_ties import find_organisation_ties
from spaceaccord.extraction.participants import find_participants
from spaceaccord.extraction.plans import find_plans
from spaceaccord.extraction.quotations import find_quotations
from spaceaccord.extraction.reading_sentences import read_sentences
from spaceaccord.extraction.referents import subject_of
from spaceaccord.extraction.report_text import ReportText
from spaceaccord.extraction.report_words import read_report_words
from spaceaccord.extraction.reported_speech import find_reported_speech
from spaceaccord.extraction.sites import find_sites
from spaceaccord.extraction.visits import find_visits
from spaceaccord.model.agreement import Findings
from spaceaccord.model.article import Article
from spaceaccord.model.party import Name
from spaceaccord.model.reported_fact import Attribute, ReportedFacts, Thing, ThingKind

_CREDIT = re.compile(
    r"\b(?:Photos?|Photographs?|Images?|Credits?|Photo credits?|Image credits?): (?P<credit>[^\n]{3,300})"
)


def find_reported_facts(article: Article, lexicon: Lexicon, findings: Findings) -> ReportedFacts:
    """Return what `article` reports beside the agreements and events of `findings`.

    Deterministic and linear in the length of the text. Every fact carries the words it rests on.
    """
    reading = read_sentences(article, lexicon)
    sheet = FactSheet(ReportText.of(reading, read_report_words(), findings))
    speeches = find_quotations(sheet)
    find_reported_speech(sheet)
    for person in sheet.report.persons:
        if person.role and person.affiliation:
            sheet.tell_post(person, Ground(start=person.start, end=person.end, rule="person.post"))
        elif person.role:
            _tell_post_of_subject(sheet, person)
    find_organisation_facts(sheet)
    find_organisation_ties(sheet)
    find_organisation_activity(sheet)
    find_figures(sheet)
    find_judgements(sheet, speeches)
    find_partners(sheet, speeches)
    find_initiatives(sheet)
    find_missions(sheet)
    find_flights(sheet)
    find_sites(sheet)
    find_gatherings(sheet)
    find_plans(sheet)
    find_participants(sheet)
    find_event_details(sheet)
    find_visits(sheet)
    find_agreement_details(sheet)
    find_lineage(sheet)
    _find_credits(sheet)
    return sheet.collect()


def _tell_post_of_subject(sheet: FactSheet, person: PersonMention) -> None:
    """Read "Its delegation was led by CEO X": the post is one at the organisation told of before."""
    report = sheet.report
    start = report.sentence_at(person.name_start).sentence.start
    if not report.text.startswith("Its ", start) or report.names_in(start, person.start):
        return
    owner = subject_of(report, start, person.start)
    if owner.names:
        affiliation = NameMention(start=person.start, end=person.end, name=owner.names[0], kind=NameKind.ORGANISATION)
        ground = Ground(
            start=start, end=person.end, rule="person.post-of-subject", confidence=0.8, derivation=owner.derivation
        )
        sheet.tell_post(replace(person, affiliation=affiliation), ground)


def _find_credits(sheet: FactSheet) -> None:
    """Write down the credits of photographs, as worded, each as one value."""
    article = Thing(kind=ThingKind.ARTICLE, name=Name(text=sheet.report.article.id))
    for match in _CREDIT.finditer(sheet.report.text):
        ground = Ground(start=match.start(), end=match.end(), rule="article.credit")
        for part in re.split(r";\s*", match["credit"].rstrip(" .")):
            sheet.tell(article, Attribute.CREDIT, part.strip(), ground)
