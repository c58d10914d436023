"""How good an invented hospital is at each item, and how that changes from year to year."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from checklist.model.scales import ABCX, NOT_APPLICABLE
from checklist.model.sheets import Item

# No published distribution of ratings is known, by class or otherwise: all numbers here are made up.
_CLASS_EFFECTS = {"1": -0.45, "2": -0.35, "4": -0.4, "10": -0.25, "8": 0.3, "13": 0.35}
"""Chapters in which 加算2 hospitals differ from 加算1 hospitals; in the others they do not."""

_SERVICES: tuple[tuple[tuple[str, ...], int, float], ...] = (
    (("9-01", "9-02", "9-03", "9-04", "9-05", "9-06"), 90, 0.7),
    (("10-01", "10-02", "10-03"), 100, 0.6),
    (("10-04",), 80, 0.4),
    (("10-05",), 100, 0.4),
    (("6-07",), 150, 0.7),
    (("6-06",), 60, 0.4),
    (("7-02", "7-09", "7-10"), 80, 0.5),
    (("7-04",), 40, 0.3),
    (("7-07",), 120, 0.6),
    (("11-06",), 80, 0.4),
    (("10-08", "11-08"), 60, 0.5),
    (("12-04",), 60, 0.4),
    (("12-05",), 40, 0.3),
    (("1-17",), 3000, 0.25),
    (("8-05",), 3000, 0.08),
)
"""Items that do not apply together, below how many beds, and how often."""

BEST, MIDDLE, WORST = (one.code for one in ABCX.grades)
"""The grades of the sheets that an invented region uses."""
CRITICISED = (MIDDLE, WORST)

GOOD, FAIR = 0.0, -0.95
"""Thresholds: above the first an item gets the best grade, above the second the middle one, else the worst."""


@dataclass
class Quality:
    """The hidden truth about one hospital: a number for each item, and what visitors gave last year and this year."""

    addon_class: int
    missing: frozenset[str]
    levels: dict[str, float] = field(default_factory=dict)
    last_year: dict[str, str] = field(default_factory=dict)
    this_year: dict[str, str] = field(default_factory=dict)

    def applies(self, item: Item) -> bool:
        """Whether the hospital has what the item is about."""
        return self.addon_class in item.classes and item.code not in self.missing

    def improve(self, rng: Random) -> None:
        """One year of work: what visitors criticised gets better more often than not, the rest slips a little."""
        self.last_year, self.this_year = self.this_year, {}
        for code, level in self.levels.items():
            improved = self.last_year.get(code) in CRITICISED and rng.random() < 0.75
            self.levels[code] = level + rng.gauss(-0.14, 0.35) + (1.0 if improved else 0.0)


def difficulties(rng: Random, items: list[Item]) -> dict[str, float]:
    """How hard each item is for everybody."""
    return {item.code: rng.gauss(0, 0.5) for item in items}


def missing_services(rng: Random, beds: int) -> frozenset[str]:
    """Items about services that a hospital of this size does not offer."""
    found: set[str] = set()
    for codes, below, chance in _SERVICES:
        if beds < below and rng.random() < chance:
            found.update(codes)
    return frozenset(found)


def draw(rng: Random, addon_class: int, beds: int, items: list[Item], hard: dict[str, float]) -> Quality:
    """A hospital with an overall level and weak and strong chapters of its own."""
    level = rng.gauss(0.95, 0.35)
    effects = _CLASS_EFFECTS if addon_class == 2 else {}
    chapters = {code: rng.gauss(0, 0.35) + effects.get(code, 0.0) for code in sorted({i.chapter_code for i in items})}
    levels = {i.code: level + chapters[i.chapter_code] - hard[i.code] + rng.gauss(0, 0.7) for i in items}
    return Quality(addon_class, missing_services(rng, beds), levels)


def seen(rng: Random, level: float, leaning: float) -> str:
    """The value that somebody gives who leans to the strict or the mild side."""
    impression = level + leaning + rng.gauss(0, 0.3)
    if impression > GOOD:
        return BEST
    return MIDDLE if impression > FAIR else WORST


def value(rng: Random, quality: Quality, item: Item, leaning: float) -> str:
    """The value of an item, 該当なし included."""
    return seen(rng, quality.levels[item.code], leaning) if quality.applies(item) else NOT_APPLICABLE
