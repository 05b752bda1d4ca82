"""A named graph as a data set: the triples that the engine writes, put under the name of their graph."""

from __future__ import annotations


def as_quads(n_triples: bytes, graph: str) -> bytes:
    """Return N-Quads of one graph from its N-Triples, line by line."""
    ending = f" <{graph}> .".encode()
    lines = (line.rstrip() for line in n_triples.split(b"\n"))
    return b"".join(line.removesuffix(b".").rstrip() + ending + b"\n" for line in lines if line)


def as_trig(turtle: bytes, graph: str) -> bytes:
    """Return TriG of one graph from its Turtle, whose prefixes stand first, each on a line of its own."""
    lines = turtle.split(b"\n")
    count = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    head, body = lines[:count], lines[count:]
    return b"\n".join([*head, f"<{graph}> {{".encode(), *body, b"}", b""])
