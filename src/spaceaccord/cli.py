"""The command line: parses, calls one verb, prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from spaceaccord import __version__
from spaceaccord.cli_link import link_app
from spaceaccord.errors import EnvironmentFault, SpaceAccordError, UsageError
from spaceaccord.resources import shipped_folder
from spaceaccord.settings import Settings, read_settings

if TYPE_CHECKING:
    from spaceaccord.language_model.asking import ModelAddress

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Agreements on space cooperation as linked data, each fact with the words that say so.",
    epilog="Exit codes: 0 fine, 1 the data is wrong, 2 usage, 3 environment, 70 a bug of ours.",
)
app.add_typer(link_app, name="link")
_notes = Console(stderr=True)

Articles = Annotated[
    list[Path], typer.Argument(metavar="ARTICLE...", help="Text, HTML or Markdown files, or folders of them.")
]
Releases = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of releases. [default: releases]", show_default=False)
]
Base = Annotated[str | None, typer.Option(metavar="IRI", help="Base of all IRIs. [default: from the settings]")]


@app.command()
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

    with _progress() as report:
        read = extract(articles, Knowledge.read(), progress=report)
        (write_explained if explain else write_extract)(read, output_dir)


@app.command()
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

    iris = Iris(base or _settings().base)
    if metadata:
        _notes.print(f"{convert_table_to_file(articles, metadata, output, iris=iris)} quads: {output}")
        return
    address = _model_address() if llm else None
    with _progress() as report:
        made = convert_to_file(articles, output, iris=iris, jobs=jobs, address=address, progress=report)
    _notes.print(f"{made.articles} articles, {made.agreements} agreements, {made.quads} quads: {output}")


@app.command()
def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="RDF files (.ttl .nt .trig .nq, also .gz).")],
    format: Annotated[str, typer.Option(help="text or turtle")] = "text",
) -> None:
    """Check RDF files against the SHACL shapes; exit 1 where a violation is found."""
    from spaceaccord.iris import Iris
    from spaceaccord.pipeline.validating import validate_files

    if format not in ("text", "turtle"):
        raise UsageError(f"--format is text or turtle, not {format!r}")
    report = validate_files(files, iris=Iris(_settings().base))
    typer.echo(report.describe_turtle() if format == "turtle" else report.describe_text())
    raise typer.Exit(0 if report.conforms else 1)


@app.command()
def build(
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="Reference data, lexicon and articles.")] = None,
    articles: Annotated[Path | None, typer.Option(metavar="DIR", help="Other articles than DATA/articles.")] = None,
    releases: Releases = None,
    base: Base = None,
) -> None:
    """Build a release and make it the current one; print its id."""
    settings = _settings(releases=releases, base=base)
    _notes.print(_build(settings, data, articles), style="dim")


@app.command()
def verify(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="A release folder, such as releases/current.")],
) -> None:
    """Check every digest and every count of a release; exit 3 where anything is damaged."""
    from spaceaccord.release.verification import verify

    checked = verify(release)
    for check in checked.checks:
        found = "ok" if check.passed else f"DAMAGED: expected {check.expected}, found {check.found}"
        typer.echo(f"{check.file}: {check.what}: {found}")
    typer.echo(f"{checked.folder.name}: {len(checked.checks)} checks, {len(checked.failures)} failed")
    raise typer.Exit(0 if checked.is_whole else EnvironmentFault.exit_code)


@app.command()
def releases(folder: Annotated[Path | None, typer.Option("--releases", metavar="DIR")] = None) -> None:
    """List the releases, the current one marked: version, id, when it became current first, what is in it."""
    from spaceaccord.pipeline.comparing import list_editions

    for line in list_editions(_settings(releases=folder).releases):
        typer.echo(line)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="current, previous, a version, an id or a folder.")],
    new: Annotated[str, typer.Argument(metavar="B", help="The later release; likewise.")] = "current",
    releases: Releases = None,
    format: Annotated[str, typer.Option(help="text json rdf-patch atom")] = "text",
) -> None:
    """Tell what changed between two releases: agreements added, changed field by field, withdrawn, and why."""
    from spaceaccord.pipeline.comparing import write_changes

    folder = _settings(releases=releases).releases
    for piece in write_changes(folder, old, new, format_name=format):
        typer.echo(piece, nl=False)


@app.command()
def rollback(
    release: Annotated[str, typer.Argument(metavar="[RELEASE]", help="[default: the last good one]")] = "",
    releases: Releases = None,
) -> None:
    """Make an earlier release current again; print its id."""
    from spaceaccord.release.keeping import roll_back

    typer.echo(roll_back(_settings(releases=releases).releases, release))


@app.command()
def prune(
    keep: Annotated[int, typer.Option(metavar="N", help="How many releases stay, the latest ones.")],
    releases: Releases = None,
) -> None:
    """Remove old releases, never the current nor the last good one; print the ids of those removed."""
    from spaceaccord.release.keeping import prune

    for release_id in prune(_settings(releases=releases).releases, keep):
        typer.echo(release_id)


@app.command()
def doctor(releases: Releases = None) -> None:
    """Look whether this machine can build and serve; exit 3 where something is in the way."""
    from spaceaccord.pipeline.diagnosing import diagnose
    from spaceaccord.web.serving import ensure_port_is_free

    settings = _settings(releases=releases)
    found = list(diagnose(settings.releases, ensure_port_is_free=lambda: ensure_port_is_free(settings)))
    for finding in found:
        typer.echo(str(finding))
    raise typer.Exit(EnvironmentFault.exit_code if any(each.state == "fault" for each in found) else 0)


@app.command()
def serve(
    releases: Releases = None,
    host: Annotated[str | None, typer.Option(metavar="H", help="[default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(metavar="N", help="[default: 8000]")] = None,
) -> None:
    """Serve the current release; build one first where there is none."""
    from spaceaccord.release.opening import list_releases
    from spaceaccord.web.serving import ensure_port_is_free, run

    settings = _settings(releases=releases, host=host, port=port)
    ensure_port_is_free(settings)
    if not list_releases(settings.releases):
        _notes.print(_build(settings, None, None), style="dim")
    run(settings.releases, settings)


@app.command()
def query(
    file: Annotated[Path, typer.Argument(metavar="FILE.rq")],
    endpoint: Annotated[str | None, typer.Option(metavar="URL", help="Any SPARQL endpoint.")] = None,
    releases: Releases = None,
    format: Annotated[str, typer.Option(help="table json xml csv tsv turtle nt jsonld rdfxml")] = "table",
    param: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="A parameter of the query.")] = None,
) -> None:
    """Run a query file on the current release, or on any endpoint."""
    from spaceaccord.pipeline.querying import run_query
    from spaceaccord.store.port import QueryLimits

    settings = _settings(releases=releases)
    given = dict(_assignment(text) for text in param or [])
    answer = run_query(
        file,
        releases=settings.releases,
        endpoint=endpoint,
        format_name=format,
        parameters=given,
        limits=QueryLimits(
            seconds=settings.query_seconds,
            memory_bytes=settings.query_memory_mb << 20,
            max_rows=settings.max_rows,
            max_bytes=settings.max_bytes,
        ),
    )
    typer.echo(answer, nl=False)


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--param {text!r}: write NAME=VALUE")
    return name, value


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def _build(settings: Settings, data: Path | None, articles: Path | None) -> str:
    from spaceaccord.iris import Iris
    from spaceaccord.pipeline.building import build

    folder = data or shipped_folder("data")
    with _progress() as report:
        made = build(
            data=folder,
            articles=articles or folder / "articles",
            releases=settings.releases,
            iris=Iris(settings.base),
            progress=report,
        )
    typer.echo(made.release_id)
    counts = ", ".join(f"{number} {what}" for what, number in made.summary.items())
    shacl = made.report.describe_text(longest=0).splitlines()[0]
    return f"{counts}. SHACL: {shacl} Release in {settings.releases / made.release_id}"


def _settings(**given: object) -> Settings:
    return read_settings(**{key: value for key, value in given.items() if value is not None})


def _model_address() -> ModelAddress:
    from spaceaccord.language_model.asking import ModelAddress

    known = _settings()
    if not (known.llm_base_url and known.llm_model):
        raise UsageError("--llm: set SPACEACCORD_LLM_BASE_URL and SPACEACCORD_LLM_MODEL")
    key = known.llm_key.get_secret_value()
    return ModelAddress(base_url=known.llm_base_url, model=known.llm_model, key=key, cache=known.llm_cache)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Output is for standard output even while the bar is shown: `extract A > FILE` on a terminal must fill the file.
    with Progress(
        *columns, console=_notes, transient=True, redirect_stdout=False, disable=not _notes.is_terminal
    ) as shown:
        tasks: dict[str, int] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(stage, total=total)
            shown.update(tasks[stage], completed=done)  # type: ignore[arg-type]

        yield report


def main() -> None:
    """Run the command line; every error that we know ends in one sentence and its exit code."""
    try:
        app()
    except SpaceAccordError as error:
        _notes.print(f"spaceaccord: {error}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the outer edge: a bug of ours, told without a traceback unless asked for
        if os.environ.get("SPACEACCORD_DEBUG"):
            raise
        _notes.print(
            f"spaceaccord: a bug of ours: {type(error).__name__}: {error}. Set SPACEACCORD_DEBUG=1 for the traceback.",
            markup=False,
            soft_wrap=True,
        )
        sys.exit(70)
