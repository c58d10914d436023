"""Before and after a training, of who attended and of the others: the numbers by hand, and an attack with whatever lists.

The centre writes down who attended, so it may write down whatever it likes. Whatever it writes, all that it is ever shown are
sums over groups; linear algebra over what each hospital answered tells whether any combination of them, with the editions
that it sees elsewhere, speaks of fewer hospitals than the minimum.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest
from sqlite_utils import Database

from checklist.comparison import attended
from checklist.comparison.attended import HIDDEN, NOTHING, Measured
from checklist.jobs import learning as measuring
from checklist.model.accounts import Principal
from checklist.model.center.activities import Training
from checklist.model.center.attendance import Attendance
from checklist.model.center.learning import Effect, Ground, Source
from checklist.rules import uncertainty
from checklist.rules.center import drafts
from checklist.rules.scoring import Score
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.center import attendances, learning, shipped
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests import built_once
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.world import by, principal

MINIMUM = 3
POINTS = {"A": 100, "B": 50, "C": 0}
ITEMS = {"1": ("1-01",), "2": ("2-01",)}
"""Of each chapter the items that both versions and both classes share, written out."""
CLASSES: dict[str, int | None] = {f"H{place}": 1 + place % 2 for place in range(16)}


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region of sixteen hospitals that all agreed, with every item rated, built once."""
    path = Path(shutil.copy(built_once.empty(tmp_path_factory), tmp_path_factory.mktemp("attended") / "checklist.db"))
    with pytest.MonkeyPatch.context() as patch, db.writing(path) as connection:
        patch.setattr(regions, "VALUES", ("A", "A", "B", "C"))
        patch.setattr(regions, "release", lambda _: None)
        found = regions.build(connection, CLASSES, MINIMUM)
        regions.agree(connection, *found.hospitals.values())
    with db.writing(path) as connection:
        regions.release(connection)
    return path


