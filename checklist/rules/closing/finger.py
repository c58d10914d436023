"""A signature drawn by finger: how much a drawing may hold, and the picture that is made of it."""

from __future__ import annotations

from checklist.errors import Fault
from checklist.model.closing.report import Strokes

WIDTH, HEIGHT = 1000, 300
"""The field on which it is drawn, in its own units."""
MOST_STROKES, MOST_POINTS = 120, 3000


def faults(strokes: Strokes) -> list[Fault]:
    """Everything wrong with a drawing; none at all is fine, the typed name stands for itself."""
    points = sum(len(one) for one in strokes) // 2
    if len(strokes) > MOST_STROKES or points > MOST_POINTS:
        return [Fault("手書きの署名", "線が多すぎます。消して、もう一度書いてください。")]
    if any(len(one) < 2 or len(one) % 2 for one in strokes) or not all(_inside(one) for one in strokes):
        return [Fault("手書きの署名", "読み取れません。消して、もう一度書いてください。")]
    return []


def _inside(stroke: tuple[int, ...]) -> bool:
    whole = all(type(one) is int for one in stroke)
    return whole and all(0 <= x <= WIDTH for x in stroke[::2]) and all(0 <= y <= HEIGHT for y in stroke[1::2])


def svg(strokes: Strokes) -> str:
    """The drawing as a picture; numbers alone go into it, nothing that anybody has typed."""
    lines = "".join(f'<path d="{_path(one)}"/>' for one in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><g fill="none" stroke="#101820"'
        f' stroke-width="9" stroke-linecap="round" stroke-linejoin="round">{lines}</g></svg>'
    )


def _path(stroke: tuple[int, ...]) -> str:
    points = [f"{x} {y}" for x, y in zip(stroke[::2], stroke[1::2], strict=True)]
    # A tap without a move is a dot, which a path of one point would not draw.
    return f"M{' L'.join(points if len(points) > 1 else points * 2)}"
