"""Findings and good practices, edited together."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from checklist.errors import Forbidden, NotFound, NotOpen, Refused, Stale
from checklist.model.closing import FindingKind
from checklist.store import db
from checklist.store.act import acting
from checklist.store.closing import closing_rows, erasures, findings
from tests import cycle
from tests.cycle import who
from tests.pictures import photograph
from tests.world import SECOND, World, by


def standing(world: World) -> list[tuple[str, str, str]]:
    with db.reading() as connection:
        found = findings.of_visit(by(connection, who(world, "manager.h01")), world.visit)
    return [(one.item, one.kind.value, one.text) for one in found]


def test_two_visitors_edit_one_finding_and_every_wording_is_kept(world: World) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world)
    with db.writing() as connection:
        findings.change(
            by(connection, who(world, "second.h02")), finding, 1, FindingKind.FINDING, "院長の出席を記録する"
        )
        with pytest.raises(Stale):
            findings.change(
                by(connection, who(world, "evaluator.h02")), finding, 1, FindingKind.FINDING, "古い画面から"
            )
        history = [row[0] for row in connection.execute("SELECT text FROM finding_history ORDER BY version")]
    assert standing(world) == [("1-05", "finding", "院長の出席を記録する")]
    assert history == ["院長の出席が記録されていない", "院長の出席を記録する"]


def test_findings_stand_in_sheet_order_and_dropped_ones_only_in_the_history(world: World) -> None:
    cycle.meeting(world)
    late, early = cycle.noted(world, "2-03", "記録様式がない"), cycle.noted(world, "1-01", "配布が早い")
    with db.writing() as connection:
        findings.change(by(connection, who(world, "evaluator.h02")), early, 1, FindingKind.GOOD_PRACTICE, "配布が早い")
    assert [item for item, _, _ in standing(world)] == ["1-01", "2-03"]
    with db.writing() as connection:
        findings.drop(by(connection, who(world, "evaluator.h02")), late, 1)
        assert closing_rows.finding(connection, late).dropped
    assert standing(world) == [("1-01", "good_practice", "配布が早い")]


@pytest.mark.parametrize(
    ("item", "text"), [("9-99", "項目なし"), ("1-03", "別の版の項目"), ("1-01", " 　"), ("1-01", "あ" * 2001)]
)
def test_what_is_no_finding_is_refused(world: World, item: str, text: str) -> None:
    cycle.meeting(world)
    with pytest.raises(Refused):
        cycle.noted(world, item, text)
    assert standing(world) == []


def test_two_photos_of_its_item_stand_beside_a_finding_until_somebody_signs(world: World) -> None:
    member = "evaluator.h02"
    mine = [
        photograph(world, member, world.visitor_assessment, item="1-05", colour=one) for one in ("red", "lime", "blue")
    ]
    elsewhere, gone = (photograph(world, member, world.visitor_assessment, item=one) for one in ("1-01", "1-05"))
    cycle.meeting(world)
    finding = cycle.noted(world)
    with acting(who(world, member)) as act:
        erasures.erase_photo(act, gone, "患者の顔")
    for bad in ([*mine], [elsewhere], [gone], [999]):
        with pytest.raises(Refused), acting(who(world, member)) as act:
            findings.choose_photos(act, finding, 1, bad)
    with acting(who(world, "second.h02")) as act:
        findings.choose_photos(act, finding, 1, mine[:2])
    with pytest.raises(Stale), acting(who(world, member)) as act:
        findings.choose_photos(act, finding, 1, [])
    cycle.sign(world, world.visit)
    with pytest.raises(NotOpen), acting(who(world, member)) as act:
        findings.choose_photos(act, finding, 2, [])
    with db.reading() as connection:
        assert closing_rows.finding(connection, finding).photos == tuple(mine[:2])
        history = connection.execute("SELECT photos FROM finding_history ORDER BY version").fetchall()
    assert [json.loads(row["photos"]) for row in history] == [[], mine[:2]]


def test_no_statement_changes_the_photos_of_a_finding_without_its_version(world: World, world_db: Path) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute("UPDATE finding SET photos = '[1]'")


@pytest.mark.parametrize(
    "login", ["manager.h01", "leader.h01", "manager.h02", "secretariat", "evaluator.h04", "admin", "center"]
)
def test_others_change_no_finding(world: World, login: str) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world)
    someone = who(world, login)
    with db.writing() as connection:
        for attempt in (
            lambda: findings.add(by(connection, someone), world.visit, "mini-2", "1-01", FindingKind.FINDING, "文"),
            lambda: findings.change(by(connection, someone), finding, 1, FindingKind.FINDING, "文"),
            lambda: findings.drop(by(connection, someone), finding, 1),
        ):
            with pytest.raises(Forbidden):
                attempt()


def test_an_unknown_finding_is_not_found(world: World) -> None:
    with db.reading() as connection, pytest.raises(NotFound):
        closing_rows.finding(connection, 999)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM finding",
        "UPDATE finding SET text = '別', version = 9",
        "UPDATE finding SET item_id = item_id + 1, version = version + 1",
        "INSERT OR REPLACE INTO finding SELECT * FROM finding",
        "UPDATE finding_history SET text = '別'",
        "DELETE FROM finding_history",
        "INSERT OR REPLACE INTO finding_history SELECT * FROM finding_history",
        "DELETE FROM closing",
        "INSERT OR REPLACE INTO closing SELECT * FROM closing",
    ],
)
def test_no_statement_goes_round_the_guards(world: World, world_db: Path, statement: str) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    with closing(sqlite3.connect(world_db)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_a_finding_that_a_device_sends_again_is_written_once(world: World) -> None:
    cycle.meeting(world)
    member, number = who(world, "evaluator.h02"), "00000000-0000-4000-8000-000000000001"

    def send(text: str) -> int:
        with acting(member) as act:
            return findings.add(act, world.visit, SECOND.code, "1-05", FindingKind.FINDING, text, number)

    assert send("記録がない") == send("記録がない")
    assert standing(world) == [("1-05", "finding", "記録がない")]
