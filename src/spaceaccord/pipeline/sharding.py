"""Articles converted to a file in shards, by one process or several: memory stays flat, the bytes are the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from spaceaccord.articles.reading import find_article_files
from spaceaccord.errors import EnvironmentFault
from spaceaccord.iris import Iris
from spaceaccord.language_model.asking import ModelAddress
from spaceaccord.pipeline.converting import convert
from spaceaccord.pipeline.extracting import Progress, no_progress
from spaceaccord.pipeline.knowledge import Knowledge
from spaceaccord.release.writing import QuadBlock, check_name, describe_blocks, is_compressed, write_blocks

# Articles of one shard: enough that handing over costs nothing, few enough that a dozen shards fit in memory.
SHARD_ARTICLES: Final = 64
# Shards that may be under way for each process; more would pile up where writing is slower than converting.
_AHEAD: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written to a file."""

    articles: int
    agreements: int
    quads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The blocks of some articles, and how many agreements they tell of."""

    blocks: tuple[QuadBlock, ...]
    articles: int
    agreements: int


@dataclass(frozen=True, slots=True)
class ShardConverter:
    """Converts shards; one a process, with all that it knows."""

    knowledge: Knowledge
    iris: Iris
    compressed: bool
    address: ModelAddress | None = None

    def convert(self, files: Sequence[Path]) -> Shard:
        """Return the blocks of `files`, in their order.

        Raises:
            BadInput: see `convert`.
        """
        made = convert(files, self.knowledge, iris=self.iris, address=self.address)
        blocks = describe_blocks(made.graphs.items(), compressed=self.compressed)
        return Shard(blocks=blocks, articles=len(files), agreements=made.agreements)


def convert_to_file(
    paths: Sequence[Path],
    output: Path,
    *,
    iris: Iris,
    jobs: int = 1,
    address: ModelAddress | None = None,
    progress: Progress = no_progress,
) -> Written:
    """Write one graph an article to `output`, in the order of the files; equal bytes whatever `jobs`.

    `address` is that of a language model whose reading goes to a second graph an article.

    Raises:
        BadInput: an article or a table cannot be used.
        UsageError: the name of `output` says no format that we write.
        EnvironmentFault: the file cannot be written, or a process was ended from outside; nothing is left behind.
    """
    check_name(output)
    files = find_article_files(paths)
    shards = [files[at : at + SHARD_ARTICLES] for at in range(0, len(files), SHARD_ARTICLES)]
    counts = {"articles": 0, "agreements": 0}

    def blocks() -> Iterator[QuadBlock]:
        known = _Known(base=iris.base, compressed=is_compressed(output), address=address)
        for shard in _convert(shards, known, jobs=jobs):
            counts["articles"] += shard.articles
            counts["agreements"] += shard.agreements
            progress("convert", counts["articles"], len(files))
            yield from shard.blocks

    quads = write_blocks(blocks(), output, base=iris.base)
    return Written(articles=counts["articles"], agreements=counts["agreements"], quads=quads)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a converter is made of, in a form that another process can be given."""

    base: str
    compressed: bool
    address: ModelAddress | None

    def converter(self) -> ShardConverter:
        return ShardConverter(Knowledge.read(), Iris(self.base), self.compressed, self.address)


def _convert(shards: Sequence[Sequence[Path]], known: _Known, *, jobs: int) -> Iterator[Shard]:
    if jobs < 2 or len(shards) < 2:
        yield from map(known.converter().convert, shards)
        return
    # Fresh processes: a fork would copy the threads of a progress bar in whatever state they are.
    pool = ProcessPoolExecutor(
        min(jobs, len(shards)), mp_context=get_context("spawn"), initializer=_start, initargs=(known,)
    )
    under_way: deque[Future[Shard]] = deque()
    waiting = iter(shards)
    try:
        for files in waiting:
            under_way.append(pool.submit(_convert_here, tuple(files)))
            if len(under_way) >= jobs * _AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool as error:
        raise EnvironmentFault(
            "a converting process was ended from outside, perhaps for want of memory. Try fewer --jobs."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


# What a process of the pool knows; set once, when it starts.
_here: list[ShardConverter] = []


def _start(known: _Known) -> None:
    _here.append(known.converter())


def _convert_here(files: Sequence[Path]) -> Shard:
    return _here[0].convert(files)
