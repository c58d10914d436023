"""What the engine added up, as numbers by column, chapter and item."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checklist.comparison.nation.places import Datasets
from checklist.comparison.selection import YEARS_LIMIT
from checklist.errors import Refused
from checklist.formats import query_engine
from checklist.formats.query_engine import CannotRead, Engine, EngineName, Row

ALL, BOTH, FOUND = "all", "both", "found"
"""The parts: every assessment of a track, only of hospitals with self and visitor in the year, and who was there at all."""
DUE, HOSPITALS, ASSESSMENTS, REGIONS = "", "hospitals", "assessments", "regions"
"""What a number counts that is no answer."""
Key = tuple[str, str, int, int, str | None]
"""A column: part, track, fiscal year, class, and the region or None for all of them."""


def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Wording:
    """An item of a version as a region words it."""

    region: str
    sheet: str
    sheet_name: str
    sheet_version: str
    version_name: str
    number: int
    scale: str
    chapter: str
    chapter_name: str
    item: str
    position: int
    text: str


@dataclass(frozen=True)
class Use:
    """How many assessments of a track a region has of a version in a year."""

    region: str
    track: str
    sheet: str
    sheet_version: str
    fiscal_year: int
    assessments: int
    hospitals: int


@dataclass
class NationSums:
    """The numbers of every column: answers by (chapter, item), where None is all of them; and what they rest on.

    `basis` are the items compared of each track with their chapters, `few` in how many regions an item was left out of a
    column, because fewer hospitals than `minimum` rated it there.
    """

    sheet: str
    first_year: int
    last_year: int
    minimum: int
    uses: Sequence[Use]
    wordings: Sequence[Wording]
    answers: dict[tuple[Key, str | None, str | None], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    heads: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    few: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    basis: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def years(self) -> range:
        """The years added up."""
        return range(self.first_year, self.last_year + 1)

    def regions(self) -> tuple[str, ...]:
        """The regions with any number, in order."""
        return tuple(sorted({key[4] for key in self.heads if key[4] is not None}))

    def take(self, row: Row) -> None:
        """Put one number in its place."""
        part, track, year, addon_class, region, chapter, item, value, number = row
        key = (part, track, year, addon_class, region)
        if part == "basis":
            self.basis[track][item] = chapter
        elif value == REGIONS:
            self.few[ALL, track, year, addon_class, None][item] += number
        elif value in (HOSPITALS, ASSESSMENTS):
            self.heads[key][value] += number
            if part == FOUND:
                self.heads[part, track, year, addon_class, None][value] += number
        else:
            self.answers[key, chapter, item][value] += number


@dataclass(frozen=True)
class Wish:
    """What to add up: the sheet that is used most and all years that are over everywhere, unless others are named."""

    sheet: str | None = None
    first_year: int | None = None
    last_year: int | None = None


def add_up(found: Datasets, engine: EngineName, wish: Wish) -> NationSums:
    """Ask an engine; raises Refused where it is missing, where files are damaged, or where there is nothing to add up."""
    try:
        with query_engine.opened(engine, found.relations) as opened:
            return _asked(opened, found, wish)
    except CannotRead as error:
        raise Refused(found.damaged() or f"計算できませんでした（{engine}）：{error}") from error


def _asked(engine: Engine, found: Datasets, wish: Wish) -> NationSums:
    ask = engine.ask
    uses = [Use(*row) for row in ask(_text("uses"), [])]
    sheet = wish.sheet or _most_used(uses)
    first, last = _years([one.fiscal_year for one in uses if one.sheet == sheet], found.running, wish)
    wordings = [one for one in (Wording(*row) for row in ask(_text("items"), [])) if one.sheet == sheet]
    chosen = [one for one in uses if one.sheet == sheet and first <= one.fiscal_year <= last]
    if not chosen:
        raise Refused(f"{first}年度から{last}年度までの、点検表 {sheet or '（なし）'} の提出済みの評価がありません。")
    sums = NationSums(sheet, first, last, found.minimum, chosen, wordings)
    span: Sequence[str | int] = (sheet, first, last)
    asked: Mapping[str, Sequence[str | int]] = {"standing": span, "used": span, "opened": (found.minimum,)}
    for name in ("standing", "used", "answered", "due", "judged", "opened"):
        engine.keep(name, _text(name), asked.get(name, ()))
    for row in ask(_text("sums"), []):
        sums.take(row)
    return sums


def _most_used(uses: Iterable[Use]) -> str:
    """The sheet of most assessments; of two that are used as often, always the same."""
    counts: Mapping[str, int] = _counted(uses)
    return min(counts, key=lambda code: (-counts[code], code), default="")


def _counted(uses: Iterable[Use]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in uses:
        counts[one.sheet] += one.assessments
    return counts


def _years(used: Sequence[int], running: int, wish: Wish) -> tuple[int, int]:
    """From when to when; a year that is not over would grow by single hospitals from one export to the next."""
    over = [year for year in used if year < running]
    last = wish.last_year or max(over, default=running - 1)
    first = wish.first_year or max(min(over, default=last), last - YEARS_LIMIT + 1)
    first = min(first, last) if wish.first_year is None else first
    if not 0 <= last - first < YEARS_LIMIT:
        raise Refused(f"初めの年度から終わりの年度まで、{YEARS_LIMIT}年以内で指定してください。")
    return first, last
