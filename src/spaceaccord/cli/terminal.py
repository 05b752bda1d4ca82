"""What people see beside the output, on standard error: notes and the progress of long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

NOTES = Console(stderr=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar a stage on standard error while it is a terminal; yield what reports stage, done and total."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Output is for standard output even while the bar is shown: `extract A > FILE` on a terminal must fill the file.
    with Progress(
        *columns, console=NOTES, transient=True, redirect_stdout=False, disable=not NOTES.is_terminal
    ) as shown:
        tasks: dict[str, int] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(stage, total=total)
            shown.update(tasks[stage], completed=done)  # type: ignore[arg-type]

        yield report
