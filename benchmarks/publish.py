"""Processor time of each stage of publishing, size of each dump and peak memory, for made-up releases of growing size.

    python benchmarks/publish.py [TRIPLES...]          default: 100000 1000000

Times are processor seconds of all threads, which other programs of the machine disturb least; the store loads beside
the dumps, in their stage. Each size runs in a process of its own. The floor is what any publisher must do: write the
N-Quads once, compressed, and parse them once. The last column is the growth of each stage from the first size to the
last.
"""

from __future__ import annotations

import gzip
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from rdflib import RDF, RDFS, Literal, Namespace, URIRef

from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.canonical import Triple
from spaceaccord.release.opening import open_release

BASE = "https://example.org/accord/"
TERMS = Namespace(f"{BASE}ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
_CLAIM_TRIPLES = 10
_CLAIMS_AN_ARTICLE = 20


def _claim(article: int, number: int) -> list[Triple]:
    key = f"{article:06x}{number:010x}"
    claim, passage = URIRef(f"{BASE}id/claim/{key}"), URIRef(f"{BASE}id/passage/{key}")
    selector = URIRef(f"{BASE}id/selector/{key}-quote")
    return [
        (claim, RDF.type, TERMS.Claim),
        (claim, TERMS.claimSubject, URIRef(f"{BASE}id/agreement/accord-{article}")),
        (claim, TERMS.claimPredicate, TERMS.hasParty),
        (claim, TERMS.claimObject, URIRef(f"{BASE}id/org/org-{(article * 7 + number) % 997}")),
        (claim, TERMS.evidence, passage),
        (claim, TERMS.confidence, Literal("0.9")),
        (passage, OA.hasSource, URIRef(f"{BASE}id/article/{article:016x}")),
        (passage, OA.hasSelector, selector),
        (selector, RDF.type, OA.TextQuoteSelector),
        (selector, OA.exact, Literal(f"Party {number} of article {article} signed a memorandum on lunar rovers")),
    ]


def made_up(triples: int) -> ReleaseContent:
    """Return a content of about that many quads: articles of twenty claims, and an agreement each."""
    graphs: dict[URIRef, list[Triple]] = {}
    merge: list[Triple] = []
    for article in range(triples // (_CLAIM_TRIPLES * _CLAIMS_AN_ARTICLE + 6)):
        agreement = URIRef(f"{BASE}id/agreement/accord-{article}")
        facts: list[Triple] = [
            (agreement, RDF.type, TERMS.Agreement),
            (agreement, RDFS.label, Literal(f"Accord no. {article}", lang="en")),
            (agreement, TERMS.hasParty, URIRef(f"{BASE}id/org/org-{article % 997}")),
        ]
        merge += facts
        claims = [triple for number in range(_CLAIMS_AN_ARTICLE) for triple in _claim(article, number)]
        graphs[URIRef(f"{BASE}graph/article/{article:016x}")] = [*facts, *claims]
    view = [*merge, *(triple for triples_of in graphs.values() for triple in triples_of[3:])]
    graphs[URIRef(f"{BASE}graph/merge")] = merge
    return ReleaseContent(base=BASE, graphs=graphs, view=view, report_turtle="", inputs=(), summary={})


def measure(triples: int) -> dict[str, object]:
    """Publish once, and return processor seconds by stage, bytes by file, and the peak of memory in megabytes."""
    content = made_up(triples)
    told: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        release_id = publish(content, Path(name), on_stage=lambda stage: told.append((stage, time.process_time())))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        release = open_release(Path(name) / release_id)
        lines = gzip.decompress(release.dump_path("spaceaccord.nq.gz").read_bytes())
        sizes = {file.name: file.size for file in release.manifest.files}
    begun = time.process_time()
    parsed = sum(1 for _ in parse(lines, RdfFormat.N_QUADS))
    gzip.GzipFile(fileobj=io.BytesIO(), mode="wb", compresslevel=6).write(lines)
    floor = time.process_time() - begun
    stages = {stage: after - at for (stage, at), (_, after) in pairwise(told)}
    seconds = {**stages, "all": told[-1][1] - told[0][1], "floor": floor}
    return {"quads": parsed, "seconds": seconds, "bytes": sizes, "peak": peak >> 10, "content": before >> 10}


def main() -> None:
    """Measure each size in a process of its own, and print the table."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    wanted = sys.argv[1:] or ["100000", "1000000"]
    found = []
    for size in wanted:
        done = subprocess.run([sys.executable, __file__, "--one", size], capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    first, last = found[0], found[-1]
    print("quads".ljust(44), *(f"{each['quads']:>12}" for each in found), f"{last['quads'] / first['quads']:>8.1f}x")
    for stage in first["seconds"]:
        times = [each["seconds"][stage] for each in found]
        print(f"{stage}, s".ljust(44), *(f"{each:>12.2f}" for each in times), f"{times[-1] / times[0]:>8.1f}x")
    for name in first["bytes"]:
        print(f"{name}, bytes".ljust(44), *(f"{each['bytes'][name]:>12}" for each in found))
    print("peak, MB (before publishing)".ljust(44), *(f"{each['peak']:>5} ({each['content']})" for each in found))


if __name__ == "__main__":
    main()
