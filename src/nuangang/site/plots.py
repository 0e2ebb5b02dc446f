"""Where the marks of charts and shaded cells go."""

from collections.abc import Mapping
from typing import Any


def shade(done: float, total: float) -> str:
    """Return the class that darkens a cell by the share that is done, in six steps."""
    share = done / total if total else 0
    return f"shade-{0 if not done else max(1, min(5, round(share * 5)))}"


def weeks_plot(weeks: list[Mapping[str, Any]], height: int = 160) -> dict[str, Any]:
    """Return where the parts of a stacked bar chart go: x in percent, y and heights in pixels.

    Each week is {"label", "values": [one number a series]}; `height` is that of the plot.
    """
    top = _round_up(max((sum(week["values"]) for week in weeks), default=0))
    width = 100 / max(1, len(weeks))
    bars = [_stack(i, week, width, height, top) for i, week in enumerate(weeks)]
    lines = [
        {"value": value, "y": round(height - value * height / top, 1)} for value in _ticks(top)
    ]
    return {"columns": bars, "lines": lines, "height": height}


def _stack(
    index: int, week: Mapping[str, Any], width: float, height: int, top: int
) -> dict[str, Any]:
    parts, reached, unit = [], 0.0, height / top
    for series, value in enumerate(week["values"], start=1):
        reached += value
        parts.append(
            {
                "series": series,
                "value": value,
                "tall": value * unit,
                "top": round(height - reached * unit, 1),
                "high": round(value * unit, 1),
            }
        )
    return {
        "label": week["label"],
        "now": week.get("now", False),
        "total": sum(week["values"]),
        "left": round(index * width, 3),
        "x": round(index * width + width * 0.16, 3),
        "middle": round((index + 0.5) * width, 3),
        "width": round(width * 0.68, 3),
        "full": round(width, 3),
        "parts": parts,
    }


def _round_up(value: float) -> int:
    """Return the smallest of 4, 10, 20, 40, 60, 80, 100, 200, 400 … that is not below `value`."""
    top = 4
    size = 10
    while top < value:
        top = next((step * size for step in (1, 2, 4, 6, 8) if step * size >= value), top)
        size *= 10
    return top


def _ticks(top: int) -> list[int]:
    return [0, top // 2, top]
