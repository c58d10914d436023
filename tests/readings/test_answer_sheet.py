"""What the sheet shows, to whom, and what stands beside an item."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checklist.errors import Forbidden, NotFound
from checklist.model.assessments import Operation, Track
from checklist.model.improvements import Sequel
from checklist.model.visits import Visit, VisitMode, VisitState
from checklist.papers.sheets import paper_sheet
from checklist.readings import answer_sheet
from checklist.store import db, region
from checklist.store.assessments import answers, assessment_rows, assessments, photos
from checklist.store.files import files, picture
from checklist.store.improvements import follow_ups, improvement_plans
from checklist.store.improvements.improvement_plans import PlanFields
from checklist.store.visits import visits
from tests import cycle
from tests.pictures import jpeg
from tests.world import CODES, HOST, LEADING, SECOND, SMALL, YEAR, World, by, principal


def read(world: World, login: str, assessment: int) -> dict[str, Any]:
    with db.reading() as connection:
        return answer_sheet.read(by(connection, principal(world.people[login])), assessment)


def answer(world: World, login: str, assessment: int, item: str, value: str, comment: str = "") -> None:
    with db.writing() as connection:
        operation = Operation(str(uuid.uuid4()), item, 0, value, comment)
        assert (
            answers.record(by(connection, principal(world.people[login])), assessment, [operation])[0].status == "saved"
        )


def submit(world: World, login: str, assessment: int) -> None:
    with db.writing() as connection:
        assessments.submit(by(connection, principal(world.people[login])), assessment, "一部のみ")


def test_the_sheet_holds_every_item_in_order_and_only_answers_that_were_written(world: World) -> None:
    answer(world, "evaluator.h02", world.visitor_assessment, "2-01", "C", "<b>棚にあった</b>")
    sheet = read(world, "evaluator.h02", world.visitor_assessment)
    assert tuple(item["code"] for item in sheet["sheet"]["items"]) == CODES
    assert list(sheet["ratings"]) == ["2-01"]
    rating = sheet["ratings"]["2-01"]
    assert (rating["value"], rating["comment"], rating["version"]) == ("C", "<b>棚にあった</b>", 1)
    assert rating["saved_at"].endswith("+09:00")
    assert rating["saved_by"] == "evaluator.h02 さん"
    assert sheet["writable"]
    assert json.loads(json.dumps(sheet)) == sheet


def test_items_for_another_class_are_told_on_the_sheet_and_on_paper(world: World) -> None:
    assert {item["exempt"] for item in read(world, "manager.h01", world.self_assessment)["sheet"]["items"]} == {None}
    manager = principal(world.people["manager.h03"])
    with db.writing() as connection:
        new = assessments.start_self(by(connection, manager), YEAR, SECOND.code)
        told = {
            item["code"]: item["exempt"] for item in answer_sheet.read(by(connection, manager), new)["sheet"]["items"]
        }
        paper = paper_sheet.of_assessment(by(connection, manager), new)
    note = "加算1の項目（この病院では回答不要）"
    assert told == {code: note if code == "1-02" else None for code in CODES}
    assert [row[0] for table in paper.tables for row in table.rows if note in str(row[1])] == ["1-02"]


def test_the_self_rating_stands_beside_only_once_it_is_submitted(world: World) -> None:
    answer(world, "manager.h01", world.self_assessment, "1-01", "B", "改訂中")
    assert read(world, "evaluator.h02", world.visitor_assessment)["self"] is None
    submit(world, "manager.h01", world.self_assessment)
    assert read(world, "evaluator.h02", world.visitor_assessment)["self"]["1-01"]["value"] == "B"


def test_in_blind_mode_the_self_rating_appears_item_by_item(world: World) -> None:
    with db.writing() as connection:
        region.save(by(connection), replace(region.load(connection), blind_mode=True))
    for item in ("1-01", "1-02"):
        answer(world, "manager.h01", world.self_assessment, item, "A")
    submit(world, "manager.h01", world.self_assessment)
    answer(world, "evaluator.h02", world.visitor_assessment, "1-02", "B", "別の日に確認")
    assert set(read(world, "evaluator.h02", world.visitor_assessment)["self"]) == {"1-02"}


def test_last_years_rating_comes_through_lineage_only_where_items_are_comparable(world: World) -> None:
    secretariat = principal(world.people["secretariat"])
    last_year = Visit(
        0, 2025, world.hospitals[HOST], (world.hospitals[SMALL],), (world.people["evaluator.h03"].id,),
        date(2025, 12, 1), VisitMode.IN_PERSON, VisitState.PLANNED, False, "",
    )  # fmt: skip
    with db.writing() as connection:
        visit = visits.add(by(connection, secretariat), last_year, ["mini-1"])
        earlier = assessment_rows.of_visit(connection, visit)[0].id
    for item in ("1-01", "1-02", "1-03", "2-02"):
        answer(world, "evaluator.h03", earlier, item, "C", f"{item}の指摘")
    assert read(world, "evaluator.h02", world.visitor_assessment)["previous"] is None
    submit(world, "evaluator.h03", earlier)
    previous = read(world, "evaluator.h02", world.visitor_assessment)["previous"]
    assert (previous["label"], previous["last_year"]) == ("2025年度 訪問評価", True)
    assert set(previous["ratings"]) == {"1-01", "1-02"}
    # The evaluating hospital's manager may read this year's ratings, but not another hospital's of last year.
    assert read(world, "manager.h02", world.visitor_assessment)["previous"] is None


def test_readers_cannot_write_and_strangers_do_not_read(world: World) -> None:
    assert not read(world, "manager.h02", world.visitor_assessment)["writable"]
    for login in ("manager.h01", "evaluator.h04", "center", "admin", "secretariat"):
        with pytest.raises(Forbidden):
            read(world, login, world.visitor_assessment)
    with pytest.raises(NotFound):
        read(world, "secretariat", 999)


def test_a_submitted_assessment_is_shown_but_not_writable(world: World) -> None:
    submit(world, "evaluator.h02", world.visitor_assessment)
    sheet = read(world, "evaluator.h02", world.visitor_assessment)
    assert (sheet["state"], sheet["writable"]) == ("submitted", False)
    assert read(world, "manager.h01", world.visitor_assessment)["hospital"]["code"] == HOST
    assert read(world, "secretariat", world.visitor_assessment)["visit"]["evaluators"] == ["架空市民病院"]
    assert LEADING not in json.dumps(sheet, ensure_ascii=False)


def test_those_who_fill_in_see_last_years_finding_at_its_item_with_what_was_done(world: World) -> None:
    finding = cycle.sealed(world)
    visit = cycle.next_year(world)
    with db.writing() as connection:
        manager = principal(world.people["manager.h01"])
        fields = PlanFields("院長の予定に組み込む", "事務長", completed_on=date(2027, 2, 1))
        improvement_plans.save(by(connection, manager), finding, 0, fields)
        improvement_plans.add_note(by(connection, manager), finding, "1月から出席している")
        later = next(one.id for one in assessment_rows.of_visit(connection, visit) if one.track is Track.VISITOR)
        follow_ups.mark(
            by(connection, principal(world.people["second.h02"])), visit, finding, Sequel.RESOLVED, "確認した"
        )
    line = {
        "id": finding,
        "fiscal_year": 2026,
        "text": "院長の出席が記録されていない",
        "kind": "finding",
        "action": "院長の予定に組み込む",
        "progress": "1月から出席している",
        "completed_on": "2027-02-01",
        "mark": "resolved",
        "comment": "確認した",
        "marked_by": "second.h02 さん",
    }
    sheet = read(world, "evaluator.h02", later)
    [found] = sheet["findings"]["1-05"]
    assert found.pop("marked_at").endswith("+09:00")
    assert (sheet["findings"], sheet["marks"]) == ({"1-05": [line]}, True)
    reader = read(world, "manager.h02", later)
    assert (reader["findings"], reader["marks"]) == ({}, False)
    json.dumps(read(world, "evaluator.h02", later))


def test_photos_stand_at_their_item_with_who_took_them(world: World) -> None:
    shrunk = picture.shrink(jpeg())
    with db.writing() as connection:
        member = principal(world.people["evaluator.h02"])
        sha256 = files.put(files.folder(connection), shrunk.content)
        for _ in range(2):
            key = str(uuid.uuid4())
            photos.add(by(connection, member), world.visitor_assessment, "2-01", key, shrunk, sha256)
    found = read(world, "manager.h02", world.visitor_assessment)["photos"]
    assert [one["saved_by"] for one in found["2-01"]] == ["evaluator.h02 さん"] * 2
    assert set(found["2-01"][0]) == {"id", "saved_at", "saved_by", "caption", "mine"}
