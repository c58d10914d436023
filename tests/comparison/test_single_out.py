"""Whatever readers choose, whenever, and whatever they tell each other, nobody unnamed can be worked out of the numbers.

Every selection is asked for, at several moments between which hospitals submit, and for several readers. Which answers a
number of a group is made of is found out again here, from the editions as they stand in the database and by the written
rule, and must give that number exactly. The numbers are then the right-hand sides of linear equations over what each
hospital answered to each item, and linear algebra tells whether any combination of them, over all moments and readers,
speaks of fewer than the minimum of hospitals that none of them knows by name. That is more than a reader can do: what is
shown are percentages, of which neither sum nor denominator is told.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
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
from checklist.rules.scoring import Percentage, Score
from checklist.store import db
from checklist.store.act import View
from checklist.store.assessments import editions
from checklist.store.hospitals import hospitals
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import by

YEARS = (2023, 2024, 2025)
MINIMUM = 3
Unknown = tuple[str, int, str, int]
"""Track, year, item, hospital: what one unnamed hospital answered to one item in all assessments of that year."""


Counted = tuple[str, int, str, int, int, int]
"""The same with the number of the paper in its edition, and the points given."""


@dataclass(frozen=True)
class Answer:
    """One answer in an edition; `least` is how many must have rated an item to come in."""

    track: str
    year: int
    hospital: int
    number: int
    edition: int
    paper: int
    least: tuple[int, int]
    item: str
    value: str | None


def _editions(connection: Database, audience: str) -> list[Answer]:
    """Every answer that was released, from the raw rows."""
    orders = {
        code: [row[0] for row in connection.execute(
            "SELECT i.code FROM item i JOIN sheet_version v ON v.id = version_id WHERE v.code = ? ORDER BY i.id", [code]
        )]
        for code in ("mini-1", "mini-2")
    }  # fmt: skip
    found = []
    for row in connection.execute("SELECT * FROM edition WHERE audience = ? ORDER BY id", [audience]):
        for paper, (track, hospital, version, _, letters, _) in enumerate(json.loads(row["answers"])):
            for item, letter in zip(orders[version], letters, strict=True):
                value = {"-": "NA", "?": "UNVERIFIED", ".": None}.get(letter, letter)
                place = (track, row["fiscal_year"], hospital, row["addon_class"], row["id"], paper)
                found.append(Answer(*place, (row["minimum"], row["margin"]), item, value))
    return found


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
            regions.agree(connection, host)
    regions.release(connection)
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
    """One number shown of a group without names: the track, over which items at most, beside which groups."""

    track: str
    base: frozenset[str]
    beside: tuple[str, ...]
    cell: Cell


def _base(
    rows: list[Answer], named: list[tuple[int, int | None, str]], by: str, selection: Selection
) -> frozenset[str]:
    """The items of a selection: comparable over its versions, for its classes, of its chapter."""
    taken: list[tuple[int, int | None, str]] = [
        (r.year, r.number, _version(r)) for r in rows if r.track == selection.track.value
    ]
    taken = [one for one in [*taken, *named] if one[0] in selection.years and selection.addon_class in (None, one[1])]
    found = {number for _, number, _ in taken}
    classes: Set[int | None] = {1, 2} if by == "classes" or found - {1, 2} else found
    if selection.addon_class:
        classes = {selection.addon_class}
    items = _common({version for *_, version in taken}, classes) if taken else set()
    return frozenset(item for item in items if selection.chapter in (None, item[0]))


def _version(row: Answer) -> str:
    return "mini-2" if row.year == 2025 else "mini-1"


def _common(versions: set[str], classes: Set[int | None]) -> set[str]:
    """The items of the small sheet that are comparable over its versions and apply to the classes, written out."""
    first, second = {"1-01", "1-02", "1-03", "2-01", "2-02"}, {"1-01", "1-02", "1-04", "1-05", "2-01", "2-03"}
    found = first & second if len(versions) == 2 else first if "mini-1" in versions else second
    return found - {"1-02"} if 2 in classes else found


def _beside(selection: Selection) -> tuple[str, ...]:
    """The class columns of a class comparison."""
    numbers = [n for n, group in ((1, Group.CLASS_1), (2, Group.CLASS_2)) if group in selection.groups]
    return tuple(f"加算{n}" for n in numbers if selection.addon_class in (None, n))


def _shown(connection: Database, who: Principal, rows: list[Answer]) -> set[Number]:
    """Every different number of a group without names, of every selection."""
    found: set[Number] = set()
    # As a page has it: nothing is written meanwhile, and what an act reads anew each time was a quarter of what this took.
    view = View.now(connection, who)
    known = {track: _named(connection, who, track) for track in ("self", "visitor")}
    for selection in _selections():
        whole = selection.chapter is None and selection.addon_class is None
        # Without a hospital of one's own it is the same as the region, whatever else is chosen.
        if selection.scope is Scope.PARTNERS and (who.hospital_id is not None or not whole):
            continue
        track = selection.track.value
        for kind, make in (("classes", comparison.class_comparison), ("hospitals", comparison.hospital_comparison)):
            made = make(view, selection)
            base = _base(rows, known[track], kind, selection)
            beside = _beside(selection) if kind == "classes" else ()
            cells = [one for one in (*made.cells, *made.items) if one.score is not None and one.group in GROUPS]
            assert all(isinstance(one.score, Percentage) for one in cells)
            found.update(Number(track, base, beside, cell) for cell in cells)
        if selection.chapter is None:
            for group, ones in track_comparison.track_comparison(view, selection).gaps.items():
                sides = [
                    (track, side) for gap in ones for track, side in (("self", gap.first), ("visitor", gap.second))
                ]
                sides = sides if group in GROUPS else []
                found.update(Number(one, frozenset({side.item}), (), replace(side, group=group)) for one, side in sides)
    return found


def _named(connection: Database, who: Principal, track: str) -> list[tuple[int, int | None, str]]:
    """(year, class, version) of what the reader sees by name, which has its part in the choice of items."""
    if who.hospital_id is None:
        return []
    circle = _circle(connection, who)
    return [
        (year, number, version)
        for year, hospital, number, version in connection.execute(
            """SELECT a.fiscal_year, a.hospital_id,
                   (SELECT addon_class FROM filing WHERE filing.hospital_id = a.hospital_id), v.code
               FROM assessment a JOIN sheet_version v ON v.id = a.version_id WHERE a.state <> 'open' AND track = ?""",
            [track],
        )
        if hospital == who.hospital_id or (hospital, year) in circle
    ]


def _circle(connection: Database, who: Principal) -> set[tuple[int, int]]:
    """(hospital, year) that a reader knows by name, beside the own hospital."""
    pairs = connection.execute(
        """SELECT host_id, hospital_id, fiscal_year FROM visit JOIN visit_hospital ON visit_id = visit.id
           WHERE state = 'reported'"""
    ).fetchall()
    own = who.hospital_id
    return {(one, year) for host, evaluator, year in pairs if own in (host, evaluator) for one in (host, evaluator)}


Groups = dict[tuple[str, int, str, str], list[Answer]]
"""Track, year, class and item -> the answers to it."""


def _grouped(rows: list[Answer]) -> Groups:
    found: Groups = defaultdict(list)
    for r in rows:
        found[r.track, r.year, f"加算{r.number}", r.item].append(r)
    return found


def _taken(group: list[Answer]) -> set[Counted]:
    """The answers of a group to an item that are in: of as many editions as hold enough of those who rated it."""
    taken: set[Counted] = set()
    waiting: list[Answer] = []
    for edition in sorted({r.edition for r in group}):
        waiting += [r for r in group if r.edition == edition]
        needs = {r.edition: r.least for r in waiting}
        least = max(minimum for minimum, _ in needs.values()) + sum(margin for _, margin in needs.values())
        if len({r.hospital for r in waiting if r.value in POINTS}) >= least:
            taken |= {
                (r.track, r.year, r.item, r.hospital, r.paper, POINTS[r.value]) for r in waiting if r.value in POINTS
            }
            waiting = []
    return taken


class Blocks:
    """What is in of every group and item, worked out once for thousands of numbers."""

    def __init__(self, rows: list[Answer]) -> None:
        groups = _grouped(rows)
        self._taken = {place: _taken(group) for place, group in groups.items()}
        self._there = {place[:3] for place in groups}

    def of(self, number: Number, item: str) -> set[Counted]:
        """The answers to an item that are in a number."""
        return self._taken.get((number.track, number.cell.fiscal_year, number.cell.group, item), set())

    def items(self, number: Number) -> set[str]:
        """The items in a number: the open ones, in a sum of the class comparison those open in every class shown."""
        if number.cell.item:
            return {number.cell.item}
        track, year = number.track, number.cell.fiscal_year

        def opened(label: str) -> set[str]:
            return {i for i in number.base if self._taken.get((track, year, label, i))}

        found = {i for i in opened(number.cell.group) if number.cell.chapter in ("", i[0])}
        for label in number.beside:
            if (track, year, label) in self._there:
                found &= opened(label) or found
        return found


TINY = 1e-9
REFUSING = "N80"
"""The one of eight that come later who does not agree."""
POINTS = {"A": 100, "B": 50, "C": 0}
GROUPS = {"加算1", "加算2"}


def _systems(rows: list[Answer], numbers: set[Number]) -> dict[tuple[str, int], list[set[Unknown]]]:
    """For every track and year, the unknowns that each number adds up: answers of hospitals that rated."""
    systems: dict[tuple[str, int], list[set[Unknown]]] = defaultdict(list)
    blocks = Blocks(rows)
    for number in numbers:
        parts = {one for item in blocks.items(number) for one in blocks.of(number, item)}
        points, rated = sum(one[5] for one in parts), len(parts)
        assert number.cell.percent == Score(points, rated).percent, number
        unknowns = {one[:4] for one in parts}
        system = systems[number.track, number.cell.fiscal_year]
        if unknowns and unknowns not in system:
            system.append(unknowns)
    return {place: system for place, system in systems.items() if system}


def exposed(system: list[set[Unknown]], minimum: int, known: Set[int] = frozenset()) -> list[frozenset[int]]:
    """Groups of fewer than `minimum` hospitals beside those `known` of which some combination of the sums speaks alone."""
    system = [{one for one in parts if one[3] not in known} for parts in system]
    unknowns = sorted(set().union(*system)) if system else []
    if not unknowns:
        return []
    _, sizes, rows = np.linalg.svd(np.array([[float(one in row) for one in unknowns] for row in system]), False)
    # What lies within the span keeps its length when it is laid on it; what speaks of a few alone is a vector on their places.
    span = rows[sizes > TINY * sizes[0]]
    laid = span.T @ span
    places: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(unknowns):
        places[one[3]].append(place)
    found = []
    for few in combinations(sorted(places), min(minimum - 1, len(places))):
        inside = [place for one in few for place in places[one]]
        if np.linalg.eigvalsh(laid[np.ix_(inside, inside)])[-1] > 1 - TINY:
            found.append(frozenset(few))
    return found


def _readers(connection: Database, found: Answers) -> dict[str, Principal]:
    leader = regions.add_person(connection, "leader.H2", found.hospitals["H2"], Role.LEADER)
    people = {"secretariat": found.people["secretariat"], "center": found.people["center"], "leader": leader}
    return people | {f"manager.{code}": found.people[f"manager.{code}"] for code in ("H0", "H1", "H5")}


CASES = [
    *((login, seed) for login in ("center", "leader") for seed in (1, 2)),
    ("manager.H5", 3),
    *(("manager.H0", 1), ("manager.H1", 1)),
]


def _known_in(connection: Database, who: Principal, year: int) -> set[int]:
    own = set() if who.hospital_id is None else {who.hospital_id}
    return own | {one for one, when in _circle(connection, who) if when == year}


@pytest.mark.parametrize(("login", "seed"), CASES)
def test_no_combination_of_all_selections_before_and_after_others_submitted_speaks_of_fewer_than_the_minimum(
    empty_db: Path, login: str, seed: int
) -> None:
    systems: dict[tuple[str, int], list[set[Unknown]]] = defaultdict(list)
    with db.writing() as connection:
        found = _build(connection, seed)
        who = _readers(connection, found)[login]
        audience = "center" if login == "center" else "region"
        moments = []
        for number in (0, 1, 4):
            _submit_more(connection, found, number)
            rows = _editions(connection, audience)
            moments.append(len({row.edition for row in rows}))
            for place, system in _systems(rows, _shown(connection, who, rows)).items():
                systems[place] += [one for one in system if one not in systems[place]]
        for (track, year), system in systems.items():
            assert exposed(system, MINIMUM, _known_in(connection, who, year)) == [], (track, year)
    # Otherwise this would hold where nothing ever changes, or nothing is shown.
    assert login == "center" or moments[0] < moments[2]
    assert sum(map(len, systems.values())) > 4


def _submit_more(connection: Database, found: Answers, number: int) -> None:
    """So many new hospitals of 加算1 submit for 2024, with their visits."""
    external = hospitals.by_code(by(connection), "X").id
    for place in range(number):
        code = f"N{number}{place}"
        host = regions.add_hospital(connection, code, 1)
        given: dict[str, str | None] = {
            item: "ABC"[(place + len(item)) % 3] for item in ("1-01", "1-02", "1-03", "2-01")
        }
        regions.add_assessment(connection, host, 2024, "mini-1", given)
        visit = regions.add_visit(connection, host, external, 2024)
        regions.add_assessment(connection, host, 2024, "mini-1", given, visit=visit)
        if code != REFUSING:
            regions.agree(connection, host)
        found.hospitals[code] = host
    regions.release(connection)


def test_readers_who_share_what_they_see_learn_no_more_than_one_of_them_and_the_names_of_all(empty_db: Path) -> None:
    """The same group has the same number for all of them: nothing comes of laying them beside each other."""
    with db.writing() as connection:
        readers = _readers(connection, _build(connection, 1))
        everything = [
            ((track, cell.group, cell.chapter, cell.item, chapter), cell.percent)
            for login in ("leader", "manager.H0", "manager.H1", "manager.H5")
            for track, chapter in product((Track.SELF, Track.VISITOR), (None, "1"))
            for made in [
                comparison.class_comparison(by(connection, readers[login]), Selection(2024, 2024, track, chapter))
            ]
            for cell in (*made.cells, *made.items)
            if cell.group in GROUPS and cell.percent is not None
        ]
    assert len(everything) > 10
    assert all(len({value for key, value in everything if key == one}) == 1 for one, _ in everything)


def _laid_together(
    connection: Database, found: Answers, numbers: Iterable[int]
) -> tuple[Principal, dict[tuple[str, int], list[set[Unknown]]]]:
    """What the support centre and a leader see, laid beside each other at moments between which so many submit and agree."""
    readers = _readers(connection, found)
    systems: dict[tuple[str, int], list[set[Unknown]]] = defaultdict(list)
    for number in numbers:
        _submit_more(connection, found, number)
        for login, audience in (("center", "center"), ("leader", "region")):
            rows = _editions(connection, audience)
            for place, system in _systems(rows, _shown(connection, readers[login], rows)).items():
                systems[place] += [one for one in system if one not in systems[place]]
    return readers["leader"], systems


def test_the_centre_and_a_leader_who_share_what_they_see_learn_of_nobody_who_did_not_agree(empty_db: Path) -> None:
    with db.writing() as connection:
        found = _build(connection, 1)
        leader, systems = _laid_together(connection, found, (0, 8))
        for (track, year), system in systems.items():
            assert exposed(system, MINIMUM, _known_in(connection, leader, year)) == [], (track, year)
        shown = connection.execute("SELECT count(*) FROM edition WHERE audience = 'center'").fetchone()[0]
    # Otherwise this would hold where the centre is shown nothing.
    assert shown


def test_the_attack_finds_the_one_who_did_not_agree_where_everybody_else_is_shown(
    empty_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "apart", lambda together, wished, *_: tuple(sorted(wished & set(together))))
    monkeypatch.setattr(editions, "_raters", lambda *_: Counter())
    with db.writing() as connection:
        found = _build(connection, 1)
        leader, systems = _laid_together(connection, found, (8,))
        alone = {
            one
            for (_, year), system in systems.items()
            for one in exposed(system, MINIMUM, _known_in(connection, leader, year))
        }
    assert any(found.hospitals[REFUSING] in one for one in alone)


def test_the_attack_finds_what_a_careless_rule_gives_away(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every hospital released as soon as it has submitted, the same algebra singles hospitals out."""
    monkeypatch.setattr(disclosure, "margin", lambda hospitals, known, minimum: 0 if hospitals else None)
    with db.writing() as connection:
        found = _build(connection, 1)
        connection.execute("DROP TRIGGER edition_update_kept")
        systems: dict[tuple[str, int], list[set[Unknown]]] = defaultdict(list)
        who = _readers(connection, found)["center"]
        for number in (0, 1):
            _submit_more(connection, found, number)
            connection.execute("UPDATE edition SET minimum = 1")
            rows = _editions(connection, "center")
            for place, system in _systems(rows, _shown(connection, who, rows)).items():
                systems[place] += system
        assert any(exposed(system, MINIMUM) for system in systems.values())


def test_the_algebra_sees_a_difference_of_two_sums() -> None:
    five: set[Unknown] = {("self", 2025, "1-01", one) for one in range(5)}
    assert exposed([five], 3) == []
    assert frozenset({0, 1}) in exposed([five, five - {("self", 2025, "1-01", 0)}], 3)
    apart: set[Unknown] = {("self", 2025, "1-02", one) for one in range(4)}
    assert exposed([five, five | apart], 3) == []
