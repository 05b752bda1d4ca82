"""The command line: parses, calls one verb, prints; its modules hold the verbs by subject."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from spaceaccord import __version__
from spaceaccord.cli.conversion import convert, extract, validate
from spaceaccord.cli.link import link_app
from spaceaccord.cli.publishing import build, diff, prune, releases, rollback, verify
from spaceaccord.cli.serving import doctor, query, serve
from spaceaccord.cli.terminal import NOTES
from spaceaccord.errors import SpaceAccordError

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Agreements on space cooperation as linked data, each fact with the words that say so.",
    epilog="Exit codes: 0 fine, 1 the data is wrong, 2 usage, 3 environment, 70 a bug of ours.",
)
for _verb in (extract, convert, validate, build, verify, releases, diff, rollback, prune, doctor, serve, query):
    app.command()(_verb)
app.add_typer(link_app, name="link")


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; every error that we know ends in one sentence and its exit code."""
    try:
        app()
    except SpaceAccordError as error:
        NOTES.print(f"spaceaccord: {error}", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the outer edge: a bug of ours, told without a traceback unless asked for
        if os.environ.get("SPACEACCORD_DEBUG"):
            raise
        NOTES.print(
            f"spaceaccord: a bug of ours: {type(error).__name__}: {error}. Set SPACEACCORD_DEBUG=1 for the traceback.",
            markup=False,
            soft_wrap=True,
        )
        sys.exit(70)
