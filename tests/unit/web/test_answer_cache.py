"""Finished answers are kept within a bound."""

from __future__ import annotations

from spaceaccord.web.answer_cache import AnswerCache, FinishedAnswer


def _answer(size: int) -> FinishedAnswer:
    return FinishedAnswer(body=b"x" * size, content_type="text/plain", etag='"1"')


def test_an_answer_comes_back_by_its_key() -> None:
    cache = AnswerCache(max_bytes=10_000)
    cache.put(("a", "b"), _answer(10))

    assert cache.get(("a", "b")) == _answer(10)
    assert cache.get(("a",)) is None


def test_the_answer_that_was_used_least_recently_goes_first() -> None:
    cache = AnswerCache(max_bytes=3000)
    for name in "abc":
        cache.put((name,), _answer(400))
    cache.get(("a",))
    cache.put(("d",), _answer(400))

    assert [cache.get((name,)) is not None for name in "abcd"] == [True, False, True, True]


def test_an_answer_that_is_too_large_is_not_kept() -> None:
    cache = AnswerCache(max_bytes=10_000, largest=1000)
    cache.put(("a",), _answer(1001))

    assert cache.get(("a",)) is None
