"""Where the shipped ontology, shapes, queries and data lie: the checkout's top level, or inside the wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: str) -> Path:
    """Return the folder `name` ("ontology", "shapes", "queries" or "data") of this installation.

    A checkout (editable install) wins over the copy in the wheel, so that an edit is seen at once.

    Raises:
        FileNotFoundError: the installation carries no such folder.
    """
    checkout = _PACKAGE.parent.parent
    for folder in (checkout / name, _PACKAGE / "shipped" / name):
        if folder.is_dir() and (folder.parent.name == "shipped" or (checkout / "pyproject.toml").is_file()):
            return folder
    raise FileNotFoundError(f"this installation carries no folder {name!r}")
