"""The line of one hospital over the years as SVG, the same for the screen and for paper: values at the points, no legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

_TOP = 24
START = 50
"""Where the scale of scores begins in every picture of points and lines, so that nobody seems to move because a scale did.

What lies below stands at the edge, marked, with its value.
"""
_LIGHT = {"ink": "#1c2733", "soft": "#52616f", "line": "#d3dce3", "accent": "#0f5c6e", "ground": "#ffffff"}
_DARK = {"ink": "#e6edf2", "soft": "#a9b8c4", "line": "#34444f", "accent": "#7cc4d4", "ground": "#18232b"}
_FONT = "'Noto Sans CJK JP','Hiragino Sans','Noto Sans JP',Meiryo,sans-serif"


@dataclass(frozen=True)
class Frame:
    """A size in pixels, with the room around the lines; `broken` years stand in two lines."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    beside: int
    broken: bool = False

    def x(self, place: int, many: int) -> float:
        """Where one of so many years stands, from the left."""
        across = self.width - self.left - self.right - 2 * self.beside
        return round(self.left + self.beside + across * (place / (many - 1) if many > 1 else 0.5), 1)

    def y(self, percent: float) -> float:
        """Where a percentage stands, from the top."""
        return round(_TOP + (self.height - _TOP - self.bottom) * (100 - at_edge(percent)) / (100 - START), 1)


WIDE, NARROW = Frame(620, 172, 50, 126, 28, 22), Frame(336, 196, 42, 94, 44, 18, broken=True)
"""For paper and tablets, and for a phone, where the letters of the wide one would be half as high."""


@dataclass(frozen=True)
class Spot:
    """One place on the line: what stands below it, the percentage (None for a gap), hollow while it may still change."""

    label: str
    percent: float | None
    hollow: bool = False


@dataclass(frozen=True)
class Range:
    """A range beside one place of the line, in percent, with the middle marked and a word for each."""

    place: int
    low: float
    middle: float
    high: float


def svg(spots: Sequence[Spot], beside: Range | None = None, on_screen: bool = False, frame: Frame = WIDE) -> str:
    """The picture; on a screen it follows the lightness that the reader chose."""
    parts = [_style(on_screen), *(_grid(frame, value) for value in (START, (START + 100) // 2, 100))]
    parts += [_labels(frame, place, len(spots), one) for place, one in enumerate(spots)]
    if beside:
        parts.append(_range(frame, beside, len(spots)))
    parts += _lines(frame, spots)
    for place, one in enumerate(spots):
        # A value below the middle of its range stands below its point, where the range does not cover it.
        under = beside is not None and place == beside.place and (one.percent or 0) < beside.middle
        parts.append(_spot((frame.x(place, len(spots)), frame.y(one.percent or 0)), one, under))
    size = f'viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    return f"{head}{''.join(parts)}</svg>"


def at_edge(percent: float) -> float:
    """Where a score stands: one below the scale at its edge."""
    return max(float(START), percent)


def halo(ground: str) -> str:
    """Of letters that may stand across a line of the scale: they are read before it."""
    return f"paint-order: stroke; stroke: {ground}; stroke-width: 4px; stroke-linejoin: round;"


def _style(on_screen: bool) -> str:
    """The colours as classes: what draws PDF knows no variables."""
    dark = f"@media (prefers-color-scheme: dark) {{ {_rules(_DARK)} }}" if on_screen else ""
    return f"<style>text {{ font-family: {_FONT}; }} {_rules(_LIGHT)} {dark}</style>"


def _rules(found: dict[str, str]) -> str:
    return " ".join(
        [
            f".ink {{ fill: {found['ink']}; {halo(found['ground'])} }} .soft {{ fill: {found['soft']}; }}",
            f".grid {{ stroke: {found['line']}; }} .own {{ stroke: {found['accent']}; fill: none; }}",
            f".dot {{ stroke: {found['accent']}; fill: {found['accent']}; }}",
            f".hollow {{ stroke: {found['accent']}; fill: {found['ground']}; }}",
            f".band {{ fill: {found['soft']}; fill-opacity: 0.28; }} .middle {{ stroke: {found['soft']}; }}",
        ]
    )


def _text(x: float, y: float, text: str, look: str, size: int, anchor: str = "middle", bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    piece = Markup('<text x="{}" y="{}" class="{}" font-size="{}" text-anchor="{}"{}>{}</text>')
    # As a plain text: added to one, a piece would escape it.
    return str(piece.format(x, y, look, size, anchor, Markup(weight), text))


def _grid(frame: Frame, value: float) -> str:
    y = frame.y(value)
    line = f'<line class="grid" x1="{frame.left}" x2="{frame.width - frame.right}" y1="{y}" y2="{y}" stroke-width="1"/>'
    return line + _text(frame.left - 6, y + 4, f"{value}％", "soft", 12, "end")


def _labels(frame: Frame, place: int, many: int, one: Spot) -> str:
    x, end = frame.x(place, many), frame.height - 8
    if not frame.broken:
        return _text(x, end, one.label, "soft", 12)
    return _text(x, end - 15, one.label[:4], "soft", 12) + _text(x, end, one.label[4:], "soft", 12)


def _range(frame: Frame, found: Range, many: int) -> str:
    """A box from the lower to the upper quartile, named at the right side."""
    x, low, middle, high = (
        frame.x(found.place, many),
        *(frame.y(one) for one in (found.low, found.middle, found.high)),
    )
    box = f'<rect class="band" x="{x - 17}" y="{high}" width="34" height="{max(2.0, low - high):.1f}" rx="4"/>'
    line = f'<line class="middle" x1="{x - 17}" x2="{x + 17}" y1="{middle}" y2="{middle}" stroke-width="2"/>'
    edge = frame.width - frame.right + 8
    # Names that would cover each other are pushed apart.
    first = high + 4
    second = max(middle + 4, first + 15)
    third = max(low + 4, second + 15)
    names = (f"上位4分の1 {found.high:g}", f"中央値 {found.middle:g}", f"下位4分の1 {found.low:g}")
    told = "".join(
        _text(edge, y, name, "soft", 12, "start") for y, name in zip((first, second, third), names, strict=True)
    )
    return box + line + told


def _lines(frame: Frame, spots: Sequence[Spot]) -> list[str]:
    """A stroke between neighbours that both have a value; to what may still change it is dashed."""
    found = []
    for place, (one, other) in enumerate(pairwise(spots)):
        if one.percent is not None and other.percent is not None:
            dash = ' stroke-dasharray="4 4"' if other.hollow else ""
            (x1, y1), (x2, y2) = (
                (frame.x(at, len(spots)), frame.y(value))
                for at, value in ((place, one.percent), (place + 1, other.percent))
            )
            found.append(f'<line class="own" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke-width="3"{dash}/>')
    return found


def _spot(where: tuple[float, float], one: Spot, under: bool) -> str:
    """The point of a year with its value above it, or below."""
    if one.percent is None:
        return ""
    x, y = where
    dot = f'<circle class="{"hollow" if one.hollow else "dot"}" cx="{x}" cy="{y}" r="5.5" stroke-width="3"/>'
    below = "▼" if one.percent < START else ""
    return dot + _text(x, y + 21 if under else y - 11, f"{below}{one.percent:.1f}", "ink", 14, bold=not one.hollow)
