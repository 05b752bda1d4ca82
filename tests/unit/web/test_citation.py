"""How pages are cited."""

from __future__ import annotations

from datetime import UTC, datetime

from spaceaccord.web.citation import Citation

_CITATION = Citation(
    base="https://w3id.org/spaceaccord/",
    release_id="0123456789abcdef",
    version="3",
    at=datetime(2031, 3, 5, tzinfo=UTC),
)


def test_a_citation_names_the_release_its_year_and_its_licence() -> None:
    sentence = _CITATION.sentence("Aland")

    assert "“Aland”" in sentence
    assert "release 3 (0123456789abcdef), 2031. CC BY 4.0." in sentence


def test_a_bibtex_entry_leads_to_the_page_in_its_release_and_holds_no_command() -> None:
    entry = _CITATION.bibtex("R&D {in} \\space 100 %", "/doc/org/aland")

    assert "title = {{R D in space 100}}," in entry
    assert "url = {https://w3id.org/spaceaccord/releases/0123456789abcdef/doc/org/aland}," in entry
    assert entry.count("{") == entry.count("}")
