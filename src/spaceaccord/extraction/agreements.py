"""The verb of this stage: an article and the lexicon give every agreement and event that the article tells of."""

from __future__ import annotations

from spaceaccord.extraction.assembly import assemble
from spaceaccord.extraction.event_mentions import describe_events
from spaceaccord.extraction.events import find_events
from spaceaccord.extraction.found_statements import find_statements
from spaceaccord.extraction.joining import draft_agreements
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.extraction.reading_sentences import read_sentences
from spaceaccord.extraction.relations import find_relations
from spaceaccord.model.agreement import Findings
from spaceaccord.model.article import Article


def find_agreements(article: Article, lexicon: Lexicon) -> Findings:
    """Return the agreements and events that `article` tells of, each value with its words, in reading order.

    Deterministic, never raises on an article that was read, linear in its length. Spans count code points of
    `article.text`.
    """
    reading = read_sentences(article, lexicon)
    drafts = draft_agreements(reading, find_statements(reading))
    events = find_events(reading)
    relations = find_relations(reading, drafts)
    return Findings(
        article_id=article.id,
        agreements=tuple(assemble(reading, drafts, events, relations)),
        events=tuple(describe_events(reading, events)),
    )