@pytest.fixture
def region(answered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A copy of it, open for writing."""
    path = tmp_path / "checklist.db"
    path.write_bytes(answered.read_bytes())
    monkeypatch.setenv("CHECKLIST_DB", str(path))
    monkeypatch.setenv("CHECKLIST_TODAY", "2026-11-22")
    with db.writing() as connection:
        yield connection


def ids(connection: Database, every: bool = False) -> dict[str, int]:
    found = connection.query("SELECT code, id FROM hospital")
    return {row["code"]: row["id"] for row in found if every or row["code"] != "X"}


def center(connection: Database) -> Principal:
    return next(one for login, one in _people(connection) if login == "center")


def _people(connection: Database) -> Iterator[tuple[str, Principal]]:
    for one in people.all_people(by(connection)):
        yield one.login, principal(one)


def ground(code: str, source: Source = Source.CHAPTER, year: int = 2024) -> Ground:
    return Ground(source, "drug", code, code, year, "mini", 50.0, "％", 16, "病院", date(2025, 4, 1))


def held(connection: Database, of: Ground, came: Iterable[int], day: date = date(2024, 7, 1)) -> int:
    """A training drafted from a figure, held, with the hospitals noted that came; the id of its draft."""
    act = by(connection, center(connection))
    topic = shipped.topics().topics[5]
    plan = drafts.training(topic, of, act.today)
    record_id = learning.draft(act, plan, of)
    saved = records.get(act, Training, record_id)
    done = {"held_on": day, "held": True, "decided_on": None, "theme": f"{saved.theme}{record_id}"}
    records.save(act, None, Training(**{**vars(saved), **done}))
    note(connection, record_id, came)
    return int(connection.execute("SELECT max(id) FROM learning_draft").fetchone()[0])


def note(connection: Database, training: int, came: Iterable[int]) -> None:
    """Count one nurse of each of these hospitals at a training."""
    codes = {number: code for code, number in ids(connection, every=True).items()}
    line = Attendance(training_id=training, held_on=date(2024, 7, 1), profession="nurse", people=1)
    act = by(connection, center(connection))
    attendances.put(act, training, [replace(line, hospital_code=codes[one]) for one in came])


def measured(connection: Database) -> dict[int, Effect]:
    measuring.measure_due(by(connection))
    return learning.effects(by(connection, center(connection)))


def answers(connection: Database, year: int) -> dict[int, dict[str, str]]:
    """Hospital -> item -> what visitors answered, from the raw rows of the editions."""
    orders = {
        code: [row[0] for row in connection.execute(
            "SELECT i.code FROM item i JOIN sheet_version v ON v.id = version_id WHERE v.code = ? ORDER BY i.id", [code]
        )]
        for code in ("mini-1", "mini-2")
    }  # fmt: skip
    found: dict[int, dict[str, str]] = {}
    for row in connection.execute(
        "SELECT answers FROM edition WHERE audience = 'center' AND kind = 'rated' AND fiscal_year = ?", [year]
    ):
        for track, hospital, version, _, letters, *_ in json.loads(row["answers"]):
            if track == "visitor":
                found[hospital] = dict(zip(orders[version], letters, strict=True))
    return found


def percent(found: dict[int, dict[str, str]], hospitals: Iterable[int], items: Iterable[str]) -> float | None:
    given = [POINTS[found[one][item]] for one in hospitals for item in items if found[one].get(item) in POINTS]
    return Score(sum(given), len(given)).percent


def test_both_sides_before_and_after_are_what_stands_in_the_editions(region: Database) -> None:
    every = ids(region)
    came = [every[f"H{place}"] for place in range(8)]
    stayed = [one for one in every.values() if one not in came]
    draft = held(region, ground("1"), came)
    effect = measured(region)[draft]
    before, after = answers(region, 2024), answers(region, 2025)
    assert effect.items == ITEMS["1"]
    assert effect.attended
    assert effect.others
    for sides, whose in ((effect.attended, came), (effect.others, stayed)):
        assert [one.percent for one in sides] == [percent(of, whose, ITEMS["1"]) for of in (before, after)]
        assert [one.hospitals for one in sides] == [8, 8]
    first, second = effect.attended
    moved = uncertainty.change(first.percent, first.rated, second.percent, second.rated)
    assert moved.low <= second.percent - first.percent <= moved.high


def test_what_was_measured_stays_whatever_becomes_of_the_list_of_who_attended(region: Database) -> None:
    every = list(ids(region).values())
    draft = held(region, ground("2"), every[:8])
    first = measured(region)[draft]
    training = learning.drafts(by(region, center(region)))[0].record_id
    act = by(region, center(region))
    attendances.remove(act, attendances.of_training(act, training)[-1].id, 1)
    assert len(learning.attendance(act, [training])[training]) == 7
    assert measured(region)[draft] == first
    assert first.listed == tuple(sorted(every[:8]))


@pytest.mark.parametrize(
    ("day", "year", "due"),
    [
        (date(2024, 7, 1), 2024, True),
        # The year after the training runs, or the figure behind it is of no earlier year.
        (date(2025, 7, 1), 2024, False),
        (date(2024, 7, 1), 2025, False),
    ],
)
def test_a_training_is_measured_once_the_year_after_it_is_over(
    day: date, year: int, due: bool, region: Database
) -> None:
    draft = held(region, ground("1", year=year), list(ids(region).values())[:8], day)
    assert (draft in measured(region)) is due


@pytest.mark.parametrize("few", [1, 2, 14, 15, 16])
def test_a_side_of_too_few_is_not_shown_and_says_so(few: int, region: Database) -> None:
    draft = held(region, ground("1"), list(ids(region).values())[:few])
    effect = measured(region)[draft]
    assert (effect.attended, effect.others, effect.splits != ()) == (None, None, False)
    assert effect.reason == HIDDEN.format(MINIMUM)


def test_without_attendance_or_without_a_year_nothing_is_kept(region: Database) -> None:
    held(region, ground("1"), [])
    held(region, ground("1", year=2019), list(ids(region).values())[:8], date(2019, 7, 1))
    assert measured(region) == {}
    found = attended.measure(by(region, center(region)), ground("9-99", Source.ITEM), 2024, 2025, [1], [])
    assert found == Measured(reason=NOTHING)


def test_who_stays_away_next_time_is_not_found_by_the_difference(region: Database) -> None:
    every = list(ids(region).values())
    shown = held(region, ground("1"), every[:8])
    # One hospital less, of the same chapter, of one of its items, and of another chapter.
    again = [held(region, one, every[:7]) for one in (ground("1"), ground("1-01", Source.ITEM), ground("2"))]
    found = measured(region)
    assert found[shown].attended
    assert [found[one].reason for one in again] == [HIDDEN.format(MINIMUM)] * 3


def test_another_chapter_of_a_list_that_differs_enough_is_shown(region: Database) -> None:
    every = list(ids(region).values())
    draft, other = held(region, ground("1"), every[:8]), held(region, ground("2"), every[4:12])
    found = measured(region)
    assert found[draft].attended
    assert found[other].attended


def smallest(rows: list[list[int]], below: int) -> int | None:
    """The fewest unknowns that a combination of these rows speaks of, if they are fewer than `below`."""
    matrix = np.array(rows, np.float64)
    rank = np.linalg.matrix_rank(matrix)
    places = range(matrix.shape[1])
    for size in range(1, below):
        for few in combinations(places, size):
            if np.linalg.matrix_rank(np.delete(matrix, few, axis=1)) < rank:
                return size
    return None


@pytest.mark.parametrize("seed", range(4))
def test_no_lists_of_who_attended_single_anybody_out(seed: int, region: Database) -> None:
    dice, every = Random(seed), sorted(ids(region).values())
    lists = [dice.sample(every, dice.randint(5, 11))]
    for _ in range(7):
        # As an attacker does: an earlier list with one more, one less, or another one; now and then a new one.
        base = set(dice.choice(lists))
        change = dice.choice(("more", "less", "new"))
        base |= {dice.choice(every)} if change == "more" else set()
        base -= {dice.choice(sorted(base))} if change == "less" else set()
        lists.append(dice.sample(every, dice.randint(5, 11)) if change == "new" else sorted(base))
    for came in lists:
        held(region, dice.choice((ground("1"), ground("2"), ground("1-01", Source.ITEM))), came)
    shown = [one for one in measured(region).values() if one.attended]
    assert shown, "an attack on nothing proves nothing"
    for item in ("1-01", "2-01"):
        for year in (2024, 2025):
            groups = [
                {hospital for track, hospital, *_ in json.loads(row["answers"]) if track == "visitor"}
                for row in region.execute(
                    "SELECT answers FROM edition WHERE audience = 'center' AND kind = 'rated' AND fiscal_year = ?",
                    [year],
                )
            ]
            splits = [
                one for effect in shown if item in effect.items for one in effect.splits if one.fiscal_year == year
            ]
            groups += [set(side) for one in splits for side in (one.attended, one.others)]
            assert smallest([[int(one in group) for one in every] for group in groups], MINIMUM) is None
    told = [set(every), *(set(one.listed) for one in shown)]
    assert smallest([[int(one in group) for one in every] for group in told], MINIMUM) is None


def test_who_did_not_agree_is_in_no_number(region: Database) -> None:
    every = list(ids(region).values())
    draft = held(region, ground("1"), every[:8])
    region.execute(
        "INSERT INTO center_consent (hospital_id, given, at, person_id) VALUES (?, 0, '2026-04-01T03:00:00.000000+00:00', 1)",
        [every[0]],
    )
    # Taken back after the editions were made: what was released stays as it was.
    effect = measured(region)[draft]
    assert effect.attended
    assert effect.attended[0].hospitals == 8


def test_a_hospital_that_never_agreed_is_in_no_number(empty_db: Path) -> None:
    with db.writing() as connection:
        found: Answers = regions.build(connection, CLASSES, MINIMUM)
        codes = list(found.hospitals.values())
        regions.agree(connection, *codes[2:])
        regions.release(connection)
        draft = held(connection, ground("1"), codes[:8])
        effect = measured(connection).get(draft)
        assert effect is not None
        taken = {one for split in effect.splits for side in (split.attended, split.others) for one in side}
    assert not taken & set(codes[:2])


@pytest.mark.parametrize("of_region", [True, False])
def test_hospitals_of_elsewhere_in_a_list_hide_no_difference_of_one(of_region: bool, region: Database) -> None:
    """Whoever knows that none of them agreed subtracts them; a list must not look larger by them."""
    every = sorted(ids(region).values())
    act = by(region)
    first = hospitals.get(act, every[0])
    strangers = [
        hospitals.save(act, replace(first, id=0, code=f"Z{one}", name=f"県外{one}病院", external=True))
        for one in range(4)
    ]
    shown = held(region, ground("1"), every[:8])
    effect = measured(region)[shown]
    assert effect.attended
    listed = (*every[:8],) if of_region else (*every[:8], *strangers)
    known = [replace(effect, listed=listed)]
    for came in (every[:7], every[:9], [*every[:7], *strangers[:2]]):
        assert attended.measure(act, ground("2"), 2024, 2025, came, known).reason == HIDDEN.format(MINIMUM)
    assert attended.measure(act, ground("2"), 2024, 2025, every[4:12], known).attended


def test_a_list_of_strangers_is_a_training_of_nobody(region: Database) -> None:
    act = by(region)
    first = hospitals.get(act, sorted(ids(region).values())[0])
    for one in range(4):
        hospitals.save(act, replace(first, id=0, code=f"Z{one}", name=f"県外{one}病院", external=True))
    training = held(region, ground("1"), [])
    record_id = learning.drafts(by(region, center(region)))[0].record_id
    note(region, record_id, [one for code, one in ids(region, every=True).items() if code.startswith("Z")])
    assert learning.attendance(by(region, center(region)), [record_id]) == {}
    assert training not in measured(region)
