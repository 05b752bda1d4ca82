"""Who can be a party: authority records of organisations, states, persons and places, and names found in texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A record of the authority files: one thing in the world, with all its names.

    `slug` is permanent and unique within its kind. `kind` is the IRI kind ("org", "person", "place", "event");
    `type` is the class (local name of an ontology class, such as SpaceAgency, State, Company, Person, City).
    `acts_for` is the slug of the state that the organisation is an organ of, `parent` the slug of its parent
    organisation. `names` holds every other name, acronyms and demonyms apart. `wikidata` is a QID, only where
    `evidence` shows it with the thing's name. `founded` is an EDTF date. A territory that is no sovereign state is
    of type "State" too, as it is named, located and written of as states are, and `is_sovereign` is False.
    """

    slug: str
    kind: str
    type: str
    label: str
    label_fr: str | None = None
    names: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    acts_for: str | None = None
    parent: str | None = None
    located_in: str | None = None
    website: str | None = None
    wikidata: str | None = None
    founded: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    evidence: str = ""
    is_sovereign: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name found in a text, and the authority it stands for; `authority` is None where it is unlinked.

    `text` is the canonical English label of the authority, or the words of the text where unlinked. `kind` is
    the IRI kind of an unlinked name: "org", "person" or "place".
    """

    text: str
    authority: Authority | None = None
    kind: str = "org"

    @property
    def is_person(self) -> bool:
        """Whether the name is that of a person."""
        return (self.authority.kind if self.authority else self.kind) == "person"

    @property
    def key(self) -> str:
        """What two names of the same thing share: the authority's slug, else the words folded."""
        return self.authority.slug if self.authority else " ".join(self.text.casefold().split())
