"""What README, changelog and pages promise is there, and what is there is promised."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from spaceaccord.cli import app
from spaceaccord.iris import KINDS, Iris
from spaceaccord.namespaces import RDF
from spaceaccord.pipeline.building import assemble
from spaceaccord.web.mementos import RESOURCE_ROOTS
from spaceaccord.web.release_pages import RELEASE_ROOTS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CONTRACT = CHANGELOG.partition("#### The public contract")[2].partition("#### Added")[0]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    + [ROOT / folder / "README.md" for folder in ("data", "ontology", "shapes")]
)
_PATH = re.compile(r"`((?:docs|data|ontology|shapes|queries|tests|benchmarks|operating)/[\w./-]*)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def verbs() -> list[str]:
    """Every verb of the command line, `link` with its own."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    below = [f"link {name}" for name in commands["link"].commands]
    return [name for name in commands if name != "link"] + below


@pytest.mark.parametrize("verb", verbs())
def test_each_verb_is_in_the_readme_and_in_the_contract(verb: str) -> None:
    first, _, last = verb.partition(" ")

    assert f"spaceaccord {first}" in README
    assert not last or f"`{last}`" in README or f"spaceaccord {verb}`" in README
    assert f"`{verb}`" in CONTRACT


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_iri_is_in_the_contract(kind: str) -> None:
    assert re.search(rf"\b{kind}\b", CONTRACT.partition("for the kinds")[2].partition(";")[0])


@pytest.mark.parametrize("root", sorted(RESOURCE_ROOTS | RELEASE_ROOTS))
def test_each_kind_of_address_is_in_the_contract(root: str) -> None:
    assert re.search(rf"`/{root}\b", CONTRACT)


def test_every_address_in_the_source_is_in_the_contract() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "spaceaccord" / "web").glob("*.py"))
    routes = re.findall(
        r'^\s+\("(/[^"]+)", self\.|[Pp](?:ath|ATH)(?: ==|: Final =| =) "(/[^"]+[^"/])"', source, re.MULTILINE
    )
    routes = [either or other for either, other in routes]

    assert {"/search", "/metrics", "/.well-known/sparql-examples"} <= set(routes)
    assert [route for route in routes if f"`{route}" not in CONTRACT] == []


def test_the_json_of_extract_has_the_members_that_the_contract_names() -> None:
    report = ROOT / "data" / "articles" / "japan-luxembourg-economic-mission.md"
    told = CONTRACT.partition("JSON of `extract`")[2].partition("- **")[0]
    agreement, meeting, span = (set(re.findall(r"`(\w+)`", part)) for part in told.split(" has ")[1:])

    command = [sys.executable, "-c", "from spaceaccord.cli import main; main()", "extract", str(report)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)

    assert set(found) == {"agreements", "meetings"}
    assert {member for each in found["agreements"] for member in each} == agreement
    assert {member for each in found["meetings"] for member in each} == meeting
    assert set(found["agreements"][0]["spans"]["type"]) == span


def test_the_data_model_names_every_term_that_is_published_and_no_other() -> None:
    model = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    terms = str(Iris().terms)
    listed = (ROOT / "ontology" / "terms.txt").read_text(encoding="utf-8").splitlines()
    content = assemble(data=ROOT / "data", articles=ROOT / "data" / "articles", iris=Iris()).content
    graphs = [triples for graph, triples in content.graphs.items() if graph != Iris().graph("vocabulary")]
    used = {node for triples in graphs for _, p, o in triples for node in ((p, o) if p == RDF.type else (p,))}
    published = {str(node).removeprefix(terms) for node in used if str(node).startswith(terms)}

    assert len(published) > 100
    assert published - set(re.findall(r"\w+", model)) == set()
    assert set(re.findall(r"sco:(\w+)", model)) <= {each.removeprefix(terms) for each in listed}


def test_make_help_lists_every_target_that_people_call() -> None:
    listed = subprocess.run(["make", "--silent", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([\w-]+):.*##", makefile, re.MULTILINE))
    named = set(re.findall(r"`make (\w+)", "".join(page.read_text(encoding="utf-8") for page in PAGES)))

    assert {line.split("\t")[0] for line in listed.splitlines()} == explained
    assert named - explained <= {"contracts", "lint", "types"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_refers_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    near = [path for path in _LINK.findall(text) if not (page.parent / path).exists()]
    named = {path for path in _PATH.findall(text) if not path.startswith("data/corrections")}

    assert near == []
    assert [path for path in named if not (ROOT / path).exists() and not (page.parent / path).exists()] == []
