"""`spaceaccord link`: the ledger of links outward, from proposal to review, check and export."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from spaceaccord.resources import shipped_folder

link_app = typer.Typer(no_args_is_help=True, help="Links to Wikidata: propose, review, check, export.")

Data = Annotated[Path | None, typer.Option(metavar="DIR", help="Folder with reference/ and mappings/.")]
Endpoint = Annotated[str | None, typer.Option(metavar="URL", help="SPARQL endpoint (default: that of Wikidata).")]


@link_app.command()
def propose(
    data: Data = None,
    endpoint: Endpoint = None,
    dump: Annotated[Path | None, typer.Option(metavar="FILE", help="JSON lines instead of an endpoint.")] = None,
    most: Annotated[int, typer.Option(metavar="N", help="Stop at N candidates.")] = 20,
) -> None:
    """Look for items with the names of organisations that have no link yet; add them as candidates."""
    from spaceaccord.pipeline.outward import WIKIDATA_ENDPOINT, dump_source, endpoint_source, propose

    source = dump_source(dump) if dump else endpoint_source(endpoint or WIKIDATA_ENDPOINT)
    made = propose(data or shipped_folder("data"), source, most=most)
    for link in made:
        typer.echo(f"{link.subject_label} ~ {link.object_label} {link.object} ({link.comment})")
    typer.echo(f"{len(made)} candidates; decide with: spaceaccord link review", err=True)


@link_app.command()
def review(
    reviewer: Annotated[str, typer.Option(metavar="NAME", help="Who decides; stands in the ledger.")],
    data: Data = None,
) -> None:
    """Show each candidate; one key decides: y it is the same, n it is not, s later, q stop."""
    from spaceaccord.pipeline.outward import candidates, decide

    folder = data or shipped_folder("data")
    today = datetime.now(UTC).date().isoformat()
    for link in candidates(folder):
        typer.echo(
            f"{link.subject_label} <{link.subject}>\n  is {link.object_label} <{link.object}>? [y/n/s/q] ", nl=False
        )
        key = typer.getchar(echo=True).lower()
        typer.echo()
        if key == "q":
            break
        if key in ("y", "n"):
            decide(folder, link, accepted=key == "y", reviewer=reviewer, day=today)


@link_app.command()
def check(data: Data = None, endpoint: Endpoint = None) -> None:
    """Compare the published identities with the labels that the items have now; exit 1 where one is in doubt."""
    from spaceaccord.pipeline.outward import WIKIDATA_ENDPOINT, check

    doubts = check(data or shipped_folder("data"), endpoint or WIKIDATA_ENDPOINT)
    for doubt in doubts:
        typer.echo(f"{doubt.link.subject_label} {doubt.link.object}: {doubt.reason}")
    typer.echo(f"{len(doubts)} links in doubt", err=True)
    raise typer.Exit(1 if doubts else 0)


@link_app.command()
def export(
    data: Data = None,
    base: Annotated[str, typer.Option(metavar="IRI", help="Base of our IRIs.")] = "https://w3id.org/spaceaccord/",
) -> None:
    """Print QuickStatements that tell Wikidata's items of our IRIs."""
    from spaceaccord.pipeline.outward import quick_statements, read_links

    for statement in quick_statements(read_links(data or shipped_folder("data")).links, base=base):
        typer.echo(statement)
