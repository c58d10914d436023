"""The invented hospitals with their filings and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from random import Random

from checklist.demo import names, places
from checklist.demo.cast import Cast
from checklist.model.accounts import Person, Role
from checklist.model.hospitals import Addon, Filing, Hospital, HospitalKind, Profile
from checklist.model.sheets import Module
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.hospitals import hospitals, lacking_modules

PASSWORD = "kakuu-demo-2026"
"""The one password of every invented account; it opens nothing but invented data."""

SPECIAL_FROM = 12
"""From this many hospitals on, one is a 特定機能病院 and one an external partner."""


_DEPARTMENTS: tuple[tuple[Module, int, float], ...] = (
    (Module.DIALYSIS, 120, 0.5),
    (Module.OBSTETRICS, 250, 0.8),
    (Module.PAEDIATRICS, 200, 0.7),
    (Module.EMERGENCY, 100, 0.6),
    (Module.SURGERY, 80, 0.6),
    (Module.ENDOSCOPY, 80, 0.4),
    (Module.RADIOTHERAPY, 350, 0.9),
    (Module.PSYCHIATRY, 500, 0.8),
)
"""Departments that a hospital may be without, below how many beds, and how often; made up."""


@dataclass(frozen=True)
class Member:
    """One hospital with the ids of its people; `addon_class` 0 means no filing."""

    id: int
    addon_class: int
    beds: int
    manager: int
    leader: int
    evaluators: tuple[int, ...]
    external: bool = False
    lacking: frozenset[Module] = frozenset()

    @property
    def profile(self) -> Profile:
        """What the hospital is in all the years."""
        return Profile(self.addon_class or None, self.lacking)


@dataclass(frozen=True)
class Offices:
    """The ids of those who run the region."""

    secretariat: int
    admin: int


@cache
def _hash() -> str:
    """The hash of the one password: made to be slow, so it is made once."""
    return people.hash_password(PASSWORD)


class Recruiter:
    """Makes accounts, all with the same password."""

    def __init__(self, act: Act, rng: Random) -> None:
        self._act, self._rng = act, rng

    def add(self, login: str, role: Role, hospital_id: int | None = None, center: bool = False) -> int:
        """Insert an account and return its id."""
        person = Person(
            0, login, names.person(self._rng), hospital_id, center, frozenset({role}), True, f"{login}@example.jp"
        )
        return people.add_hashed(self._act, person, _hash())


def classes(count: int) -> list[int]:
    """The class of each hospital: 加算1 and 加算2 in turn, at least two 加算1; 0 for the special ones at the end."""
    special = 2 if count >= SPECIAL_FROM else 0
    ordinary = count - special
    ones = max(2, ordinary // 2)
    turns = [1 if place % 2 == 0 and place // 2 < ones else 2 for place in range(ordinary)]
    return turns + [0] * special


def add_all(cast: Cast, rng: Random, offices: Offices, count: int, opened: datetime, first_year: int) -> list[Member]:
    """Write so many hospitals, by the secretariat, and the people in them, by the administrator."""
    secretariat, recruiter = cast.act(offices.secretariat, opened), Recruiter(cast.act(offices.admin, opened), rng)
    titles = names.hospital_names(count)
    found = []
    for place, addon_class in enumerate(classes(count)):
        external = addon_class == 0 and place == count - 1
        traits = (place, titles[place], addon_class, external)
        found.append(_add(secretariat, rng, recruiter, traits, first_year))
    return found


def _beds(rng: Random, addon_class: int) -> int:
    if addon_class == 0:
        return rng.randrange(600, 801, 10)
    low, high, peak = (180, 800, 320) if addon_class == 1 else (20, 260, 90)
    return int(rng.triangular(low, high, peak))


def _add(act: Act, rng: Random, recruiter: Recruiter, traits: tuple[int, str, int, bool], first_year: int) -> Member:
    place, name, addon_class, external = traits
    code, beds = f"H{place + 1:03}", _beds(rng, addon_class)
    if external:
        name, beds = "架空県外連携病院", 240
    # A 特定機能病院 cannot claim the add-on and so files nothing; its evaluators still come along.
    advanced = addon_class == 0 and not external
    kind = HospitalKind.ADVANCED_TREATMENT if advanced else HospitalKind.GENERAL
    name = "架空大学病院" if advanced else name
    hospital = Hospital(
        0, code, name, names.founder(rng), names.address(rng, place), beds, kind, external, rng.random() < 0.4
    )
    hospital_id = hospitals.save(act, places.put(hospital, place))
    if addon_class:
        _file(act, rng, hospital_id, addon_class, first_year)
    if external:
        return Member(hospital_id, 0, beds, 0, 0, (), external=True)
    # Chances of its own, so that the rest of the region does not depend on them.
    dice = Random(f"{code} {beds}")
    lacking = frozenset(one for one, below, chance in _DEPARTMENTS if dice.random() < chance and beds < below)
    if lacking:
        lacking_modules.declare(act, hospital_id, lacking)
    # 加算2 has to be evaluated, and has no duty to visit anybody.
    staff = _staff(recruiter, code.lower(), hospital_id, addon_class != 2)
    return Member(hospital_id, addon_class, beds, *staff, lacking=lacking)


def _file(act: Act, rng: Random, hospital_id: int, addon_class: int, first_year: int) -> None:
    """File both add-ons from a quarter before the first year on."""
    since = date(first_year - rng.randint(0, 3), rng.choice((1, 4)), 1)
    marks = {Addon.SAFETY: "医安", Addon.REGIONAL: "医連", Addon.INFECTION: "感向"}
    # Every fifth of the smaller ones has filed 感染対策向上加算3 instead of 2, and one in seven of all has filed none.
    infection = 0 if hospital_id % 7 == 0 else 3 if addon_class == 2 and hospital_id % 5 == 0 else addon_class
    for addon, filed in zip(Addon, (addon_class, addon_class, infection), strict=True):
        if filed:
            number = f"（架空{marks[addon]}{filed}）第{hospital_id:03}号"
            hospitals.save_filing(act, Filing(0, hospital_id, addon, filed, since, None, number))


def _staff(recruiter: Recruiter, code: str, hospital_id: int, visits_others: bool) -> tuple[int, int, tuple[int, ...]]:
    """A safety manager, a leader, and two evaluators where the hospital visits others."""
    manager = recruiter.add(f"manager.{code}", Role.SAFETY_MANAGER, hospital_id)
    leader = recruiter.add(f"leader.{code}", Role.LEADER, hospital_id)
    turns = (1, 2) if visits_others else ()
    evaluators = tuple(recruiter.add(f"evaluator{turn}.{code}", Role.EVALUATOR, hospital_id) for turn in turns)
    return manager, leader, evaluators


def add_offices(act: Act, rng: Random) -> Offices:
    """Write the secretariat, the support centre and the administrator."""
    recruiter = Recruiter(act, rng)
    secretariat = recruiter.add("secretariat", Role.SECRETARIAT)
    recruiter.add("center", Role.CENTER_STAFF, center=True)
    return Offices(secretariat, recruiter.add("admin", Role.ADMIN))
