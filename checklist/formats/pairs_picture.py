"""Two values for each of several rows as SVG: both points on one line, beside or under the name of the row, with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from checklist.formats.course_picture import START, at_edge, halo

_RIGHT, _TOP, _NAME, _LETTER, _VALUE = 54, 58, 16, 14, 58
"""Pixels: right of the scale, above the first row, of the line of a name, of a letter, and left of the scale for a value."""


@dataclass(frozen=True)
class Frame:
    """How wide the picture is and how high its rows are, in pixels; names stand `above` their points or beside the scale."""

    width: int
    row: int
    above: bool


WIDE, NARROW = Frame(800, 28, above=False), Frame(372, 44, above=True)
"""For tablets and larger screens, and for a phone."""
_LIGHT = {"ink": "#1c2733", "soft": "#52616f", "line": "#d3dce3", "join": "#b5c2cc", "first": "#5b6770",
          "second": "#0f5c6e", "ground": "#ffffff"}  # fmt: skip
_DARK = {"ink": "#e6edf2", "soft": "#a9b8c4", "line": "#34444f", "join": "#52616f", "first": "#c3ced7",
         "second": "#7cc4d4", "ground": "#18232b"}  # fmt: skip
_FONT = "'Noto Sans CJK JP','Hiragino Sans','Noto Sans JP',Meiryo,sans-serif"
_NEAR = 12
"""Pixels within which two points are told apart by one above the other."""


@dataclass(frozen=True)
class Pair:
    """One row: its name, and two percentages, None where there is no number."""

    name: str
    first: float | None
    second: float | None


def svg(pairs: Sequence[Pair], names: tuple[str, str], on_screen: bool = False, frame: Frame = WIDE) -> str:
    """The picture, the first hollow and the second full; on a screen it follows the lightness that the reader chose."""
    left = _left(pairs, frame)
    drawn = _Drawn(frame, left, max(frame.width, left + frame.width // 2), _TOP + frame.row * len(pairs) + 30)
    parts = [_style(on_screen), _legend(names, drawn.left)]
    parts += [_grid(drawn, value) for value in range(START, 101, 25)]
    parts += [_row(drawn, place, one) for place, one in enumerate(pairs)]
    size = f'viewBox="0 0 {drawn.width} {drawn.height}" width="{drawn.width}" height="{drawn.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


@dataclass(frozen=True)
class _Drawn:
    """A picture of one frame: where its scale begins, and its size; very long names make it wider than its frame."""

    frame: Frame
    left: int
    width: int
    height: int

    def x(self, percent: float) -> float:
        across = self.width - self.left - _RIGHT
        return round(self.left + across * (at_edge(percent) - START) / (100 - START), 1)


def _left(pairs: Sequence[Pair], frame: Frame) -> int:
    """Names beside the scale have the room that they need."""
    longest = max((len(one.name) for one in pairs), default=0)
    return 64 if frame.above else 8 + _LETTER * longest + _VALUE


def _style(on_screen: bool) -> str:
    """The colours as classes: what draws PDF knows no variables."""
    dark = f"@media (prefers-color-scheme: dark) {{ {_rules(_DARK)} }}" if on_screen else ""
    return f"<style>text {{ font-family: {_FONT}; }} {_rules(_LIGHT)} {dark}</style>"


def _rules(found: dict[str, str]) -> str:
    return (
        f"text {{ {halo(found['ground'])} }} .ink {{ fill: {found['ink']}; }} .soft {{ fill: {found['soft']}; }} .grid {{ stroke: {found['line']}; }} "
        f".join {{ stroke: {found['join']}; }} .first {{ stroke: {found['first']}; fill: {found['ground']}; }} "
        f".second {{ stroke: {found['second']}; fill: {found['second']}; }}"
    )


def _text(x: float, y: float, text: str, look: str, anchor: str = "middle") -> str:
    piece = Markup('<text x="{}" y="{}" class="{}" font-size="14" text-anchor="{}">{}</text>')
    # As a plain text: added to one, a piece would escape it.
    return str(piece.format(x, y, look, anchor, text))


def _dot(x: float, y: float, look: str) -> str:
    return f'<circle class="{look}" cx="{x}" cy="{y}" r="5.5" stroke-width="2.5"/>'


def _legend(names: tuple[str, str], left: int) -> str:
    first, second = names
    beside = left + 40 + _LETTER * len(first)
    return (
        _dot(left, 14, "first") + _text(left + 12, 19, first, "ink", "start")
        + _dot(beside, 14, "second") + _text(beside + 12, 19, second, "ink", "start")
    )  # fmt: skip


def _grid(drawn: _Drawn, value: int) -> str:
    x, end = drawn.x(value), drawn.height - 24
    # In pieces beside the points: a whole one went through the letters of every name.
    pause = f' stroke-dasharray="{drawn.frame.row - _NAME} {_NAME}"' if drawn.frame.above else ""
    start = _TOP + (_NAME if drawn.frame.above else 0)
    line = f'<line class="grid" x1="{x}" x2="{x}" y1="{start}" y2="{end}" stroke-width="1"{pause}/>'
    return line + _text(x, _TOP - 14, f"{value}％", "soft") + _text(x, drawn.height - 8, f"{value}％", "soft")


def _row(drawn: _Drawn, place: int, one: Pair) -> str:
    top, above = _TOP + drawn.frame.row * place, drawn.frame.above
    middle = top + (_NAME + 11 if above else drawn.frame.row // 2)
    name = _text(8, top + 12, one.name, "ink", "start") if above else _beside(drawn, middle, one.name)
    values = [(value, look) for value, look in ((one.first, "first"), (one.second, "second")) if value is not None]
    if not values:
        return name + _text(8 if above else drawn.left, middle + 4, "比較できる評定がありません", "soft", "start")
    return name + _points(middle, [(drawn.x(value), value, look) for value, look in values])


def _beside(drawn: _Drawn, middle: int, name: str) -> str:
    """A name at the scale, with a line to its points."""
    ends = f'x1="{drawn.left - _VALUE + 6}" x2="{drawn.width - 8}" y1="{middle}" y2="{middle}"'
    return f'<line class="grid row" {ends} stroke-width="1" stroke-opacity="0.5"/>' + _text(
        drawn.left - _VALUE, middle + 5, name, "ink", "end"
    )


def _points(middle: int, spots: Sequence[tuple[float, float, str]]) -> str:
    """One or both points (where, value, look) with their values outwards, one above the other where they are near."""
    parts = []
    across = [x for x, _, _ in spots]
    if len(spots) == 2:
        ends = f'x1="{across[0]}" x2="{across[1]}" y1="{middle}" y2="{middle}"'
        parts.append(f'<line class="join" {ends} stroke-width="3"/>')
    near = len(spots) == 2 and abs(across[0] - across[1]) < _NEAR
    for at, (x, value, look) in enumerate(spots):
        shift = (-4.5, 4.5)[at] if near else 0
        left = len(spots) == 2 and (x, at) == min((across[0], 0), (across[1], 1))
        told = f"{'◀' if value < START else ''}{value:.1f}"
        parts.append(_dot(x, middle + shift, look))
        parts.append(
            _text(x + (-11 if left else 11), middle + 5, told, "soft" if at == 0 else "ink", "end" if left else "start")
        )
    return "".join(parts)
