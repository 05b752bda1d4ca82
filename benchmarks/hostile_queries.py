"""Queries that nobody should send, made by a small grammar: deep, wide, large, endless, or reaching out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_ENDLESS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
Maker = Callable[[random.Random, str], str]


def hostile_queries(count: int, *, canary: str, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield so many different queries, each with the name of its kind; to `canary` none may connect."""
    choose = random.Random(seed)
    names = list(_KINDS)
    for number in range(count):
        name = names[number % len(names)]
        yield name, f"{_KINDS[name](choose, canary)} # {number}"


def _depth(choose: random.Random, _canary: str) -> str:
    n = choose.choice((50, 99, 101, 500, 3000, 12_000))
    opening, closing = choose.choice(
        (("{", "}"), ("{ SELECT * {", "}}"), ("FILTER(", ")"), ("{ OPTIONAL {", "}}"), ("FILTER(1 IN (", "))"))
    )
    inner = "1" if opening.startswith("FILTER") else "?s ?p ?o"
    middle = opening * n if opening != "FILTER(" else "FILTER" + "(" * n
    return f"SELECT * {{ {middle} {inner} {closing * n} }}"


def _lists(choose: random.Random, _canary: str) -> str:
    n = choose.choice((50, 99, 250, 5000))
    return f"SELECT * {{ ?s ?p {choose.choice(('(', '[?p ')) * n} 1 {choose.choice((')', ']')) * n} }}"


def _width(choose: random.Random, _canary: str) -> str:
    n = choose.choice((50, 110, 300, 3000))
    part = choose.choice(
        (
            "OPTIONAL { ?s ?p ?x%d } ",
            "{ ?s ?p ?o%d } UNION ",
            "BIND(%d AS ?b%d) ",
            "?s ?p%d ?o%d . ",
            "?s%d ?p ?o . ",
            "FILTER(?s != %d) ",
            "MINUS { ?s ?p %d } ",
            "GRAPH ?g%d { ?s ?p ?o } ",
            "FILTER EXISTS { ?s ?p ?o%d } ",
        )
    )
    body = "".join(part % ((number,) * part.count("%d")) for number in range(n))
    return f"SELECT * {{ ?s ?p ?o . {body} {{}} }}"


def _operators(choose: random.Random, _canary: str) -> str:
    operator = choose.choice(("+", "||", "&&", "/", "*", "=", "-"))
    return f"SELECT (1{f'{operator}1' * choose.choice((100, 900, 9000))} AS ?x) {{}}"


def _size(choose: random.Random, _canary: str) -> str:
    n = choose.choice((1000, 60_000, 70_000, 300_000))
    return choose.choice((f'ASK {{ FILTER("{"x" * n}" = "y") }}', f"ASK {{}} #{'c' * n}\n", f"ASK {{{' ' * n}}}"))


def _cross(choose: random.Random, _canary: str) -> str:
    head = choose.choice(
        ("SELECT (COUNT(*) AS ?n)", "SELECT *", "SELECT DISTINCT ?a ?d ?g", "SELECT (COUNT(DISTINCT ?c) AS ?n)", "ASK")
    )
    body = f"{{ {_ENDLESS} }}" if head != "ASK" else f"{{ {_ENDLESS} FILTER(?a = <x:never>) }}"
    tail = choose.choice(("", " ORDER BY ?a ?d", " GROUP BY ?a", " LIMIT 10 OFFSET 99999999")) if head != "ASK" else ""
    if tail == " GROUP BY ?a":
        head = "SELECT ?a (GROUP_CONCAT(?c) AS ?all)"
    return f"{head} {body}{tail}"


def _paths(choose: random.Random, _canary: str) -> str:
    path = choose.choice(
        (
            "(<x:p>|!<x:p>)*",
            "(!<x:p>)+",
            "<http://data.example/follows>*",
            "(!<x:p>/!<x:q>)*",
            "^(!<x:p>)*",
            "(!<x:p>)?/(!<x:p>)*",
        )
    )
    return f"SELECT (COUNT(*) AS ?n) {{ ?x {path} ?y . ?y {path} ?z }}"


def _strings(choose: random.Random, _canary: str) -> str:
    bomb = '"aaaaaaaaaa"'
    for _ in range(choose.choice((6, 8, 10, 20))):
        bomb = f'REPLACE({bomb}, "a", "aaaaaaaaaa")' if choose.random() < 0.7 else f"CONCAT({bomb}, {bomb})"
        if len(bomb) > 20_000:
            break
    return f"SELECT (STRLEN({bomb}) AS ?n) {{}}"


def _patterns(choose: random.Random, _canary: str) -> str:
    pattern = choose.choice(
        (
            "^(a+)+$",
            "(a|aa)+$",
            "((a{1,1000}){1,1000}){1,1000}",
            "(.*)(.*)(.*)(.*)x",
            "(?:a?){50}a{50}",
            "\\\\p{L}{900}",
        )
    )
    return f'SELECT * {{ ?s ?p ?o FILTER(REGEX(CONCAT(STR(?o), "{"a" * 40}!"), "{pattern}")) }}'


def _extremes(choose: random.Random, _canary: str) -> str:
    value = choose.choice(
        (
            f"{'9' * 400}",
            "1e309 * 1e309",
            '"99999999999-01-01"^^<http://www.w3.org/2001/XMLSchema#date>',
            "-9223372036854775808 / -1",
            '"P999999999999Y"^^<http://www.w3.org/2001/XMLSchema#duration>',
            'SUBSTR("abc", -99999999999, 999999999999)',
            '"\u202e\u0000\u200d"',
        )
    )
    return f"SELECT ({value} AS ?x) {{}} LIMIT 18446744073709551616"


def _values(choose: random.Random, _canary: str) -> str:
    n = choose.choice((100, 1500, 4000))
    rows = " ".join(str(number) for number in range(n))
    return f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {rows} }} VALUES ?b {{ {rows} }} VALUES ?c {{ 1 2 3 }} }}"


def _reaching_out(choose: random.Random, canary: str) -> str:
    return choose.choice(
        (
            f"SELECT * {{ SERVICE <{canary}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ seRvICE SILENT<{canary}>{{ ?s ?p ?o }} }}",
            f"PREFIX x: <{canary}> SELECT * {{ SERVICE x:{{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{canary}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
            f"SELECT * {{ \\u0053ERVICE <{canary}> {{ ?s ?p ?o }} }}",
            f"ASK FROM <{canary}> {{ ?s ?p ?o }}",
            f"ASK FROM NAMED <{canary}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"LOAD <{canary}>",
            f"ASK {{ FILTER EXISTS {{ SERVICE <{canary}> {{ }} }} }}",
            f"ASK {{}} ; LOAD <{canary}> INTO GRAPH <x:y>",
            f"SELECT * {{ # \n SERVICE # >\n <{canary}> {{ ?s ?p ?o }} }}",
        )
    )


def _rubbish(choose: random.Random, _canary: str) -> str:
    return "".join(choose.choice("{}()[]<>?$\"'\\#@^|&;,.*+ SELECTWHEREab0\n\t\u00e9\u202e") for _ in range(400))


_KINDS: dict[str, Maker] = {
    "depth": _depth,
    "lists": _lists,
    "width": _width,
    "operators": _operators,
    "size": _size,
    "cross product": _cross,
    "paths": _paths,
    "strings": _strings,
    "regular expressions": _patterns,
    "extremes": _extremes,
    "values": _values,
    "reaching out": _reaching_out,
    "rubbish": _rubbish,
}
