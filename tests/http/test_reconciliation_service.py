"""The reconciliation service: what OpenRefine asks for, in the form that the specification gives it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from spaceaccord.web.entity_index import Entity, EntityIndex

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "reconciliation" / "0.2" / "schemas"
BASE = "https://w3id.org/spaceaccord/"
ORGANISATION = "http://www.w3.org/ns/org#Organization"
_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}


def faults(value: object, schema: object, root: object, at: str = "$") -> list[str]:
    """Return what in `value` breaks `schema`: the keywords that the schemas of the API use."""
    if not isinstance(schema, dict):
        return []
    if "$ref" in schema:
        return faults(value, resolved(str(schema["$ref"]), root), root, at)
    kind = schema.get("type")
    if kind == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            return [f"{at}: no number"]
    elif kind and (not isinstance(value, _TYPES[kind]) or (kind == "integer" and isinstance(value, bool))):
        return [f"{at}: no {kind}"]
    found = []
    if "oneOf" in schema and sum(not faults(value, s, root, at) for s in schema["oneOf"]) != 1:
        found.append(f"{at}: not one of")
    if "anyOf" in schema and all(faults(value, s, root, at) for s in schema["anyOf"]):
        found.append(f"{at}: not any of")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: not in enum")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at}: pattern")
    if isinstance(value, list):
        found += [f for n, v in enumerate(value) for f in faults(v, schema.get("items"), root, f"{at}[{n}]")]
        if "contains" in schema and all(faults(v, schema["contains"], root, at) for v in value):
            found.append(f"{at}: contains")
        if len(value) < schema.get("minItems", 0):
            found.append(f"{at}: too few")
    if isinstance(value, dict):
        named, patterned = schema.get("properties", {}), schema.get("patternProperties", {})
        found += [f"{at}: no {name}" for name in schema.get("required", []) if name not in value]
        for name, each in value.items():
            parts = [named[name]] if name in named else [s for p, s in patterned.items() if re.search(p, name)]
            found += [f for part in parts for f in faults(each, part, root, f"{at}.{name}")]
            if not parts and schema.get("additionalProperties") is False:
                found.append(f"{at}: {name} is not allowed")
    return found


def resolved(reference: str, root: object) -> object:
    if reference.startswith("#/"):
        for part in reference[2:].split("/"):
            assert isinstance(root, dict)
            root = root[part]
        return root
    file = SCHEMAS / reference.rpartition("/")[2]
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() and "#" not in reference else {}


def check_schema(value: object, name: str) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("needs ../shared/conformance/reconciliation beside the checkout")
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    assert faults(value, schema, schema) == []


def ask(client: httpx.Client, **queries: object) -> dict[str, list[dict[str, object]]]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return {key: found["result"] for key, found in answer.json().items()}


def get(client: httpx.Client, path: str, **parameters: str) -> object:
    answer = client.get(f"/reconcile{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_manifest_is_valid(client: httpx.Client) -> None:
    check_schema(get(client, ""), "manifest")


def test_answers_are_valid(client: httpx.Client) -> None:
    query = {"q0": {"query": "Aland"}, "q1": {"query": "Borlande", "type": ORGANISATION, "limit": 2}}

    check_schema(query, "reconciliation-query-batch")
    check_schema(client.post("/reconcile", data={"queries": json.dumps(query)}).json(), "reconciliation-result-batch")
    check_schema(get(client, "/suggest/entity", prefix="al"), "suggest-entities-response")
    check_schema(get(client, "/suggest/type", prefix="agency"), "suggest-types-response")
    check_schema(get(client, "/suggest/property", prefix="party"), "suggest-properties-response")
    check_schema(get(client, "/properties", type=f"{BASE}ontology#Agreement"), "data-extension-property-proposal")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        pytest.param("Aland", "org/aland", id="the label"),
        pytest.param("borland", "org/borland", id="letters in another case"),
        pytest.param("Borlande", "org/borland", id="the French label"),
        pytest.param("ALA", "org/aland", id="the acronym"),
        pytest.param("Ann Chair", "person/ann-chair", id="a person"),
    ],
)
def test_a_name_is_matched(client: httpx.Client, text: str, id: str) -> None:
    first = ask(client, q={"query": text})["q"][0]

    assert (first["id"], first["match"]) == (id, True)


def test_a_slip_of_the_pen_is_a_candidate_and_no_match(client: httpx.Client) -> None:
    first = ask(client, q={"query": "Borlnad"})["q"][0]

    assert (first["id"], first["match"]) == ("org/borland", False)
    assert {f["id"] for f in first["features"]} == {"name"}  # type: ignore[attr-defined]


def test_a_type_keeps_others_out(client: httpx.Client) -> None:
    found = ask(client, q={"query": "Aland", "type": f"{BASE}ontology#Agreement"})["q"]

    assert [f["id"] for f in found] == ["agreement/aland-borland-mou-2031"]


def test_a_property_is_a_constraint(client: httpx.Client) -> None:
    by_party = [{"pid": "hasParty", "v": {"id": "org/borland"}}]
    right = ask(client, q={"query": "Memorandum", "properties": by_party})["q"][0]
    wrong = ask(client, q={"query": "Memorandum", "properties": [{"pid": "hasParty", "v": "Nobody"}]})["q"]

    assert right["id"] == "agreement/aland-borland-mou-2031"
    assert all(float(str(w["score"])) < float(str(right["score"])) for w in wrong)


def test_properties_alone_are_a_query(client: httpx.Client) -> None:
    found = ask(client, q={"properties": [{"pid": "acronym", "v": "ALA"}]})["q"]

    assert [f["id"] for f in found] == ["org/aland"]


def test_a_column_is_extended_with_values(client: httpx.Client) -> None:
    query = {"ids": ["agreement/aland-borland-mou-2031", "org/nobody"], "properties": [{"id": "hasParty"}]}

    answer = client.post("/reconcile", data={"extend": json.dumps(query)}).json()

    check_schema(query, "data-extension-query")
    check_schema(answer, "data-extension-response")
    assert answer["meta"][0]["id"] == "hasParty"
    assert answer["rows"]["org/nobody"] == {"hasParty": []}
    assert sorted(v["id"] for v in answer["rows"]["agreement/aland-borland-mou-2031"]["hasParty"]) == [
        "org/aland",
        "org/borland",
    ]


def test_a_preview_shows_the_entity_and_runs_nothing(client: httpx.Client) -> None:
    answer = client.get("/reconcile/preview", params={"id": "org/hostile"})

    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<img" not in answer.text


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"queries": "{"}, id="no JSON"),
        pytest.param({"queries": "[]"}, id="no object"),
        pytest.param({"queries": '{"q": {}}'}, id="a query of nothing"),
        pytest.param({"queries": '{"q": {"query": "a", "limit": "many"}}'}, id="a limit that is no number"),
        pytest.param({"queries": '{"q": {"query": "a", "properties": [{"v": 1}]}}'}, id="a property without a name"),
        pytest.param({"extend": '{"ids": 1}'}, id="an extension of nothing"),
    ],
)
def test_what_is_not_of_the_protocol_is_refused(client: httpx.Client, form: dict[str, str]) -> None:
    answer = client.post("/reconcile", data=form)

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_other_paths_and_entities_are_not_found(client: httpx.Client) -> None:
    assert client.get("/reconcile/nowhere").status_code == 404
    assert client.get("/reconcile/preview", params={"id": "org/nobody"}).status_code == 404


def test_twins_are_no_match() -> None:
    twins = [Entity(id=f"org/{n}", name="Space Office", names=(), types=(), values={}) for n in ("a", "b")]

    found = EntityIndex(twins).find("Space Office")

    assert [f.is_match for f in found] == [False, False]
