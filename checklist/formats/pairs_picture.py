"""Two values for each of several rows as SVG: both points on one line under the name of the row, with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from checklist.formats.course_picture import START, at_edge

WIDTH = 420
_LEFT, _RIGHT, _TOP, _ROW, _NAME = 64, 54, 58, 44, 16
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


def svg(pairs: Sequence[Pair], names: tuple[str, str], on_screen: bool = False) -> str:
    """The picture, the first hollow and the second full; on a screen it follows the lightness that the reader chose."""
    height = _TOP + _ROW * len(pairs) + 30
    parts = [_style(on_screen), _legend(names)]
    parts += [_grid(value, height) for value in range(START, 101, 25)]
    parts += [_row(place, one) for place, one in enumerate(pairs)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
    return f"{head}{''.join(parts)}</svg>"


def _style(on_screen: bool) -> str:
    """The colours as classes: what draws PDF knows no variables."""
    dark = f"@media (prefers-color-scheme: dark) {{ {_rules(_DARK)} }}" if on_screen else ""
    return f"<style>text {{ font-family: {_FONT}; }} {_rules(_LIGHT)} {dark}</style>"


def _rules(found: dict[str, str]) -> str:
    return (
        f".ink {{ fill: {found['ink']}; }} .soft {{ fill: {found['soft']}; }} .grid {{ stroke: {found['line']}; }} "
        f".join {{ stroke: {found['join']}; }} .first {{ stroke: {found['first']}; fill: {found['ground']}; }} "
        f".second {{ stroke: {found['second']}; fill: {found['second']}; }}"
    )


def _x(percent: float) -> float:
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (at_edge(percent) - START) / (100 - START), 1)


def _text(x: float, y: float, text: str, look: str, anchor: str = "middle") -> str:
    piece = Markup('<text x="{}" y="{}" class="{}" font-size="14" text-anchor="{}">{}</text>')
    # As a plain text: added to one, a piece would escape it.
    return str(piece.format(x, y, look, anchor, text))


def _dot(x: float, y: float, look: str) -> str:
    return f'<circle class="{look}" cx="{x}" cy="{y}" r="5.5" stroke-width="2.5"/>'


def _legend(names: tuple[str, str]) -> str:
    first, second = names
    beside = _LEFT + 40 + 14 * len(first)
    return (
        _dot(_LEFT, 14, "first") + _text(_LEFT + 12, 19, first, "ink", "start")
        + _dot(beside, 14, "second") + _text(beside + 12, 19, second, "ink", "start")
    )  # fmt: skip


def _grid(value: int, height: int) -> str:
    x = _x(value)
    # In pieces beside the points: a whole one went through the letters of every name.
    pieces = f'y1="{_TOP + _NAME}" y2="{height - 24}" stroke-width="1" stroke-dasharray="{_ROW - _NAME} {_NAME}"'
    line = f'<line class="grid" x1="{x}" x2="{x}" {pieces}/>'
    return line + _text(x, _TOP - 14, f"{value}％", "soft") + _text(x, height - 8, f"{value}％", "soft")


def _row(place: int, one: Pair) -> str:
    y = _TOP + _ROW * place + 12
    parts = [_text(8, y, one.name, "ink", "start")]
    values = [(value, look) for value, look in ((one.first, "first"), (one.second, "second")) if value is not None]
    if not values:
        return parts[0] + _text(8, y + 19, "比較できる評定がありません", "soft", "start")
    across = [_x(value) for value, _ in values]
    middle = y + 15
    if len(values) == 2:
        parts.append(
            f'<line class="join" x1="{across[0]}" x2="{across[1]}" y1="{middle}" y2="{middle}" stroke-width="3"/>'
        )
    near = len(values) == 2 and abs(across[0] - across[1]) < _NEAR
    for at, ((value, look), x) in enumerate(zip(values, across, strict=True)):
        shift = (-4.5, 4.5)[at] if near else 0
        left = len(values) == 2 and (x, at) == min((across[0], 0), (across[1], 1))
        parts.append(_dot(x, middle + shift, look))
        parts.append(
            _text(
                x + (-11 if left else 11),
                middle + 5,
                f"{'◀' if value < START else ''}{value:.1f}",
                "soft" if at == 0 else "ink",
                "end" if left else "start",
            )
        )
    return "".join(parts)
