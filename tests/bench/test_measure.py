"""What a line of the benchmark says of its targets."""

from tests.bench.measure import Line

REFERENCE = Line("bare", "", 100)


def test_what_has_failed_stays_failed():
    lost = Line("booking", "", 90, holds=False)

    assert lost.against(REFERENCE, at_least=0.5).holds is False
    assert lost.grown_from(REFERENCE, at_most=1.5).holds is False
    assert lost.within(at_most_ms=200).holds is False


def test_every_target_counts_and_is_named():
    line = Line("day", "", 120, queries=4).within(at_most_ms=200, queries=8)

    assert line.holds is True
    assert line.grown_from(REFERENCE, at_most=1.5).holds is True
    assert line.grown_from(REFERENCE, at_most=1.1).holds is False
    assert line.against(REFERENCE, at_least=1.3).holds is False
    assert line.grown_from(REFERENCE, at_most=1.1).target == "≤ 200 ms, ≤ 8 queries, growth ≤ 1.1"
    assert line.within(at_most_ms=200, queries=3).holds is False


def test_a_comparison_without_a_target_judges_nothing():
    line = Line("booking", "", 180).against(REFERENCE)

    assert (line.ratio, line.target, line.holds) == (1.8, "", None)
