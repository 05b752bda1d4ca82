"""What was found in an article shown to people: in colour on a terminal, or as one page of HTML that needs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from rich.console import Console
from rich.table import Table
from rich.text import Text

from spaceaccord.errors import EnvironmentFault
from spaceaccord.pipeline.explained import ExplainedArticle, ExplainedThing, explain
from spaceaccord.pipeline.extracting import ReadArticle
from spaceaccord.pipeline.marked_text import Segment
from spaceaccord.pipeline.printable import printable, printable_line

_STYLES: Final = {
    "type": "bold cyan",
    "name": "cyan",
    "title": "cyan",
    "status": "magenta",
    "party": "bold green",
    "party, else": "green",
    "body": "green",
    "date": "bold yellow",
    "place": "blue",
    "event": "bold blue",
    "signatory": "bold red",
    "topic": "underline",
    "relation": "italic magenta",
    "participant": "green",
}


def write_explained(read: Iterable[ReadArticle], folder: Path | None) -> int:
    """Explain each article: as `folder`/NAME.html, or on standard output, in colour where that is a terminal.

    Returns:
        The number of articles.

    Raises:
        EnvironmentFault: the folder cannot be written.
    """
    count = 0
    console = Console()
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        for text in read:
            count += 1
            explained = explain(text)
            if folder:
                (folder / f"{Path(text.article.name).stem}.html").write_text(describe_page(explained), encoding="utf-8")
            else:
                print_explained(explained, console)
    except OSError as error:
        raise EnvironmentFault(f"{folder}: {error.strerror}. Choose a folder that you may write to.") from error
    return count


def describe_page(explained: ExplainedArticle) -> str:
    """Return one page of HTML: no script, no request to anywhere, every character of the text escaped."""
    environment = Environment(
        loader=PackageLoader("spaceaccord.pipeline", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    environment.filters["line"] = printable_line
    environment.filters["features"] = features_line
    environment.filters["css"] = lambda field: field.replace(", ", "-")
    return environment.get_template("explained.html").render(article=explained, fields=tuple(_STYLES))


def print_explained(explained: ExplainedArticle, console: Console) -> None:
    """Print the text with its spans in colour, each followed by its numbers, then a table for each thing found.

    Nothing of the text reaches the terminal but what it shows: see `printable`.
    """
    console.rule(Text(printable_line(explained.title), style="bold"), align="left")
    text = Text()
    for segment in explained.segments:
        text.append(printable(segment.text), style=_style(segment))
        if segment.ends:
            text.append(f"[{','.join(map(str, segment.ends))}]", style="dim")
    console.print(text, soft_wrap=True, highlight=False)
    for heading, things in (
        ("Agreements", explained.agreements),
        ("Events", explained.events),
        ("Reported beside", explained.reported),
    ):
        console.rule(f"{heading}: {len(things)}", align="left")
        for thing in things:
            console.print(_table(thing), highlight=False)
            if thing.features:
                console.print(Text(f"made of {features_line(thing)}", style="dim"), soft_wrap=True, highlight=False)
            console.print()


def features_line(thing: ExplainedThing) -> str:
    """Return what a confidence is made of, on one line: "verb 1, linked parties 0.5"."""
    return ", ".join(f"{name.replace('_', ' ')} {value:.2g}" for name, value in thing.features)


def _style(segment: Segment) -> str:
    if segment.is_noise:
        return "dim strike"
    return _STYLES.get(segment.field, "dim" if segment.is_background else "")


def _table(thing: ExplainedThing) -> Table:
    sure = "" if thing.confidence is None else f"  confidence {thing.confidence:.2f}"
    title = Text(f"{thing.id} {printable_line(thing.title)}{sure}".strip(), style="bold")
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="dim", show_edge=False)
    for name in ("#", "field", "value", "words", "rule", "sure", "got"):
        table.add_column(name, overflow="fold", no_wrap=name in ("#", "sure"))
    for reason in thing.reasons:
        table.add_row(
            str(reason.number),
            Text(reason.field, style=_STYLES.get(reason.field, "")),
            Text(printable_line(reason.value)),
            Text(printable_line(reason.quote)),
            Text(printable_line(reason.rule)),
            f"{reason.confidence:.2f}",
            reason.derivation if reason.modality == "asserted" else f"{reason.derivation}, {reason.modality}",
        )
    return table
