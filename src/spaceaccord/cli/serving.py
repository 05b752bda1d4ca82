"""The verbs that answer: serve and query, and doctor, which looks whether they can."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spaceaccord.cli.options import Releases, assignment, settings_from
from spaceaccord.cli.publishing import build_release
from spaceaccord.cli.terminal import NOTES
from spaceaccord.errors import EnvironmentFault


def doctor(releases: Releases = None) -> None:
    """Look whether this machine can build and serve; exit 3 where something is in the way."""
    from spaceaccord.pipeline.diagnosing import diagnose
    from spaceaccord.web.serving import ensure_port_is_free

    settings = settings_from(releases=releases)
    found = list(diagnose(settings.releases, ensure_port_is_free=lambda: ensure_port_is_free(settings)))
    for finding in found:
        typer.echo(str(finding))
    raise typer.Exit(EnvironmentFault.exit_code if any(each.state == "fault" for each in found) else 0)


def serve(
    releases: Releases = None,
    host: Annotated[str | None, typer.Option(metavar="H", help="Default: 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(metavar="N", help="Default: 8000.")] = None,
) -> None:
    """Serve the current release; build one first where there is none."""
    from spaceaccord.release.opening import list_releases
    from spaceaccord.web.serving import ensure_port_is_free, run

    settings = settings_from(releases=releases, host=host, port=port)
    ensure_port_is_free(settings)
    if not list_releases(settings.releases):
        NOTES.print(build_release(settings, None, None), style="dim")
    run(settings.releases, settings)


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

    settings = settings_from(releases=releases)
    given = dict(assignment(text) for text in param or [])
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
