"""How a release comes to be: written beside the others, put on the disk, named by its content, then made current."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from spaceaccord.errors import DamagedRelease
from spaceaccord.release.content import ReleaseContent, canonical_content
from spaceaccord.release.draft import Draft, check_attachments, content_digest
from spaceaccord.release.durable import UNFINISHED, exchange, faults_told, sync, sync_tree
from spaceaccord.release.history import Edition, edition_of, read_history
from spaceaccord.release.lock import build_lock
from spaceaccord.release.opening import open_intact_release
from spaceaccord.release.pointer import current_id, point_to

__all__ = ["STAGES", "ReleaseContent", "publish"]

# In their order; `publish` tells each when it begins.
STAGES: Final = (
    "clean",
    "statements",
    "identity",
    "dumps",
    "store",
    "description",
    "manifest",
    "sync",
    "rename",
    "switch",
    "done",
)
OnStage = Callable[[str], None]


def publish(content: ReleaseContent, releases: Path, *, on_stage: OnStage = lambda _: None) -> str:
    """Make a release of `content` in the folder `releases`, make it current, and return its id.

    Whatever happens on the way, `current` names the release of before or the whole new one. Content that is
    already published is not written again; damaged files of it are replaced, and `current` is set to it.

    Args:
        content: what to publish.
        releases: the folder of all releases; made where it is missing.
        on_stage: is told the name of each of `STAGES` as it begins.

    Raises:
        BadInput: a term that cannot be published; names the graph.
        ReleaseLocked: another build is at work in the folder.
        EnvironmentFault: the disk is full, read-only or not ours to write.
    """
    check_attachments(content.attachments)
    with faults_told(releases):
        releases.mkdir(parents=True, exist_ok=True)
        with build_lock(releases):
            on_stage("clean")
            _remove_unfinished(releases)
            with _without_collection():
                release_id = _publish_locked(content, releases, on_stage)
            on_stage("done")
            return release_id


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the collector of cycles out of the block: it would walk millions of strings, none of which is in a cycle.

    With it, ten times the triples took twelve times as long to write out.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _publish_locked(content: ReleaseContent, releases: Path, on_stage: OnStage) -> str:
    on_stage("statements")
    canonical = canonical_content(content)
    on_stage("identity")
    lines = canonical.dataset_lines()
    release_id = hashlib.sha256(lines).hexdigest()[:16]
    edition = edition_of(read_history(releases), release_id, current=current_id(releases))
    if not _is_published(releases / release_id, content_digest(content, canonical), edition):
        folder = releases / f"{UNFINISHED}{os.getpid()}"
        folder.mkdir()
        try:
            draft = Draft(
                folder=folder, content=content, canonical=canonical, lines=lines, id=release_id, edition=edition
            )
            draft.write(on_stage)
            on_stage("sync")
            sync_tree(folder)
            on_stage("rename")
            _put_in_place(folder, releases / release_id)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    on_stage("switch")
    point_to(releases, release_id)
    return release_id


def _is_published(folder: Path, content_sha256: str, edition: Edition) -> bool:
    """Tell whether `folder` already holds this very content as this edition, all bytes intact."""
    if not folder.exists():
        return False
    try:
        manifest = open_intact_release(folder).manifest
    except DamagedRelease:
        return False
    found = Edition(version=manifest.version, previous=manifest.previous)
    return (manifest.content_sha256, found) == (content_sha256, edition)


def _put_in_place(folder: Path, target: Path) -> None:
    """Give the finished `folder` the name `target`; what stood there goes the other way, in the same step."""
    if target.exists():
        exchange(folder, target)
    else:
        folder.replace(target)
    sync(target.parent)


def _remove_unfinished(releases: Path) -> None:
    """Remove what builds that died left behind; we hold the lock, so nobody is at work on it."""
    for path in releases.glob(f"{UNFINISHED}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
