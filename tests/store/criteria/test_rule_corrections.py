"""The secretariat confirms and corrects the 施設基準 for its region: kept with name, day and source, taken back with a reason."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.model.criteria import Certainty, Correction, Result
from checklist.readings import criteria_sets
from checklist.rules.criteria.points import options
from checklist.store import db
from checklist.store.criteria import rule_corrections
from checklist.store.records import records
from tests.cycle import who
from tests.rules.criteria.documents import manager
from tests.store.criteria.judged import evaluation, judgement
from tests.world import HOST, World, by

SHIPPED = criteria_sets.shipped()[-1]
FROM = date(2026, 9, 1)
HOURS = Correction(
    0, "r08", "safety-1.system-a", "other_hours", "8", FROM, "事務局 花子", date(2026, 10, 1), "通知 別添3 第20"
)


def add(world: World, correction: Correction, login: str = "secretariat") -> int:
    with db.writing() as connection:
        return rule_corrections.add(by(connection, who(world, login)), SHIPPED, correction)


def judged(world: World, on: date) -> tuple[Result, Certainty | None, int]:
    """The first requirement of 加算1, how far it was confirmed, and the points of 加算1."""
    found = evaluation(world, on)
    one = judgement(found, HOURS.requirement)
    return one.result, one.requirement.certainty, options(found)[0].points


def test_a_correction_counts_from_its_day_on_until_it_is_taken_back(world: World) -> None:
    with db.writing() as connection:
        someone = who(world, "manager.h01")
        records.save(by(connection, someone), world.hospitals[HOST], manager(other_hours=12))
    first = add(world, HOURS)
    add(world, replace(HOURS, requirement="safety-1", field="points", value="165"))
    assert judged(world, date(2026, 8, 31)) == (Result.MET, Certainty.CONFIRMED, 160)
    assert judged(world, FROM) == (Result.NOT_MET, Certainty.REGION, 165)
    with db.writing() as connection:
        rule_corrections.withdraw(by(connection, who(world, "secretariat")), first, "別の通知だった")
    assert judged(world, FROM) == (Result.MET, Certainty.CONFIRMED, 165)
    with db.reading() as connection:
        view = by(connection, who(world, "leader.h01"))
        assert [one.requirement for one in rule_corrections.of_region(view)] == ["safety-1"]
        history = rule_corrections.of_region(view, withdrawn=True)
    assert [(one.value, one.withdraw_reason, one.recorded_by) for one in history] == [
        ("8", "別の通知だった", world.people["secretariat"].name),
        ("165", None, world.people["secretariat"].name),
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"requirement": "safety-9"}, "要件：選択肢から"),
        ({"field": "colour"}, "修正する内容：選択肢から"),
        ({"value": "多い"}, "0以上の数"),
        ({"value": "-1"}, "0以上の数"),
        ({"requirement": "safety-1", "field": "points", "value": "85.5"}, "整数"),
        ({"field": "text", "value": " "}, "1000文字以内"),
        ({"field": ""}, "確認のみのとき"),
        ({"valid_from": date(2026, 5, 31)}, "適用期間の日"),
        ({"confirmed_on": date(2030, 1, 1)}, "今日までの日付"),
        ({"confirmed_by": " "}, "確認した人"),
        ({"source": ""}, "出典"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(world: World, changed: dict[str, object], told: str) -> None:
    with pytest.raises(Refused, match=told):
        add(world, replace(HOURS, **changed))  # type: ignore[arg-type]
    with db.reading() as connection:
        assert rule_corrections.of_region(by(connection), withdrawn=True) == ()


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h01", "center", "admin"])
def test_nobody_else_confirms_or_takes_back(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        add(world, HOURS, login)
    first = add(world, HOURS)
    with db.writing() as connection, pytest.raises(Forbidden):
        rule_corrections.withdraw(by(connection, who(world, login)), first, "誤り")


def test_what_was_taken_back_stays_so_and_no_row_is_changed_or_deleted(world: World) -> None:
    first = add(world, HOURS)
    with db.writing() as connection:
        act = by(connection, who(world, "secretariat"))
        with pytest.raises(Refused, match="取消しの理由"):
            rule_corrections.withdraw(act, first, " ")
        rule_corrections.withdraw(act, first, "誤り")
        with pytest.raises(NotFound):
            rule_corrections.withdraw(act, first, "誤り")
    for statement in ("UPDATE rule_correction SET value = '9'", "DELETE FROM rule_correction"):
        with db.reading() as connection, pytest.raises(sqlite3.IntegrityError, match="kept"):
            connection.execute(statement)
