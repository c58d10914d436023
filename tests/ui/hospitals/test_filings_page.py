"""届出: partners named and ended, the history written, the difference from the visits told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checklist import words
from checklist.model.accounts import Role
from checklist.model.criteria import Direction
from checklist.model.hospitals import Addon
from checklist.store import db
from checklist.store.hospitals import filing_events, filing_partners
from tests.store.hospitals.test_infection_filings import INFECTION, add_sheet, file
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import HOST, World, by, principal


@pytest.fixture
def manager(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, with the safety manager of H01 signed in."""
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    return world


def test_a_partner_is_named_and_the_warning_goes_away(manager: World) -> None:
    screen = open_page("filings")
    assert not screen.exception
    assert "届け出た連携先が登録されていません" in screen.warning[0].value
    press(screen, "連携先を加える")
    assert "連携先の病院：選んでください" in faults(screen)
    screen.selectbox(key="partner-r0-who").set_value(manager.hospitals["H02"])
    screen.radio(key="partner-r0-way").set_value("visited_by")
    press(screen, "連携先を加える")
    assert "届出日：入力してください" in faults(screen)
    screen.text_input(key="partner-r0-on").set_value("R8.4.1")
    press(screen, "連携先を加える")
    assert [one.value for one in screen.success] == ["連携先を登録しました。"]
    assert not screen.warning


def test_a_partner_is_ended_or_taken_back(manager: World) -> None:
    who, own = principal(manager.people["manager.h01"]), manager.hospitals[HOST]
    with db.writing() as connection:
        for partner, way in (("H02", Direction.VISITED_BY), ("H03", Direction.VISITS)):
            filing_partners.add(by(connection, who), own, manager.hospitals[partner], way, date(2026, 4, 1))
    screen = open_page("filings")
    screen.text_input(key="end-r0-on").set_value("2026/3/31")
    press(screen, "連携先を終了する")
    assert "届出日より前の日にはできません" in faults(screen)
    screen.text_input(key="end-r0-on").set_value("2026/9/30")
    press(screen, "連携先を終了する")
    press(screen, "登録を取り消す")
    assert "取消しの理由：入力してください" in faults(screen)
    screen.text_input(key="end-r1-why").set_value("選び間違い")
    press(screen, "登録を取り消す")
    with db.reading() as connection:
        assert [one.ended_on for one in filing_partners.of_hospital(by(connection, who), own)] == [date(2026, 9, 30)]


def test_what_became_of_a_filing_is_written_into_its_history(manager: World) -> None:
    screen = open_page("filings")
    assert "届出の履歴はまだありません" in text(screen)
    press(screen, "履歴に記録する")
    assert "届出日：入力してください" in faults(screen)
    screen.selectbox(key="event-r0-kind").set_value("withdrawn")
    screen.text_input(key="event-r0-on").set_value("2026/11/1")
    screen.text_input(key="event-r0-receipt").set_value("第77号")
    press(screen, "履歴に記録する")
    assert "辞退の届出" in text(screen)
    with db.reading() as connection:
        own = manager.hospitals[HOST]
        found = filing_events.of_hospital(by(connection, principal(manager.people["manager.h01"])), own)
    assert [(one.kind, one.receipt_number) for one in found] == [("withdrawn", "第77号")]
    assert [one.value for one in screen.success] == ["辞退の届出を記録し、届出の終了日を登録しました。"]
    assert words.day(date(2026, 10, 31)) in text(screen)


def test_before_saving_the_form_says_that_a_withdrawal_ends_the_filing(manager: World) -> None:
    screen = open_page("filings")
    assert "届出日の前日（算定の最後の日を入力したときはその日）でこの届出が終わります。" in text(screen)
    screen.selectbox(key="event-r0-kind").set_value("withdrawn")
    screen.text_input(key="event-r0-on").set_value("2022/3/1")
    press(screen, "履歴に記録する")
    assert "より前に終わることになります" in faults(screen)
    screen.text_input(key="event-r0-on").set_value("2026/11/1")
    screen.text_input(key="event-r0-last").set_value("いつか")
    press(screen, "履歴に記録する")
    assert "算定の最後の日：「いつか」は日付として読み取れません" in faults(screen)
    screen.text_input(key="event-r0-last").set_value("2026/11/30")
    press(screen, "履歴に記録する")
    assert words.day(date(2026, 11, 30)) in text(screen)


