"""The verbs for articles of one's own: extract, convert, validate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spaceaccord.cli.options import Articles, Base, model_address, settings_from
from spaceaccord.cli.terminal import NOTES, progress
from spaceaccord.errors import UsageError


def extract(
    articles: Articles,
    output_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write DIR/NAME.json (.html) instead of standard output.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the text with every value, its words and its rule, for people.")
    ] = False,
) -> None:
    """Print the agreements that articles tell of, as JSON, each value with the words it rests on."""
    from spaceaccord.pipeline.explaining import write_explained
    from spaceaccord.pipeline.extracting import extract, write_extract
    from spaceaccord.pipeline.knowledge import Knowledge

    with progress() as report:
        read = extract(articles, Knowledge.read(), progress=report)
        (write_explained if explain else write_extract)(read, output_dir)


def convert(
    articles: Articles,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="FILE.trig, .nq or .nq.gz")],
    base: Base = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256, metavar="N", help="Processes at work.")] = 1,
    llm: Annotated[bool, typer.Option("--llm", help="Ask the language model of the settings too.")] = False,
    metadata: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSVW metadata: the one input is a table.")
    ] = None,
) -> None:
    """Write the RDF of articles, one named graph each, not yet merged; or that of a table of parties."""
    from spaceaccord.iris import Iris
    from spaceaccord.pipeline.registering import convert_table_to_file
    from spaceaccord.pipeline.sharding import convert_to_file

    iris = Iris(base or settings_from().base)
    if metadata:
        NOTES.print(f"{convert_table_to_file(articles, metadata, output, iris=iris)} quads: {output}")
        return
    address = model_address() if llm else None
    with progress() as report:
        made = convert_to_file(articles, output, iris=iris, jobs=jobs, address=address, progress=report)
    NOTES.print(f"{made.articles} articles, {made.agreements} agreements, {made.quads} quads: {output}")


def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="RDF files (.ttl .nt .trig .nq, also .gz).")],
    format: Annotated[str, typer.Option(help="text or turtle")] = "text",
) -> None:
    """Check RDF files against the SHACL shapes; exit 1 where a violation is found."""
    from spaceaccord.iris import Iris
    from spaceaccord.pipeline.validating import validate_files

    if format not in ("text", "turtle"):
        raise UsageError(f"--format is text or turtle, not {format!r}")
    report = validate_files(files, iris=Iris(settings_from().base))
    typer.echo(report.describe_turtle() if format == "turtle" else report.describe_text())
    raise typer.Exit(0 if report.conforms else 1)
