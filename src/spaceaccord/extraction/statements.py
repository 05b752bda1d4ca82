"""What single sentences say about instruments: one statement for each mention, not yet joined to agreements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spaceaccord.extraction.accords import newcomers
from spaceaccord.extraction.binding import Binding, bind
from spaceaccord.extraction.constructions import Construction, construe
from spaceaccord.extraction.items import (
    DocumentMention,
    InstrumentMention,
    NameKind,
    NameMention,
    PersonMention,
    ReferenceMention,
    VerbMention,
)
from spaceaccord.extraction.memory import Memory
from spaceaccord.extraction.reading_sentences import Reading, ReadSentence
from spaceaccord.model.agreement import AgreementType, Status
from spaceaccord.model.evidence import Modality

# The preamble of an agreement ends within so many characters.
_INSTRUMENT_HEAD = 2500
_ANAPHORIC = frozenset(("this", "that", "these", "those", "such", "same", "both", "its", "their", "the", "each", "our"))
_FRESH = frozenset(
    ("a", "an", "another", "new", "second", "separate", "two", "three", "similar", "further", "additional", "third")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One mention of an instrument with what its sentence says of it."""

    sentence: ReadSentence
    at: int
    instrument: InstrumentMention
    construction: Construction
    binding: Binding
    status: Status | None
    modality: Modality

    @property
    def is_fresh(self) -> bool:
        """Whether the wording brings in an instrument: "a MoU", "another agreement", "signed MoU" of a headline."""
        return bool(self.construction.determiners & _FRESH)

    @property
    def is_anaphoric(self) -> bool:
        """Whether the wording points back: "the MoU", "this agreement"."""
        return bool(self.construction.determiners & _ANAPHORIC) and not self.is_fresh

    @property
    def is_distinct(self) -> bool:
        """Whether the wording says that it is not the one told before."""
        return bool(self.construction.determiners & {"another", "second", "separate", "similar", "further", "third"})

    @property
    def is_pointing(self) -> bool:
        """Whether the wording only points back: "this agreement", "it was signed"."""
        return bool(self.construction.determiners & {"this", "that"}) or not self.instrument.phrase

    @property
    def start(self) -> int:
        """Where the instrument stands in the flat text."""
        return self.instrument.start


def find_statements(reading: Reading) -> Iterator[Statement]:
    """Yield the statements of a text in reading order. Parties are resolved against the text before them."""
    memory = Memory(is_instrument=_is_instrument_text(reading))
    suppositions = reading.lexicon.words.suppositions
    for sentence in reading.sentences:
        for at, token in enumerate(sentence.tokens):
            if not isinstance(token.item, InstrumentMention):
                continue
            if _is_renaming(sentence, at):
                continue
            for statement in _statements_at(sentence, at, token.item, memory, suppositions):
                memory.agree(statement.binding.parties if statement.status is Status.SIGNED else ())
                yield statement
        yield from occasions(sentence, memory)
        memory.remember(sentence.tokens, sentence.groups, sentence.number)


def _is_instrument_text(reading: Reading) -> bool:
    """Say whether the text is the instrument itself: parties defined at its head, articles below."""
    head = reading.flat.folded[:_INSTRUMENT_HEAD]
    return "hereinafter" in head or "hereafter referred to" in head


def occasions(sentence: ReadSentence, memory: Memory) -> Iterator[Statement]:
    """Yield a statement for a signing told without its instrument: "It was signed in …", "X signed for Y"."""
    tokens = sentence.tokens
    if any(isinstance(t.item, (InstrumentMention, DocumentMention)) for t in tokens):
        return
    for at, token in enumerate(tokens):
        item = token.item
        is_signing = isinstance(item, VerbMention) and item.cls == "sign" and item.form in ("past", "gerund", "noun")
        is_ceremony = token.low == "ceremony" and at <= 4
        if not (is_signing or is_ceremony):
            continue
        opening = {t.low for t in tokens[: at + 1]}
        refers = any(isinstance(t.item, ReferenceMention) for t in tokens[:at])
        is_told = at <= 6 and (refers or bool(opening & {"it", "they", "the", "both", "all", "this", "two", "which"}))
        by_person = is_signing and any(isinstance(t.item, PersonMention) for t in tokens[:at])
        if not (is_told or by_person):
            return
        be = {t.low for t in tokens[max(0, at - 3) : at]} & {"was", "were", "been", "is"}
        voice = "passive" if be else "active" if isinstance(item, VerbMention) and item.form == "past" else "noun"
        instrument = InstrumentMention(
            start=token.start, end=token.end, type=AgreementType.COOPERATION_AGREEMENT, phrase="", is_generic=True
        )
        construction = Construction(
            at=at,
            head=at,
            determiners=frozenset(("the",)),
            verb=at,
            voice=voice,
            status=Status.SIGNED,
            modality=Modality.ASSERTED,
            mood_rule="mood.signing-told",
        )
        binding = bind(sentence, construction, memory)
        yield Statement(
            sentence=sentence,
            at=at,
            instrument=instrument,
            construction=construction,
            binding=replace(binding, parties=()),
            status=Status.SIGNED,
            modality=Modality.ASSERTED,
        )
        return


