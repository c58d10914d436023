"""窓口 and 相談の統計 on the screen: books with their forms, lists from a file, a year taken in, and figures of any period."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.formats import files
from checklist.imports import option_file
from checklist.model.center import DeskRule, ResponseLine
from checklist.store import db
from checklist.store.center import cases, desk
from checklist.store.records import records
from tests.center_desk import staff, take_down
from tests.ui import screens
from tests.ui.center.test_consultations_page import field
from tests.ui.screens import faults, open_page, press, text
from tests.world import World, by


@pytest.fixture
def center(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, with the person of the centre signed in."""
    screens.sign_in(monkeypatch, world.people["center"].id)
    return world


def test_the_book_begins_with_the_shipped_places_and_each_is_to_be_checked(center: World) -> None:
    screen = open_page("desk")
    assert "紹介先はまだありません" in text(screen)
    press(screen, "例を追加する")
    assert "24件を追加しました。" in text(screen)
    assert "1年以上確認していない紹介先が24件あります" in text(screen)
    with db.reading() as connection:
        number = desk.referrals(by(connection, staff(center)))[0].id
    screen = open_page("desk", part="referral", record=number)
    field(screen, "最後に確認した日").set_value("2026/11/20")
    field(screen, "電話番号").set_value("000-0000")
    press(screen, "保存する")
    assert not screen.exception
    assert "1年以上確認していない紹介先が23件あります" in text(open_page("desk"))


def test_a_rule_and_an_agreed_line_are_kept_by_their_forms(center: World) -> None:
    screen = open_page("desk", part="desk_rule")
    field(screen, "電話の時間の目安（分）").set_value("15")
    press(screen, "保存する")
    assert not screen.exception
    screen = open_page("desk", part="response_line")
    press(screen, "保存する")
    assert "合言葉" in faults(screen)
    field(screen, "合言葉").set_value("ひまわり")
    field(screen, "決めた対応").set_value("15分で終える。")
    press(screen, "保存する")
    with db.reading() as connection:
        view = by(connection, staff(center))
        assert [one.limit for one in records.of_hospital(view, None, DeskRule)] == [15]
        assert [one.line for one in records.of_hospital(view, None, ResponseLine)] == ["15分で終える。"]
    press(open_page("desk", part="response_line"), "保存する")


def test_the_lists_come_back_from_their_own_file_as_a_new_edition(center: World) -> None:
    with db.reading() as connection:
        data = files.render(option_file.document(by(connection, staff(center))), "csv")
    screen = open_page("desk", part="lists")
    assert "国の調査の分類表ではありません" in text(screen)
    field(screen, "版の名称").set_value("令和8年度の分類")
    screen.file_uploader[0].set_value(("分類.csv", data, "text/csv")).run()
    press(screen, "分類を取り込む")
    assert not screen.exception
    press(screen, "この内容で取り込む")
    assert "「令和8年度の分類」を2026年11月22日（日）から使います。" in text(screen)
    press(screen, "分類を取り込む")
    with db.reading() as connection:
        assert len(desk.editions(by(connection, staff(center)))) == 2


def test_a_year_is_shown_before_it_is_taken_in(center: World) -> None:
    head = "受付番号,受付日,種別,相談内容（大）,相談方法"
    screen = open_page("desk", part="file")
    rows = "\n".join((head, "A-1,2025/4/8,クレーム,医療費,電話", "A-2,2025/4/9,相談,医療費,電話"))
    screen.file_uploader[0].set_value(("相談.csv", rows.encode(), "text/csv")).run()
    assert not screen.exception
    assert "「クレーム」は今の区分にありません" in text(screen)
    assert "相談事例を取り込む" not in [one.label for one in screen.button]
    field(screen, "種別：「クレーム」（1行）").set_value("complaint").run()
    assert "取り込む内容：新規 2件" in text(screen).replace("\\", "")
    press(screen, "相談事例を取り込む")
    assert "取り込みました" in text(screen)
    with db.reading() as connection:
        found = cases.between(by(connection, staff(center)))
    assert [one.case.kind for one in found] == ["complaint", "consultation"]


def test_the_figures_are_of_the_period_in_the_address(center: World) -> None:
    take_down(staff(center), received_on=date(2025, 5, 12))
    take_down(staff(center))
    screen = open_page("figures", period="fy2025")
    assert not screen.exception
    assert "period=fy2025" in text(screen)
    assert "対応の数で、対応した日で数えます" in text(screen)
    for part in ("callers", "subjects", "responses", "nation"):
        assert not open_page("figures", part=part, public="1").exception
    assert "110,882" in text(open_page("figures", part="nation")).replace("110882", "110,882")
    wrong = open_page("figures", period="fy9")
    assert "期間の指定が正しくありません" in text(wrong)
    assert not wrong.exception


def test_figures_without_a_case_tell_the_next_step(center: World) -> None:
    assert "2026年度の相談はありません" in text(open_page("figures"))


def test_months_that_are_typed_become_the_period(center: World) -> None:
    screen = open_page("figures")
    field(screen, "最初の月").set_value("2026-04")
    field(screen, "最後の月").set_value("2026-06")
    press(screen, "この期間で集計する")
    assert "2026年4月～2026年6月の相談はありません" in text(screen)
