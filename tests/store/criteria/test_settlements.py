"""確認済み by hand: kept with who, when, why, which document and until when, and shown wherever the judgement is."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.papers.criteria import criteria_document
from checklist.papers.evidence import evidence_index
from checklist.readings import criteria
from checklist.rules.evidence.evidence_days import DocumentFields
from checklist.store import db
from checklist.store.criteria import settlements
from checklist.store.criteria.settlements import SettlementFields
from checklist.store.evidence import evidence_documents
from checklist.store.files import attachment
from tests.cycle import who
from tests.store.criteria.judged import evaluation, judgement
from tests.world import HOST, LEADING, World, by

DAY = date(2026, 11, 20)
FIELDS = SettlementFields(
    "safety-1.system-f", date(2026, 11, 1), "架空 花子", "掲示を見て確認した", "掲示物の写真", DAY
)


def add(world: World, fields: SettlementFields = FIELDS, login: str = "manager.h01") -> int:
    with db.writing() as connection:
        return settlements.add(by(connection, who(world, login)), world.hospitals[HOST], fields)


def result(world: World, on: date, login: str = "leader.h01") -> tuple[str, bool]:
    one = judgement(evaluation(world, on, login), FIELDS.requirement)
    return one.result.value, one.settled is not None


def test_it_counts_while_it_is_valid_and_stays_in_the_history_once_it_is_taken_back(world: World) -> None:
    first = add(world)
    days = (date(2026, 10, 31), date(2026, 11, 1), DAY, date(2026, 11, 21))
    assert [result(world, day) for day in days] == [
        ("unknown", False), ("met", True), ("met", True), ("unknown", False),
    ]  # fmt: skip
    with db.writing() as connection:
        settlements.withdraw(by(connection, who(world, "manager.h01")), first, "別の掲示だった")
    assert result(world, DAY) == ("unknown", False)
    with db.reading() as connection:
        (one,) = settlements.of_hospital(by(connection, who(world, "leader.h01")), world.hospitals[HOST])
    assert (one.settled_by, one.withdraw_reason) == ("架空 花子", "別の掲示だった")


def test_page_file_and_pack_say_so_beside_what_the_records_say(world: World) -> None:
    add(world)
    with db.reading() as connection:
        view = by(connection, who(world, "manager.h01"))
        found = criteria.evaluation(view, world.hospitals[HOST], DAY)
        row = criteria_document.document(view, world.hospitals[HOST], DAY).csv_table.records()
        lines = criteria.lines(found)
        pack = evidence_index.judgement(found, fictional=True)
    told = next(one for one in row if one["判定"] == "適（確認済み）")
    assert str(told["理由"]).startswith("患者への掲示が記録されていません。\n確認済み：2026年11月1日（日） 架空 花子")
    assert "（書類：掲示物の写真、2026年11月20日（金）まで有効）" in str(told["理由"])
    assert next(one for one in lines if one["settled"])["requirement"] == FIELDS.requirement
    assert any("適（確認済み）" in str(cell) for row in pack.csv_table.rows for cell in row)
    assert dict(pack.facts)["判定"].endswith("（適のうち確認済み 1件）")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"requirement": ""}, "要件"),
        ({"settled_by": " "}, "確認した人"),
        ({"reason": ""}, "確認した内容と理由"),
        ({"document": ""}, "確認した書類"),
        ({"settled_on": date(2030, 1, 1)}, "今日までの日付"),
        ({"valid_until": date(2026, 10, 31)}, "確認した日以後"),
        ({"document_id": 999}, "この病院の証拠書類"),
    ],
)
def test_what_cannot_be_is_refused(world: World, changed: dict[str, object], told: str) -> None:
    with pytest.raises(Refused, match=told):
        add(world, replace(FIELDS, **changed))  # type: ignore[arg-type]


def test_a_stored_document_of_the_own_hospital_can_be_named_and_no_other(world: World) -> None:
    with db.writing() as connection:
        own, other = (
            evidence_documents.add(
                by(connection, who(world, login)), world.hospitals[code], DocumentFields("other", "写真", date(2026, 5, 11)),
                attachment.check("写真.pdf", b"%PDF-1.7\n%%EOF"),
            )
            for login, code in (("manager.h01", HOST), ("manager.h02", LEADING))
        )  # fmt: skip
    add(world, replace(FIELDS, document_id=own))
    with pytest.raises(Refused, match="この病院の証拠書類"):
        add(world, replace(FIELDS, document_id=other))


@pytest.mark.parametrize("login", ["leader.h01", "evaluator.h01", "manager.h02", "secretariat", "center", "admin"])
def test_nobody_else_confirms_or_takes_back(world: World, login: str) -> None:
    with pytest.raises(Forbidden):
        add(world, login=login)
    first = add(world)
    with db.writing() as connection, pytest.raises(Forbidden):
        settlements.withdraw(by(connection, who(world, login)), first, "誤り")


def test_no_row_is_changed_or_deleted_or_taken_back_twice(world: World) -> None:
    first = add(world)
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        with pytest.raises(Refused, match="取消しの理由"):
            settlements.withdraw(act, first, "")
        settlements.withdraw(act, first, "誤り")
        with pytest.raises(NotFound):
            settlements.withdraw(act, first, "誤り")
    for statement in ("UPDATE settlement SET valid_until = '2030-01-01'", "DELETE FROM settlement"):
        with db.reading() as connection, pytest.raises(sqlite3.IntegrityError, match="kept"):
            connection.execute(statement)