def test_the_leader_reads_and_cannot_write(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    screen = open_page("filings", hospital=world.hospitals["H04"])
    shown = text(screen)
    assert not screen.button
    assert "第H01号" in shown
    assert "第H04号" not in shown


def test_the_secretariat_sees_whose_partners_differ_and_opens_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    with db.writing() as connection:
        who = principal(world.people["secretariat"])
        own, other = world.hospitals[HOST], world.hospitals["H03"]
        filing_partners.add(by(connection, who), own, other, Direction.VISITED_BY, date(2026, 4, 1))
    shown = text(open_page("filings"))
    assert shown.count("連携先が届出と異なります") == 1
    assert shown.count("連携先が未登録") == 3
    screen = open_page("filings", hospital=world.hospitals["H01"])
    assert "連携先を加える" in [one.label for one in screen.button]
    assert "この届出は表示できません" in text(open_page("filings", hospital=99))


def test_without_hospitals_the_next_step_is_told(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, screens.lone_person(Role.SECRETARIAT))
    assert "病院が登録されていません" in text(open_page("filings"))


@pytest.mark.parametrize(
    ("login", "page", "address", "told"),
    [
        ("secretariat", "filings", {"hospital": "H03"}, "架空みなと病院の届出"),
        ("manager.h01", "filings", {}, "架空中央病院の届出"),
        ("leader.h02", "filings", {"hospital": "H03"}, "架空市民病院の届出"),
        ("secretariat", "hospitals", {"hospital": "H03"}, "架空みなと病院"),
        ("evaluator.h02", "improvements", {}, "架空中央病院"),
        ("evaluator.h02", "improvements", {"hospital": "H01"}, "架空中央病院"),
        ("manager.h01", "improvements", {}, "架空中央病院"),
    ],
)
def test_a_heading_names_the_hospital_whose_data_stand_below(
    login: str, page: str, address: dict[str, str], told: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page(page, **{name: world.hospitals[code] for name, code in address.items()})
    assert told in [*screens.titles(screen), *(one.value for one in (*screen.header, *screen.subheader))]


def test_a_filing_that_goes_on_has_a_dash_for_its_last_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    for page in ("filings", "hospitals"):
        shown = text(open_page(page, hospital=world.hospitals["H01"]))
        assert shown.count('data-name="終了日">－</td>') == 2


def test_a_filing_of_infection_control_and_its_partner_are_entered_and_shown(
    manager: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, partner = manager.hospitals[HOST], manager.hospitals["H02"]
    assert "感染対策向上加算の連携医療機関" not in text(open_page("filings"))
    screens.sign_in(monkeypatch, manager.people["secretariat"].id)
    screen, key = open_page("hospitals", hospital=str(own)), f"filing-{own}-0-r0"
    screen.radio(key=f"{key}-class").set_value(3)
    screen.text_input(key=f"{key}-from").set_value("R7.4.1")
    press(screen, "届出を保存する")
    assert "区分：医療安全対策加算の区分（加算1・加算2）から選んでください" in faults(screen)
    screen.selectbox(key=f"{key}-addon").set_value(Addon.INFECTION)
    press(screen, "届出を保存する")
    assert [one.value for one in screen.success] == ["届出を保存しました（感染対策向上加算　加算3）。"]
    assert "感染対策向上加算" in text(open_page("hospitals", hospital=str(own)))

    screens.sign_in(monkeypatch, manager.people["manager.h01"].id)
    screen = open_page("filings")
    assert "感染対策向上加算の連携先はありません" in text(screen)
    screen.selectbox(key="partner-r0-who").set_value(partner)
    screen.radio(key="partner-r0-way").set_value("infection")
    screen.text_input(key="partner-r0-on").set_value("R8.4.1")
    press(screen, "連携先を加える")
    assert [one.value for one in screen.success] == ["連携先を登録しました。"]
    shown = text(screen)
    assert "感染対策向上加算の連携先はありません" not in shown
    # Of the 地域連携加算 still no partner is known.
    assert "届け出た連携先が登録されていません" in screen.warning[0].value


def test_a_visit_planned_with_a_sheet_of_infection_control_says_whose_filing_is_missing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_sheet(world)
    file(world, HOST, 1)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen, key = open_page("visits"), "new-visit-r0"
    screen.selectbox(key=f"{key}-host").set_value(world.hospitals[HOST]).run()
    screen.selectbox(key=f"{key}-leading").set_value(world.hospitals["H02"]).run()
    # The version in force is proposed: one of another day would be a list of its own.
    chosen = next(one for one in screen.multiselect if str(one.key).startswith(f"{key}-sheets"))
    assert chosen.set_value(["mini-2"]).run().warning.len == 0
    screen.multiselect(key=str(chosen.key)).set_value(["mini-2", INFECTION.code]).run()
    assert (
        "架空市民病院には、2026年11月22日（日）に有効な感染対策向上加算の届出が登録されていません"
        in screen.warning[0].value
    )
    file(world, "H02", 2)
    screen.run()
    assert "架空市民病院は加算2" in screen.warning[0].value
