"""A publisher to be killed, held up or starved: run as a script, with the folder and the number of articles.

    publishing.py RELEASES ARTICLES [--kill STAGE | --wait STAGE] [--max-file-bytes N]

--wait prints the stage's name and goes on when a line comes in. Ends as the command line would: with the id, or
with the error's sentence and exit code.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
from pathlib import Path

from rdflib import RDF, RDFS, Literal, URIRef

from spaceaccord.errors import SpaceAccordError
from spaceaccord.release.building import ReleaseContent, publish
from spaceaccord.release.canonical import Triple

BASE = "https://example.org/accord/"


def content(articles: int) -> ReleaseContent:
    """Return a content of `articles` articles of two triples each."""
    triples: dict[URIRef, list[Triple]] = {}
    for number in range(articles):
        agreement = URIRef(f"{BASE}id/agreement/accord-{number}")
        triples[URIRef(f"{BASE}graph/article/article-{number}")] = [
            (agreement, RDF.type, URIRef(f"{BASE}ontology#Agreement")),
            (agreement, RDFS.label, Literal(f"Accord no. {number}", lang="en")),
        ]
    return ReleaseContent(
        base=BASE,
        graphs=triples,
        view=[triple for each in triples.values() for triple in each],
        report_turtle="",
        inputs=(),
        summary={"articles": articles},
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("releases", type=Path)
    parser.add_argument("articles", type=int)
    parser.add_argument("--kill")
    parser.add_argument("--wait")
    parser.add_argument("--max-file-bytes", type=int)
    wanted = parser.parse_args()

    def on_stage(stage: str) -> None:
        if stage == wanted.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        if stage == wanted.wait:
            sys.stdout.write(f"{stage}\n")
            sys.stdout.flush()
            sys.stdin.readline()

    if wanted.max_file_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (wanted.max_file_bytes, wanted.max_file_bytes))
    try:
        sys.stdout.write(publish(content(wanted.articles), wanted.releases, on_stage=on_stage) + "\n")
    except SpaceAccordError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
