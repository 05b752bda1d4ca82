"""The text that Prometheus reads."""

from __future__ import annotations

from spaceaccord.web.metrics import QueryFigures, counter, gauges


def test_a_histogram_counts_what_is_at_most_each_bound() -> None:
    figures = QueryFigures()
    for seconds in (0.001, 0.002, 0.2, 100.0):
        figures.add("answered", seconds=seconds, worker_seconds=0.1, rows=2, size=10)

    lines = list(figures.lines())

    assert 'spaceaccord_query_seconds_bucket{outcome="answered",le="0.001"} 1' in lines
    assert 'spaceaccord_query_seconds_bucket{outcome="answered",le="0.0025"} 2' in lines
    assert 'spaceaccord_query_seconds_bucket{outcome="answered",le="60.0"} 3' in lines
    assert 'spaceaccord_query_seconds_bucket{outcome="answered",le="+Inf"} 4' in lines
    assert 'spaceaccord_query_seconds_sum{outcome="answered"} 100.203000' in lines
    assert 'spaceaccord_query_seconds_count{outcome="answered"} 4' in lines
    assert "spaceaccord_query_rows_total 8" in lines
    assert "spaceaccord_query_bytes_total 40" in lines


def test_each_figure_says_what_it_is() -> None:
    assert list(counter("things_total", "Things.", 12345678)) == [
        "# HELP spaceaccord_things_total Things.",
        "# TYPE spaceaccord_things_total counter",
        "spaceaccord_things_total 12345678",
    ]


def test_the_values_of_labels_are_escaped() -> None:
    assert list(gauges("x", "X.", "name", {'a"b\\c\nd': 1}))[-1] == 'spaceaccord_x{name="a\\"b\\\\c\\nd"} 1'
