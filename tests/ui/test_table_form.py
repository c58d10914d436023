"""A table is asked about where it is unclear, shown as what it would change, and taken in only once somebody agrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from checklist.formats.file_questions import LEAVE
from checklist.model.records import Conference
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from checklist.ui import table_form
from checklist.ui.region import import_view
from checklist.ui.sheets import foreign_view
from tests.formats import odd_books
from tests.formats.odd_books import As
from tests.imports import bureau_files
from tests.rules.sheets.test_sheet_layout import numbers_in_the_text
from tests.ui import screens
from tests.ui.screens import faults, open_page, press
from tests.ui.test_empty_region import shown
from tests.world import World, by, principal

pytestmark = pytest.mark.usefixtures("read_here")
HEAD = ["開催日", "出席者数", "うち委員会の構成員", "議題と検討内容"]
BUTTON = "記録を取り込む"


def line(week: int, topic: str) -> list[Any]:
    return [As(46113 + 7 * week, 31), 6, 4, topic]


@pytest.fixture
def manager(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    return world


def read(world: World, content: bytes) -> AppTest:
    """The page with a file that was chosen and read."""
    screen = open_page("records")
    screen.file_uploader[0].upload("記録.xlsx", content).run()
    return press(screen, BUTTON)


def asked(screen: AppTest) -> str:
    """The questions beside the file."""
    return " ".join(one.label for one in screen.selectbox)


def topics(world: World) -> list[str]:
    with db.reading() as connection:
        view = by(connection, principal(world.people["manager.h01"]))
        return sorted(one.topic for one in records.of_hospital(view, world.hospitals["H01"], Conference))


def book(**sheets: Sequence[Any]) -> bytes:
    return odd_books.xlsx({title: [HEAD, *lines] for title, lines in sheets.items()}, rows=[2])


def test_what_is_unclear_is_asked_step_by_step_and_then_shown(manager: World) -> None:
    screen = read(manager, book(前=[line(0, "架空の前回")], 後=[line(1, "架空の今回"), line(2, "架空の隠れた回")]))
    assert not screen.exception
    assert "取り込む表はどのシートですか。" in asked(screen)
    # Nobody has chosen yet: asked once more, and nothing else happens.
    press(screen, BUTTON)
    assert "取り込む表はどのシートですか。" in asked(screen)
    next(one for one in screen.selectbox if "どのシート" in one.label).set_value("後").run()
    press(screen, BUTTON)
    question = next(one for one in screen.selectbox if "非表示の行" in one.label)
    assert "（3行目）" in question.label
    question.set_value(LEAVE).run()
    press(screen, BUTTON)
    assert not screen.exception
    assert "1件の記録を取り込みます。" in shown(screen)
    assert "架空の今回" in shown(screen)
    assert "架空の隠れた回" not in shown(screen)
    assert topics(manager) == []
    press(screen, table_form.TAKE)
    assert topics(manager) == ["架空の今回"]
    assert len(screen.file_uploader) == 1


def test_who_goes_back_has_changed_nothing(manager: World) -> None:
    screen = read(manager, book(表=[line(0, "架空の検討")]))
    press(screen, table_form.LEAVE)
    assert topics(manager) == []
    assert len(screen.file_uploader) == 1


def test_what_has_changed_meanwhile_is_not_taken_in_unseen(manager: World) -> None:
    content = book(表=[line(0, "架空の検討")])
    first, second = read(manager, content), read(manager, content)
    press(first, table_form.TAKE)
    press(second, table_form.TAKE)
    assert table_form.MOVED in shown(second)
    assert topics(manager) == ["架空の検討"]


def test_another_file_is_not_read_with_the_answers_of_the_one_before(manager: World) -> None:
    screen = read(manager, book(前=[line(0, "架空の前回")], 後=[line(1, "架空の今回")]))
    screen.file_uploader[0].upload("別.xlsx", book(表=[line(3, "架空の別の回")])).run()
    assert "どのシート" not in asked(screen)
    press(screen, BUTTON)
    press(screen, table_form.TAKE)
    assert topics(manager) == ["架空の別の回"]


def test_faults_are_told_before_anything_is_shown(manager: World) -> None:
    screen = read(manager, book(表=[[As(46113, 31), 0, 9, "架空"]]))
    assert "取り込んでいません。" in faults(screen)
    assert table_form.TAKE not in [one.label for one in screen.button]


def test_a_long_table_is_shown_in_part_and_counted(manager: World) -> None:
    lines = [line(0, f"架空の検討{number}") for number in range(table_form.SHOWN + 5)]
    screen = read(manager, odd_books.xlsx({"表": [HEAD, *lines]}))
    assert f"{table_form.SHOWN + 5}件のうち、はじめの{table_form.SHOWN}件を表示しています。" in shown(screen)
    press(screen, table_form.TAKE)
    assert len(topics(manager)) == table_form.SHOWN + 5


def test_a_sheet_of_another_layout_is_shown_with_what_was_left_out_and_offered_in_our_form(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("sheets")
    next(one for one in screen.checkbox if "ほかの様式" in one.label).check().run()
    screen.file_uploader[1].upload("点検表.xlsx", odd_books.xlsx(dict(numbers_in_the_text()))).run()
    press(screen, foreign_view.BUTTON)
    assert not screen.exception
    assert "4章・24項目を見つけました。" in shown(screen)
    assert "注記・集計" in shown(screen)
    assert "責任者を定めた規程があるか" in shown(screen)
    press(screen, foreign_view.LEAVE)
    assert "責任者を定めた規程があるか" not in shown(screen)
    screen.file_uploader[1].upload("点検表.csv", "合計\n".encode()).run()
    press(screen, foreign_view.BUTTON)
    assert "点検項目が見つかりません。" in shown(screen)


def test_a_list_of_filings_is_shown_with_how_it_was_understood_and_taken_in_with_one_press(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals")
    content = bureau_files.book([*bureau_files.hospital(1, "架空第一病院"), *bureau_files.hospital(2, "架空第二病院")])
    screen.file_uploader[0].upload("todokede_meibo.xlsx", content).run()
    press(screen, import_view.READ)
    assert not screen.exception
    for part in ("4行目が見出し", "医療機関番号→コード", "取り込まない行：", "病院：新規 2件、届出：新規 4件"):
        assert part in shown(screen), part
    press(screen, table_form.TAKE)
    with db.reading() as connection:
        assert hospitals.by_code(by(connection), "0110002").beds == 350
