"""What an agreement can be about: the concepts of the topic scheme, as extraction needs them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicConcept:
    """One concept of the topic scheme: its slug, its English and French names, its facet and broader concept.

    `facet` is "subject" or "mode". `alt_labels` holds every further name in any language.
    """

    slug: str
    label: str
    alt_labels: tuple[str, ...] = ()
    facet: str = "subject"
    broader: str | None = None
