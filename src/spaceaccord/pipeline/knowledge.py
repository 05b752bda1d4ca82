"""What must be known before an article is read: authorities, lexicon, names, vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from spaceaccord.curation.corrections import Correction, read_corrections
from spaceaccord.extraction.confidence import ConfidenceScale
from spaceaccord.extraction.lexicon import Lexicon
from spaceaccord.linking.authorities import AuthorityFile, read_authorities
from spaceaccord.linking.reconciliation import Reconciler
from spaceaccord.mapping.vocabulary import read_topics
from spaceaccord.resources import shipped_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Authorities, the lexicon, its scale of confidence, the reconciler, corrections, the folder of the ontology."""

    authorities: AuthorityFile
    lexicon: Lexicon
    confidence: ConfidenceScale
    reconciler: Reconciler
    ontology: Path
    corrections: tuple[Correction, ...] = ()

    @classmethod
    def read(cls, data: Path | None = None) -> Self:
        """Read authorities, lexicon and corrections from `data` (the shipped one by default), topics from the ontology.

        Raises:
            BadReference: a table, a list or a correction cannot be used.
        """
        folder = data or shipped_folder("data")
        ontology = shipped_folder("ontology")
        reference, rules = folder / "reference", folder / "lexicon"
        authorities = read_authorities(reference if reference.is_dir() else shipped_folder("data") / "reference")
        rules = rules if rules.is_dir() else shipped_folder("data") / "lexicon"
        lexicon = Lexicon.read(
            rules,
            authorities=authorities.records,
            topics=read_topics(ontology / "topics.ttl"),
        )
        return cls(
            authorities=authorities,
            lexicon=lexicon,
            confidence=ConfidenceScale.read(rules),
            reconciler=Reconciler(authorities.records),
            ontology=ontology,
            corrections=read_corrections(folder / "corrections"),
        )
