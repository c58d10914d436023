"""Whatever a reader chooses, no unnamed hospital and no group below the minimum can be worked out of the numbers.

Every selection is asked for; which answers each number shown is made of is found out again here, from the raw rows
and by the written rule, and must give that number exactly. The numbers are then the right-hand sides of linear
equations over what each unnamed hospital answered to each item, and linear algebra tells whether any combination of
them speaks of fewer than the minimum of hospitals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path
from random import Random

import numpy as np
import pytest
from sqlite_utils import Database

from checklist.comparison import comparison, track_comparison
from checklist.comparison.comparison import Cell, Group, Scope, Selection
from checklist.model.accounts import Principal, Role
from checklist.model.assessments import Track
from checklist.rules import disclosure
from checklist.store import db
from checklist.store.hospitals import hospitals
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import by

YEARS = (2023, 2024, 2025)
MINIMUM = 3
Unknown = tuple[str, int, str, int]
"""Track, year, item, hospital: what one unnamed hospital answered to one item in all assessments of that year."""


@dataclass(frozen=True)
class Answer:
    """One raw row."""

    track: str
    year: int
    hospital: int
    number: int | None
    version: str
    item: str
    value: str | None


def _rows(connection: Database) -> list[Answer]:
    """Every answer asked for in a submitted assessment; filings never change in these regions."""
    return [
        Answer(*row)
        for row in connection.execute(
            """SELECT a.track, a.fiscal_year, a.hospital_id,
                   (SELECT addon_class FROM filing WHERE filing.hospital_id = a.hospital_id),
                   v.code, item.code, rating.value
               FROM assessment a JOIN sheet_version v ON v.id = a.version_id JOIN item ON item.version_id = v.id
               LEFT JOIN rating ON rating.assessment_id = a.id AND rating.item_id = item.id
               WHERE a.state <> 'open'"""
        ).fetchall()
    ]


def _build(connection: Database, seed: int) -> Answers:
    """A random region: class sizes around the minimum, second visits, gaps, partners, and hospitals that opted in."""
    dice = Random(seed)
    codes = [f"H{place}" for place in range(dice.randint(9, 12))]
    classes: dict[str, int | None] = {code: dice.choice((1, 1, 1, 2, 2, None)) for code in codes}
    found = regions.build(connection, classes, MINIMUM, seed)
    external = hospitals.by_code(by(connection), "X").id
    codes_2 = ["1-01", "1-02", "1-04", "1-05", "2-01", "2-03"]
    for code, host in found.hospitals.items():
        for year, version in ((2023, "mini-1"), (2025, "mini-2")):
            if dice.random() < 0.7:
                visit = regions.add_visit(connection, host, external, year)
                items = codes_2 if version == "mini-2" else ["1-01", "1-02", "1-03", "2-01", "2-02"]
                given = {item: dice.choice(regions.VALUES) for item in items if dice.random() < 0.8}
                regions.add_assessment(connection, host, year, version, given, visit=visit)
        if code != "H0" and dice.random() < 0.5:
            regions.add_visit(connection, host, found.hospitals["H0"], 2024, "planned")
        if dice.random() < 0.7:
            connection.execute("UPDATE hospital SET shares_with_center = 1 WHERE id = ?", [host])
    return found


def _selections() -> Iterator[Selection]:
    spans = [(first, last) for first in YEARS for last in YEARS if first <= last]
    every = product(spans, (Track.SELF, Track.VISITOR), (None, "1", "2"), Scope, (None, 1, 2))
    for (first, last), track, chapter, scope, number in every:
        yield Selection(first, last, track, chapter, None, scope, number)
        if number is None and chapter is None:
            yield Selection(first, last, track, None, "mini", scope, None, (Group.CLASS_1, Group.OWN))
            yield Selection(first, last, track, None, None, scope, None, (Group.CLASS_2, Group.VISITS))


@dataclass(frozen=True)
class Number:
    """One number shown: in which kind of comparison, of which track, among whom, over which items at most."""

    by: str
    track: str
    narrow: bool
    base: frozenset[str]
    beside: tuple[str, ...]
    cell: Cell


@dataclass(frozen=True)
class Known:
    """What an attacker knows: the raw rows that may enter at all, and whose names the reader reads."""

    rows: tuple[Answer, ...]
    named: frozenset[int]
    own: int | None

    def taken(self, track: str, narrow: bool) -> list[Answer]:
        """The rows of a track, on demand only those of the own hospital and its partners."""
        return [r for r in self.rows if r.track == track and (not narrow or r.hospital in self.named)]

    def column(self, number: Number, label: str) -> list[Answer]:
        """The rows behind a column, by its name."""
        here = [r for r in self.taken(number.track, number.narrow) if r.year == number.cell.fiscal_year]
        if label.startswith("その他の"):
            here = [r for r in here if r.hospital not in self.named]
        for one in (1, 2):
            if f"加算{one}" in label:
                return [r for r in here if r.number == one]
        return here


def _base(known: Known, by: str, selection: Selection, narrow: bool) -> frozenset[str]:
    """The items of a selection: comparable over its versions, for its classes, of its chapter."""
    rows = [
        r
        for r in known.taken(selection.track.value, narrow)
        if r.year in selection.years and selection.addon_class in (None, r.number)
    ]
    found = {r.number for r in rows}
    classes = {1, 2} if by == "classes" or None in found else found
    if selection.addon_class:
        classes = {selection.addon_class}
    items = _common({r.version for r in rows}, classes) if rows else set()
    return frozenset(item for item in items if selection.chapter in (None, item[0]))


def _common(versions: set[str], classes: Set[int | None]) -> set[str]:
    """The items of the small sheet that are comparable over its versions and apply to the classes, written out."""
    first, second = {"1-01", "1-02", "1-03", "2-01", "2-02"}, {"1-01", "1-02", "1-04", "1-05", "2-01", "2-03"}
    found = first & second if len(versions) == 2 else first if "mini-1" in versions else second
    return found - {"1-02"} if 2 in classes else found


def _beside(selection: Selection) -> tuple[str, ...]:
    """The class columns of a class comparison."""
    numbers = [n for n, group in ((1, Group.CLASS_1), (2, Group.CLASS_2)) if group in selection.groups]
    return tuple(f"加算{n}" for n in numbers if selection.addon_class in (None, n))


def _shown(connection: Database, who: Principal, known: Known) -> set[Number]:
    """Every different number of every selection."""
    found: set[Number] = set()
    for selection in _selections():
        narrow = selection.scope is Scope.PARTNERS and known.own is not None
        for kind, make in (("classes", comparison.class_comparison), ("hospitals", comparison.hospital_comparison)):
            made = make(by(connection, who), selection)
            base = _base(known, kind, selection, narrow)
            beside = _beside(selection) if kind == "classes" else ()
            place = (kind, selection.track.value, narrow, base, beside)
            found.update(Number(*place, cell) for cell in (*made.cells, *made.items) if cell.score is not None)
        gaps = (
            track_comparison.track_comparison(by(connection, who), selection).gaps if selection.chapter is None else {}
        )
        for group, ones in gaps.items():
            for gap in ones:
                for side, track in ((gap.first, "self"), (gap.second, "visitor")):
                    place = ("gaps", track, narrow, frozenset({gap.item}), ())
                    found.add(Number(*place, replace(side, group=group)))
    return found


def _open(known: Known, rows: list[Answer], item: str) -> bool:
    """The written rule: nobody unnamed in the column, or enough unnamed hospitals that rated the item."""
    if not {r.hospital for r in rows} - known.named:
        return True
    raters = {r.hospital for r in rows if r.item == item and r.value in POINTS} - known.named
    return len(raters) >= MINIMUM


def _items(known: Known, number: Number, rows: list[Answer]) -> set[str]:
    """The items in a number: the open ones, in a sum of the class comparison those open in every class shown."""
    if number.cell.item:
        return {number.cell.item}
    found = {i for i in number.base if number.cell.chapter in ("", i[0]) and _open(known, rows, i)}
    for label in number.beside:
        column = known.column(number, label)
        unnamed = {r.hospital for r in column} - known.named
        opened = {i for i in number.base if _open(known, column, i)}
        if column and opened and (not unnamed or len(unnamed) >= MINIMUM):
            found &= opened
    return found


POINTS = {"A": 100, "B": 50, "C": 0}
GROUPS = {"加算1", "加算2", "その他の加算1病院", "その他の加算2病院", "その他の病院"}


def _explained(number: Number, rows: list[Answer], items: set[str]) -> bool:
    """Whether these rows and items give exactly the numbers of the cell."""
    values = [r.value for r in rows if r.item in items]
    counts = (
        sum(POINTS.get(value or "", 0) for value in values),
        sum(value in POINTS for value in values),
        values.count("NA"),
        values.count("UNVERIFIED"),
        values.count(None),
    )
    score = number.cell.score
    assert score is not None
    return counts == (score.points, score.rated, score.not_applicable, score.unverified, score.unanswered)


def _systems(known: Known, numbers: set[Number]) -> dict[tuple[str, int], list[set[Unknown]]]:
    """For every track and year, the unknowns that each number adds up: answers of unnamed hospitals that rated."""
    systems: dict[tuple[str, int], list[set[Unknown]]] = defaultdict(list)
    for number in numbers:
        if number.cell.group not in GROUPS:
            continue
        rows = known.column(number, number.cell.group)
        items = _items(known, number, rows)
        assert _explained(number, rows, items), number
        parts = {
            (r.track, r.year, r.item, r.hospital)
            for r in rows
            if r.item in items and r.hospital not in known.named and r.value in POINTS
        }
        system = systems[number.track, number.cell.fiscal_year]
        if parts and parts not in system:
            system.append(parts)
    return {place: system for place, system in systems.items() if system}


def exposed(system: list[set[Unknown]], minimum: int) -> list[frozenset[int]]:
    """Groups of fewer than `minimum` hospitals of which some combination of the sums speaks alone."""
    unknowns = sorted(set().union(*system)) if system else []
    if not unknowns:
        return []
    matrix = np.array([[float(one in row) for one in unknowns] for row in system])
    rank = np.linalg.matrix_rank(matrix)
    everybody = sorted({one[3] for one in unknowns})
    found = []
    for few in combinations(everybody, min(minimum - 1, len(everybody))):
        outside = [place for place, one in enumerate(unknowns) if one[3] not in few]
        if not outside or np.linalg.matrix_rank(matrix[:, outside]) < rank:
            found.append(frozenset(few))
    return found


def _readers(connection: Database, found: Answers) -> dict[str, Principal]:
    leader = regions.add_person(connection, "leader.H2", found.hospitals["H2"], Role.LEADER)
    people = {"secretariat": found.people["secretariat"], "center": found.people["center"], "leader": leader}
    return people | {f"manager.{code}": found.people[f"manager.{code}"] for code in ("H0", "H1", "H5")}


def _known(connection: Database, who: Principal) -> Known:
    """What the reader may know, written out: names of the own hospital and of both sides of its visits."""
    rows = tuple(_rows(connection))
    if Role.SECRETARIAT in who.roles:
        return Known(rows, frozenset(r.hospital for r in rows), None)
    if Role.CENTER_STAFF in who.roles:
        opted = {row[0] for row in connection.execute("SELECT id FROM hospital WHERE shares_with_center = 1")}
        return Known(tuple(r for r in rows if r.hospital in opted), frozenset(), None)
    own = who.hospital_id
    assert own is not None
    pairs = connection.execute(
        "SELECT host_id, hospital_id FROM visit JOIN visit_hospital ON visit_id = visit.id"
    ).fetchall()
    return Known(rows, frozenset({own, *(one for pair in pairs if own in tuple(pair) for one in pair)}), own)


CASES = [
    *((login, seed) for login in ("center", "leader", "manager.H5") for seed in (1, 2)),
    *(("manager.H0", 1), ("manager.H1", 1), ("secretariat", 1)),
]


@pytest.mark.parametrize(("login", "seed"), CASES)
def test_no_combination_of_all_selections_speaks_of_fewer_than_the_minimum(
    empty_db: Path, login: str, seed: int
) -> None:
    with db.writing() as connection:
        who = _readers(connection, _build(connection, seed))[login]
        known = _known(connection, who)
        numbers = _shown(connection, who, known)
    systems = _systems(known, numbers)
    for place, system in systems.items():
        assert exposed(system, MINIMUM) == [], place
    assert numbers
    # Otherwise this would hold for an empty page as well.
    assert len(systems) == 0 if login == "secretariat" else sum(map(len, systems.values())) > 4


def test_the_attack_finds_what_a_careless_rule_gives_away(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every item taken part in, whoever rated it, the same algebra singles hospitals out."""
    monkeypatch.setattr(disclosure, "takes_part", lambda raters, unknown, minimum: True)
    monkeypatch.setitem(globals(), "_open", lambda known, rows, item: True)
    with db.writing() as connection:
        who = _readers(connection, _build(connection, 1))["leader"]
        known = _known(connection, who)
        numbers = _shown(connection, who, known)
    assert any(exposed(system, MINIMUM) for system in _systems(known, numbers).values())


def test_the_algebra_sees_a_difference_of_two_sums() -> None:
    five: set[Unknown] = {("self", 2025, "1-01", one) for one in range(5)}
    assert exposed([five], 3) == []
    assert frozenset({0, 1}) in exposed([five, five - {("self", 2025, "1-01", 0)}], 3)
    apart: set[Unknown] = {("self", 2025, "1-02", one) for one in range(4)}
    assert exposed([five, five | apart], 3) == []
