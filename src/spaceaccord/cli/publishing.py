"""The verbs for releases: build, verify, list, compare, set back, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spaceaccord.cli.options import Base, Releases, settings_from
from spaceaccord.cli.terminal import NOTES, progress
from spaceaccord.errors import EnvironmentFault
from spaceaccord.resources import shipped_folder
from spaceaccord.settings import Settings


def build(
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="Reference data, lexicon and articles.")] = None,
    articles: Annotated[Path | None, typer.Option(metavar="DIR", help="Other articles than DATA/articles.")] = None,
    releases: Releases = None,
    base: Base = None,
) -> None:
    """Build a release and make it the current one; print its id."""
    settings = settings_from(releases=releases, base=base)
    NOTES.print(build_release(settings, data, articles), style="dim")


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


def releases(folder: Annotated[Path | None, typer.Option("--releases", metavar="DIR")] = None) -> None:
    """List the releases, the current one marked: version, id, when it became current first, what is in it."""
    from spaceaccord.pipeline.comparing import list_editions

    for line in list_editions(settings_from(releases=folder).releases):
        typer.echo(line)


def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="current, previous, a version, an id or a folder.")],
    new: Annotated[str, typer.Argument(metavar="B", help="The later release; likewise.")] = "current",
    releases: Releases = None,
    format: Annotated[str, typer.Option(help="text json rdf-patch atom")] = "text",
) -> None:
    """Tell what changed between two releases: agreements added, changed field by field, withdrawn, and why."""
    from spaceaccord.pipeline.comparing import write_changes

    folder = settings_from(releases=releases).releases
    for piece in write_changes(folder, old, new, format_name=format):
        typer.echo(piece, nl=False)


def rollback(
    release: Annotated[str, typer.Argument(metavar="[RELEASE]", help="Default: the last good one.")] = "",
    releases: Releases = None,
) -> None:
    """Make an earlier release current again; print its id."""
    from spaceaccord.release.keeping import roll_back

    typer.echo(roll_back(settings_from(releases=releases).releases, release))


def prune(
    keep: Annotated[int, typer.Option(metavar="N", help="How many releases stay, the latest ones.")],
    releases: Releases = None,
) -> None:
    """Remove old releases, never the current nor the last good one; print the ids of those removed."""
    from spaceaccord.release.keeping import prune

    for release_id in prune(settings_from(releases=releases).releases, keep):
        typer.echo(release_id)


def build_release(settings: Settings, data: Path | None, articles: Path | None) -> str:
    """Build a release, make it the current one, print its id; return what is in it, in one sentence for people."""
    from spaceaccord.iris import Iris
    from spaceaccord.pipeline.building import build

    folder = data or shipped_folder("data")
    with progress() as report:
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
