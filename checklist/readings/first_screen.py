"""What stands on the first screen of a hospital or of the region, in words: the same on the screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.formats.tile import Tile


@dataclass(frozen=True)
class DateLine:
    """Something with a day: when, what, the way there; `late` where the day has passed."""

    day: str
    what: str
    href: str
    late: bool = False


@dataclass(frozen=True)
class HospitalScreen:
    """One hospital for its own leader and manager; its 得点率 comes from the comparison."""

    hospital_id: int
    name: str
    tiles: tuple[Tile, ...]
    dates: tuple[DateLine, ...]
    fictional: bool


@dataclass(frozen=True)
class LateHospital:
    """What is overdue at a hospital: the oldest step of a visit with its number of days, and how many improvement plans."""

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
    repeated: tuple[tuple[str, int, str], ...]
    """Chapter, how many findings came again there, and the list of them."""
