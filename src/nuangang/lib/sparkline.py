"""A number's course as a line as small as a word."""

from markupsafe import Markup, escape


def spark_path(values: list[float | None]) -> tuple[str, str]:
    """Return two SVG paths in a 100 × 20 box: the line through `values`, and its last point."""
    known = [value for value in values if value is not None]
    if not known:
        return "", ""
    low, high = min(known), max(known)
    step, height = 100 / max(1, len(values) - 1), (high - low) or 1
    points = [
        f"{round(i * step, 1)} {round(18 - (value - low) / height * 16, 1) if high > low else 10}"
        for i, value in enumerate(values)
        if value is not None
    ]
    return "M" + "L".join(points), f"M{points[-1]}h0"


def sparkline(values: list[float | None], text: str) -> Markup:
    """Return the course of a number as a small line; `text` says it to those who don't see it."""
    line, last = spark_path(values)
    return Markup(  # noqa: S704 - the paths are numbers, the words escaped
        '<span class="nowrap"><svg class="spark" viewBox="0 0 100 20" preserveAspectRatio="none"'
        f' role="img" aria-label="{escape(text)}"><path d="{line}"/>'
        f'<path class="last" d="{last}"/></svg></span>'
    )
