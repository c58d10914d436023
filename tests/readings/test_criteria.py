"""The 施設基準 for whoever may know: one hospital, the region, and the lines of the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from checklist.__main__ import main
from checklist.errors import Forbidden, Refused
from checklist.model.records import Conference
from checklist.model.records.incidents import IncidentCount
from checklist.papers.criteria import criteria_document
from checklist.readings import criteria, criteria_sets, lists
from checklist.rules.criteria.evaluation import assess, choose, outlined
from checklist.store import db
from checklist.store.criteria import criteria_facts
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.cycle import who
from tests.rules.criteria.documents import manager
from tests.world import HOST, STRANGER, World, by

DAY = date(2026, 3, 2)
READERS = {"manager.h01": True, "leader.h01": True, "evaluator.h01": False, "manager.h02": False, "leader.h02": False,
           "secretariat": False, "center": False, "admin": False}  # fmt: skip


def may_read(world: World, login: str) -> bool:
    with db.reading() as connection:
        try:
            criteria.evaluation(by(connection, who(world, login)), world.hospitals[HOST], DAY)
        except Forbidden:
            return False
    return True


def test_the_own_hospital_reads_it_and_the_secretariat_only_once_it_is_shared(world: World) -> None:
    assert {login: may_read(world, login) for login in READERS} == READERS
    with db.writing() as connection:
        hospitals.share_entitlement(by(connection, who(world, "manager.h01")), world.hospitals[HOST], True)
    assert {login: may_read(world, login) for login in READERS} == READERS | {"secretariat": True}


def test_the_secretariats_overview_has_those_who_share(world: World) -> None:
    with db.writing() as connection:
        assert criteria.shared(by(connection, who(world, "secretariat")), DAY) == []
        hospitals.share_entitlement(by(connection, who(world, "manager.h01")), world.hospitals[HOST], True)
        someone, host = who(world, "manager.h01"), world.hospitals[HOST]
        records.save(
            by(connection, someone), host, IncidentCount(held_on=date(2026, 1, 31), profession="nurse", level_0=3)
        )
        records.save(by(connection, someone), host, manager(valid_to=date(2027, 2, 20)))
        (found,) = criteria.shared(by(connection, who(world, "secretariat")), DAY)
        assert found.facts.hospital.code == HOST
        nothing = assess(found.rule_set, replace(found.facts, filings=()))
        # What is asked of nobody is neither met nor open: such a hospital is in the list and under none of its choices.
        listing = lists.criteria([nothing])
        assert ([one.keys["state"] for one in listing.lines], listing.choices[0].options) == ([frozenset()], {})
        # Read without what no answer rests on, the answers are those of the hospital's own page.
        whole = criteria.evaluation(by(connection, someone), host, DAY)
        assert any("インシデント報告の件数" in one.verdict.reason for one in whole.judgements)
        assert found.judgements == outlined(whole).judgements
        with pytest.raises(Forbidden):
            criteria.shared(by(connection, who(world, "manager.h01")), DAY)


def test_every_requirement_of_the_region_is_judged_at_once(world: World) -> None:
    with db.reading() as connection:
        rule_set = choose(criteria_sets.shipped(), DAY)
        found = [assess(rule_set, one) for one in criteria_facts.of_day(by(connection), DAY).values()]
        alone = criteria.evaluation(by(connection, who(world, "manager.h01")), world.hospitals[HOST], DAY)
    assert len(found) == 4
    assert next(one for one in found if one.facts.hospital.code == HOST).judgements == alone.judgements


def test_alerts_compare_with_thirty_days_before(world: World) -> None:
    host = world.hospitals[HOST]
    with db.writing() as connection:
        someone = who(world, "manager.h01")
        records.save(by(connection, someone), host, manager(valid_to=date(2026, 2, 20)))
        now = criteria.evaluation(by(connection, someone), host, DAY)
        titles = [one.title for one in criteria.alerts(by(connection, someone), now)]
    assert titles[0] == "医療安全対策加算1 医療安全管理体制（ア）医療安全管理者の配置を満たさなくなりました"


def test_the_command_line_tells_every_requirement_as_json(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with db.writing() as connection:
        one = Conference(held_on=date(2026, 3, 4), participants=5, committee_members=2, topic="検討")
        records.save(by(connection, who(world, "manager.h01")), world.hospitals[HOST], one)
    assert main(["criteria", "ｈ01".upper(), "--on", "2026-05-31", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rule_set = choose(criteria_sets.shipped(), DAY)
    assert [line["requirement"] for line in found] == [one.code for one in rule_set.requirements]
    assert {"requirement", "addon", "source", "result", "reason", "records"} <= set(found[0])
    weekly = next(line for line in found if line["requirement"] == "safety-1.department-c-weekly")
    assert (weekly["result"], weekly["certainty"]) == ("not_met", None)
    assert [record["kind"] for record in weekly["records"]] == ["conference"]


def test_the_command_line_says_what_the_answers_are_worth(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["criteria", HOST, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {line["result"] for line in found} == {"met", "not_met", "unknown"}
    assert {line["certainty"] for line in found} == {"confirmed", "unseen"}
    assert main(["criteria", HOST]) == 0
    told = capsys.readouterr().out
    assert told.count("その他の要件は令和8年の通知の本文を確認できていないため") == 1
    assert "試算です。算定の可否は地方厚生（支）局と最新の通知で確認してください。" in told


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["criteria", "H99"], 1, "病院コード「H99」は登録されていません。"),
        (["criteria", HOST, "--on", "2024-05-31"], 1, "2024年6月1日（土）より前の施設基準は登録されていない"),
        (["criteria", HOST, "--on", "soon"], 2, "日付（例：2026-08-01）を指定してください"),
        (["criteria", HOST, "--on", "9999-12-31"], 2, "日付（例：2026-08-01）を指定してください"),
        (["criteria"], 2, "HOSPITAL を指定してください"),
    ],
)
def test_what_cannot_be_judged_is_told_in_one_line(
    world: World, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    try:
        found = main(arguments)
    except SystemExit as ended:
        found = int(ended.code or 0)
    assert (found, told in capsys.readouterr().err) == (code, True)


def test_a_day_before_the_first_set_is_refused(world: World) -> None:
    with db.reading() as connection, pytest.raises(Refused):
        criteria.evaluation(by(connection, who(world, "manager.h04")), world.hospitals[STRANGER], date(2024, 5, 31))


def test_the_document_holds_every_requirement_and_how_far_each_was_confirmed(world: World) -> None:
    with db.reading() as connection:
        someone, host = who(world, "manager.h01"), world.hospitals[HOST]
        then = criteria_document.document(by(connection, someone), host, DAY)
        later = criteria_document.document(by(connection, someone), host, date(2026, 11, 22))
    rule_set = choose(criteria_sets.shipped(), DAY)
    assert len(then.csv_table.rows) == len(rule_set.requirements)
    assert then.csv_table.records()[0]["判定"] == "要確認"
    marks = [str(row["根拠"]).splitlines()[0] for row in later.csv_table.records()]
    assert (marks[0], set(marks[1:])) == ("令和8で確認済み", {"令和8の通知を未確認"})
    standings = {row["加算"]: (row["判定"], row["点数"], row["点数の確認"]) for row in later.tables[1].records()}
    assert standings["医療安全対策加算1"] == ("要確認", 160, "令和8で確認済み")
    assert standings["医療安全対策地域連携加算2"] == ("否", 20, "令和6から変更なしと確認")
    assert sum("令和8年度改定の点数（160点・70点・50点・20点）" in note for note in later.notes) == 1
    assert not any("令和8年度改定の点数" in note for note in then.notes)
    assert any("地方厚生（支）局" in note for note in then.notes)
    assert then.title == "架空中央病院 施設基準の判定 2026年3月2日（月）"
    # A number that is a word stands apart from the title; a bracket does so by itself.
    places = [str(row["要件"]) for row in later.csv_table.records()]
    for place in (
        "入院料の通則 委員会 委員会の開催",
        "地域連携 訪問（加算1へ）",
        "医療安全管理体制（ア）（ロ）研修の時間",
    ):
        assert place in places, place