def _is_renaming(sentence: ReadSentence, at: int) -> bool:
    """Say whether the instrument only repeats the one before in brackets: "Memorandum of Understanding (MoU)"."""
    tokens = sentence.tokens
    if at < 2 or tokens[at - 1].text not in ("(", '"'):
        return False
    previous = tokens[at - 2].item
    return isinstance(previous, InstrumentMention) or (at >= 3 and isinstance(tokens[at - 3].item, InstrumentMention))


def _statements_at(
    sentence: ReadSentence, at: int, instrument: InstrumentMention, memory: Memory, suppositions: frozenset[str]
) -> Iterator[Statement]:
    construction = construe(sentence.tokens, at, sentence.hits, suppositions)
    finer = _named_in_brackets(sentence, at)
    if finer:
        instrument = replace(instrument, type=finer.type, is_generic=finer.is_generic, only_signed=finer.only_signed)
    if instrument.type is AgreementType.ACCORDS:
        binding, status = newcomers(sentence, at, construction, memory)
    else:
        binding, status = bind(sentence, construction, memory), construction.status
        binding = _completed(binding, sentence, construction, memory)
    if binding.rule == "party.of-instrument":
        status = Status.SIGNED
    made = Statement(
        sentence=sentence,
        at=at,
        instrument=instrument,
        construction=construction,
        binding=binding,
        status=status,
        modality=construction.modality,
    )
    if not binding.counterparts:
        yield made
        return
    for counterpart in binding.counterparts:
        parties = (*binding.parties, counterpart)
        yield replace(made, binding=replace(binding, parties=parties, counterparts=()))


def _named_in_brackets(sentence: ReadSentence, at: int) -> InstrumentMention | None:
    """Return a finer name in brackets behind a vague one: "a deal (memorandum of understanding)"."""
    tokens = sentence.tokens
    if at + 2 < len(tokens) and tokens[at + 1].text == "(":
        inner = tokens[at + 2].item
        own = tokens[at].item
        if isinstance(inner, InstrumentMention) and isinstance(own, InstrumentMention) and own.is_generic:
            return inner
    return None


def _completed(binding: Binding, sentence: ReadSentence, construction: Construction, memory: Memory) -> Binding:
    """Fill an empty party slot from a reference in the same sentence: "for both agencies to confirm … the MoC signed"."""
    if binding.parties or construction.status is None:
        return binding
    if memory.is_instrument and memory.subject and "this" in construction.determiners:
        return replace(binding, parties=memory.subject, rule="party.of-instrument", is_resolved=True)
    if construction.determiners & {"this", "that", "these", "such"}:
        return binding
    for group in sentence.groups:
        if group.reference in ("agencies", "states", "pair"):
            here = _named_here(sentence, group.first, group.reference)
            parties = here if len(here) >= 2 else memory.resolve(group.reference, here)
            if len(parties) >= 2:
                return replace(binding, parties=parties, rule="party.reference", is_resolved=True)
    return _of_subject(binding, sentence, construction, memory)


def _of_subject(binding: Binding, sentence: ReadSentence, construction: Construction, memory: Memory) -> Binding:
    """Take the two states that the text is about where a list item or a nominal phrase leaves the parties out."""
    item = sentence.tokens[construction.at].item
    is_finer = isinstance(item, InstrumentMention) and (not item.is_generic or item.phrase == "arrangement")
    is_elliptic = sentence.sentence.block.is_item or (
        construction.voice == "noun" and "the" not in construction.determiners
    )
    told = construction.verb >= 0 and construction.status in (Status.SIGNED, Status.PLANNED)
    if memory.subject and is_finer and is_elliptic and told:
        return replace(binding, parties=memory.subject, rule="party.of-text", is_resolved=True)
    return binding


def _named_here(sentence: ReadSentence, before: int, reference: str) -> tuple[NameMention, ...]:
    """Return the parties of the right kind named earlier in the same sentence."""
    kinds = {"agencies": (NameKind.AGENCY,), "states": (NameKind.STATE,)}.get(reference)
    found: dict[str, NameMention] = {}
    for token in sentence.tokens[:before]:
        item = token.item
        if isinstance(item, PersonMention):
            item = item.affiliation
        if isinstance(item, NameMention) and item.is_party and (kinds is None or item.kind in kinds):
            found.setdefault(item.name.key, item)
    return tuple(found.values())


def has_signing_verb(statement: Statement) -> bool:
    """Say whether a verb of signing or concluding governs the instrument."""
    verb = statement.construction.verb
    item = statement.sentence.tokens[verb].item if verb >= 0 else None
    return isinstance(item, VerbMention) and item.cls in ("sign", "reach", "join", "prepare", "force")
