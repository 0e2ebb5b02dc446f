"""Where the marks of charts go."""

from hypothesis import given
from hypothesis import strategies as st

from nuangang.lib.sparkline import spark_path
from nuangang.site.plots import shade, weeks_plot

COUNTS = st.lists(st.lists(st.integers(0, 5000), min_size=3, max_size=3), min_size=1, max_size=30)


@given(COUNTS)
def test_stacks_stay_inside_the_plot_and_keep_their_sums(counts):
    weeks = [{"label": str(n), "values": values} for n, values in enumerate(counts)]
    plot = weeks_plot(weeks, height=160)
    top = plot["lines"][-1]["value"]
    assert top >= max(map(sum, counts))
    assert top <= max(4, 2.5 * max(map(sum, counts)))
    for column, values in zip(plot["columns"], counts, strict=True):
        tall = sum(part["tall"] for part in column["parts"])
        assert abs(tall - 160 * sum(values) / top) < 1e-6
        assert column["total"] == sum(values)
        assert 0 <= column["left"] <= column["x"] < column["x"] + column["width"] <= 100.01


@given(st.integers(0, 400), st.integers(0, 400))
def test_shade_tells_nothing_done_from_a_little_and_all(done, total):
    name = shade(min(done, total), total)
    assert (name == "shade-0") == (min(done, total) == 0)
    assert (name == "shade-5") >= (done >= total > 0)


def test_sparkline_passes_over_gaps_and_draws_a_flat_line_in_the_middle():
    assert spark_path([1, None, 3])[0] == "M0.0 18.0L100.0 2.0"
    assert spark_path([5, 5])[0] == "M0.0 10L100.0 10"
    assert spark_path([None]) == ("", "")
