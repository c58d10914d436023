"""The partner tables of the 届出, and what has to be filed again."""

from __future__ import annotations

from datetime import date

from checklist.formats import files
from checklist.model.criteria import Direction
from checklist.model.visits import VisitState
from checklist.papers.hospitals import partner_document
from checklist.readings import partnership
from checklist.readings.partnership import Partnership
from checklist.rules.criteria import partners
from checklist.store import db
from checklist.store.hospitals import filing_partners
from checklist.store.visits import visit_steps
from tests.world import HOST, LEADING, SMALL, STRANGER, World, by, principal

FILED = date(2026, 4, 1)
UNFILED = ["自院の評価を行う医療機関「架空市民病院」が届出にありません。", partners.AGAIN]


def read(world: World, login: str = "manager.h01", code: str = HOST) -> Partnership:
    with db.reading() as connection:
        return partnership.read(by(connection, principal(world.people[login])), world.hospitals[code])


def name(world: World, partner: str, direction: Direction, code: str = HOST, on: date = FILED) -> None:
    with db.writing() as connection:
        who = principal(world.people["secretariat"])
        filing_partners.add(by(connection, who), world.hospitals[code], world.hospitals[partner], direction, on)


def test_without_any_partner_entered_nothing_is_said_about_a_difference(world: World) -> None:
    assert read(world).warnings() == [partnership.NOT_REGISTERED]


def test_a_visitor_whom_the_filing_does_not_name_has_to_be_filed(world: World) -> None:
    name(world, STRANGER, Direction.VISITED_BY)
    assert read(world).warnings() == UNFILED
    assert read(world).table(Direction.VISITED_BY).rows[1] == (
        "架空市民病院", "医療法人 架空会", "架空県架空市", "加算1", "予定 2026年11月25日（水）", "届出なし",
    )  # fmt: skip


def test_filing_and_visits_that_agree_need_nothing(world: World) -> None:
    name(world, LEADING, Direction.VISITED_BY)
    assert read(world).warnings() == []
    assert read(world).table(Direction.VISITED_BY).rows[0][-1] == "2026年4月1日（水）届出"
    name(world, SMALL, Direction.VISITS, LEADING)
    assert (
        read(world, "manager.h02", LEADING).warnings()[0]
        == "自院が評価する医療機関「架空中央病院」が届出にありません。"
    )


def test_a_filed_partner_without_a_visit_is_told_more_softly(world: World) -> None:
    name(world, LEADING, Direction.VISITED_BY)
    name(world, STRANGER, Direction.VISITS)
    assert read(world).warnings() == []
    name(world, SMALL, Direction.VISITS, on=date(2025, 11, 22))
    assert read(world).warnings() == [
        "届け出ている連携先のうち、架空みなと病院への訪問評価が期間内に行われていません。"
    ]
    assert read(world).table(Direction.VISITS).rows[0][-2] == "訪問の登録なし"


def test_who_comes_is_of_the_first_class(world: World) -> None:
    name(world, LEADING, Direction.VISITED_BY)
    name(world, SMALL, Direction.VISITED_BY)
    assert read(world).warnings() == [
        "自院の評価を行う医療機関「架空みなと病院」は加算2で、加算1ではありません。",
        partners.AGAIN,
    ]


def test_a_cancelled_visit_makes_no_partner(world: World) -> None:
    name(world, STRANGER, Direction.VISITED_BY)
    assert len(read(world).warnings()) == 2
    with db.writing() as connection:
        visit_steps.move(by(connection, principal(world.people["secretariat"])), world.visit, VisitState.CANCELLED)
    assert [one for one in read(world).warnings() if "届出にありません" in one] == []


def test_the_second_class_names_only_those_who_come(world: World) -> None:
    assert read(world, "manager.h03", SMALL).directions == (Direction.VISITED_BY,)


def test_the_tables_are_taken_away_as_excel_and_paper(world: World) -> None:
    name(world, LEADING, Direction.VISITED_BY)
    with db.reading() as connection:
        found = partner_document.document(by(connection, principal(world.people["leader.h01"])), world.hospitals[HOST])
    assert [table.title for table in found.tables] == ["自院が評価する医療機関", "自院の評価を行う医療機関"]
    assert found.tables[0].names[:3] == ("医療機関名", "開設者名", "所在地")
    assert files.render(found, "pdf").startswith(b"%PDF")
    assert files.render(found, "xlsx").startswith(b"PK")
