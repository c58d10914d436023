"""Names beside and in pictures: in lines that fit, no word torn where it can be helped, none across another."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence

from markupsafe import Markup

from checklist import words
from checklist.model.plan import Place
from checklist.ui import markup
from checklist.ui.colors import ACCENT

LABEL_WIDTH = 14
"""Letters in a line beside a picture."""
WIDER = 2
"""So many letters more are better than a torn word."""
LEGEND_WIDTH, LEGEND_LINE = 14, 30
"""Letters of all names in one line of a legend on a phone, and pixels of such a line."""
_SIGN, _BESIDE_NAMES = 45, 560
"""Pixels before a name in a legend, and of its line on a tablet: the library gives it the field beside the chapters."""
LEVEL = 4
"""So many years stand beside each other in one line on a phone."""
_NEVER_FIRST = frozenset("ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々・、。）」ヶ")
_WORDS = frozenset(
    ("病院", "医療", "総合", "記念", "市民", "国立", "県立", "市立", "法人", "機構", "大学", "安全", "管理", "患者")
)
"""Words of names and chapters whose letters are of one writing."""
_WITHIN = 3
"""From here on, a line may rather be a little longer."""
SIDES = ("top center", "bottom center", "middle right", "middle left")
"""Where a name may stand beside a sign, in the words of the library, the best first."""
LETTER, LINE_HEIGHT = 7, 15
"""Pixels of a letter of half width and of a line."""
_Box = tuple[float, float, float, float]


def label(name: str, width: int = LABEL_WIDTH, href: str = "") -> Markup:
    """A name in lines that fit beside the picture, with the way to what it is made of, if there is one."""
    told = markup.lines(name_lines(name, width))
    # The library encodes once more what is encoded; between the groups of an address a comma may stand as it is.
    href = href.replace("%2C", ",")
    return Markup('<a href="{}" target="_self" style="color:{}">{}</a>').format(href, ACCENT, told) if href else told


def name_lines(name: str, width: int) -> list[str]:
    """A name in as few lines as it fits in, broken where its writing changes, else in the middle: no letter is left alone.

    A word that would be torn stays whole where its line is not more than WIDER by that.
    """
    found, rest = [], name
    for lines in range(-(-len(name) // width), 1, -1):
        room = width + WIDER
        at = min(
            range(max(1, len(rest) - room * (lines - 1)), min(room, len(rest) - 1) + 1),
            key=lambda place: (
                rest[place] in _NEVER_FIRST,
                _torn(rest, place),
                _beyond(rest, place, width, lines),
                abs(place - len(rest) / lines),
            ),
        )
        if _torn(rest, at) >= _WITHIN and len(rest) <= room:
            break
        found.append(rest[:at].strip())
        rest = rest[at:]
    return [*found, rest.strip()]


def legend_lines(names: Collection[str], narrow: bool) -> int:
    """How many lines a legend has: on a phone, long names stand below each other."""
    if sum(map(len, names)) <= LEGEND_WIDTH:
        return 1
    lines, used = 1, 0
    for wide in (_SIGN + 15 * len(name) for name in names):
        if used and (narrow or used + wide > _BESIDE_NAMES):
            lines, used = lines + 1, 0
        used += wide
    return lines


def years(names: Sequence[str], so_far: Sequence[str] = ()) -> list[str]:
    """Years below a picture in so many lines that they stand level beside each other on a phone, too.

    Below the one that is not over stands how far it is (`so_far`).
    """
    level = [
        "<br>".join([name.replace("（", "<br>（"), *(small(so_far) if words.RUNNING in name else ())]) for name in names
    ]
    return level if len(names) <= LEVEL else [name.replace("年度", "<br>年度") for name in level]


def small(lines: Sequence[str]) -> list[Markup]:
    """Lines that say more of what stands above them in a picture."""
    return [Markup('<span style="font-size:12px">{}</span>').format(one) for one in lines]


def _torn(text: str, at: int) -> int:
    """How far a line that begins here tears what belongs together: least behind a dot, most within a word."""
    if text[at - 1] in "・、 　":
        return 0
    if text[at - 1] in "がヶケ" or text[at - 1 : at + 1] in _WORDS:
        return 4
    before, here, after = (_writing(text, place) for place in (at - 1, at, at + 1))
    if before == here:
        return _WITHIN
    # One letter between others is an ending (引継ぎ) or a particle (報告書の).
    return 2 if here == "HIRAGANA" and after != here else 1


def _writing(text: str, at: int) -> str:
    return unicodedata.name(text[at], "?").split()[0].partition("-")[0] if at < len(text) else ""


def _beyond(text: str, at: int, width: int, lines: int) -> int:
    """How many letters more than the width one of the lines has."""
    return max(0, at - width, len(text) - at - width * (lines - 1))


def sides(
    spots: Sequence[Place],
    letters: Sequence[int],
    field: tuple[float, float] = (300, 300),
    edge: float = 20,
    sign: float = 7,
    soft: int = 0,
) -> list[str]:
    """On which side of its place on a map (north, east) each name of so many half-width letters stands; "" without room.

    So that on a phone, too, no name lies over another nor over a sign; the first win. `field` are the pixels of all places
    there (across, up), `edge` those beyond them on either side, and `sign` those from the middle of a sign to its edge.
    The last `soft` places are rather covered by a name than that it is left out.
    """
    xs, ys = (_pixels([spot[1 - side] for spot in spots], field[side]) for side in (0, 1))
    signs = [(x - sign, y - sign, x + sign, y + sign) for x, y in zip(xs, ys, strict=True)]
    kept: list[_Box] = []
    found = []
    for at, (x, y, long) in enumerate(zip(xs, ys, letters, strict=True)):
        others = [*kept, *(one for place, one in enumerate(signs[: len(signs) - soft]) if place != at)]
        places = [(side, box) for side, box in _boxes(x, y, long * LETTER, sign) if _inside(box, field[0], edge)]
        free = [(side, box) for side, box in places if not any(_meets(box, one) for one in others)]
        best = min(
            free, key=lambda one: sum(_meets(one[1], other) for other in signs[len(signs) - soft :]), default=None
        )
        found.append(best[0] if best else "")
        kept += [best[1]] if best else []
    return found


def _pixels(values: Sequence[float], field: float) -> list[float]:
    low = min(values, default=0.0)
    wide = max(values, default=0.0) - low or 1.0
    return [field * (value - low) / wide for value in values]


def _boxes(x: float, y: float, wide: float, sign: float) -> Iterator[tuple[str, _Box]]:
    """What a name would cover on each side of a sign: left, lower, right and upper edge."""
    half, high = wide / 2, LINE_HEIGHT / 2
    ends = ((x - half, y + sign), (x - half, y - sign - 2 * high), (x + sign, y - high), (x - sign - wide, y - high))
    for side, (left, low) in zip(SIDES, ends, strict=True):
        yield side, (left, low, left + wide, low + 2 * high)


def _inside(box: _Box, wide: float, edge: float) -> bool:
    return box[0] >= -edge and box[2] <= wide + edge


def _meets(box: _Box, other: _Box) -> bool:
    left, low, right, up = box
    return left < other[2] and other[0] < right and low < other[3] and other[1] < up
