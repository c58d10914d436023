"""What stands on the first screen of a hospital or of the region, in words: the same on the screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.comparison.own_position import Band


@dataclass(frozen=True)
class Tile:
    """One figure with what it is made of and the way there; `tone` is late, now or an empty text."""

    title: str
    figure: str
    detail: str
    href: str
    tone: str = ""


@dataclass(frozen=True)
class Point:
    """得点率 of a year; None where there is none, `running` while the year is not over."""

    fiscal_year: int
    percent: float | None
    running: bool = False


@dataclass(frozen=True)
class Course:
    """The own hospital over the years with the band of comparable hospitals in `year`, the last one that is over.

    `year` is 0 where none is. `sentence` says what the picture shows, `notes` what it is made of.
    """

    sentence: str
    points: tuple[Point, ...]
    band: Band | None
    year: int
    href: str
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the picture shows, for those who do not see it."""
        shown = [
            f"{one.fiscal_year}年度{'（途中）' if one.running else ''} {one.percent:.1f}％"
            for one in self.points
            if one.percent is not None
        ]
        return f"{self.sentence}{'、'.join(shown)}。" if shown else self.sentence


@dataclass(frozen=True)
class ChapterLine:
    """A chapter with its 得点率, and what the visitors wrote there (empty where nothing)."""

    name: str
    percent: float
    remark: str
    href: str
    remark_href: str = ""


@dataclass(frozen=True)
class DateLine:
    """Something with a day: when, what, the way there; `late` where the day has passed."""

    day: str
    what: str
    href: str
    late: bool = False


@dataclass(frozen=True)
class HospitalScreen:
    """One hospital for its own leader and manager."""

    hospital_id: int
    name: str
    tiles: tuple[Tile, ...]
    course: Course
    strengths: tuple[ChapterLine, ...]
    weaknesses: tuple[ChapterLine, ...]
    dates: tuple[DateLine, ...]
    fictional: bool


@dataclass(frozen=True)
class LateHospital:
    """What is overdue at a hospital: steps of visits with their number of days, and how many improvement plans."""

    name: str
    what: str
    days: int
    plans: int
    href: str


@dataclass(frozen=True)
class RegionScreen:
    """The region for its secretariat; `late` has the longest first, `more` counts those that are not named here."""

    tiles: tuple[Tile, ...]
    late: tuple[LateHospital, ...]
    more: int
    repeated: tuple[tuple[str, int], ...]
