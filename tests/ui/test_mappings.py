"""What the rules and the names of columns leave open is tapped, drawn anew, confirmed, remembered, and can be forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from checklist.model.mappings import ColumnRole, RowRole
from checklist.model.records import Conference, SafetyRound
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from checklist.ui import mapping_memory, table_form
from checklist.ui.region import import_view
from checklist.ui.sheets import foreign_view, mapping_view
from tests.formats import odd_books
from tests.imports import bureau_files, test_activity_file, test_sheet_mapping
from tests.rules.sheets.drawn_layouts import tabs_in_unlike_columns
from tests.ui import screens
from tests.ui.screens import faults, open_page, press
from tests.ui.test_empty_region import shown
from tests.world import World, by, principal

pytestmark = pytest.mark.usefixtures("read_here")
TAKE = "記録を取り込む"
OWN = [["実施日", "参加人数", "うち委員会", "検討した内容", "印"], ["2026/4/1", 6, 4, "架空の検討", "済"]]
NEXT = [OWN[0], ["2026/4/8", 7, 5, "架空の次の検討", ""]]


def chosen(screen: AppTest, said: dict[str, str]) -> AppTest:
    """The questions answered by a word in them."""
    for word, option in said.items():
        next(one for one in screen.selectbox if word in one.label).set_value(option).run()
    return screen


def upload(screen: AppTest, place: int, rows: Any, button: str, name: str = "表.xlsx") -> AppTest:
    content = rows if isinstance(rows, bytes) else odd_books.xlsx({"表": rows})
    screen.file_uploader[place].upload(name, content).run()
    return press(screen, button)


def topics(world: World) -> list[str]:
    with db.reading() as connection:
        view = by(connection, principal(world.people["manager.h01"]))
        return sorted(one.topic for one in records.of_hospital(view, world.hospitals["H01"], Conference))


def kept(world: World) -> int:
    with db.reading() as connection:
        found: int = connection.execute("SELECT count(*) FROM mapping_choice WHERE roles <> '{}'").fetchone()[0]
        return found


def role(screen: AppTest, label: str) -> Any:
    return next(one for one in screen.segmented_control if one.label == label)


def activities() -> AppTest:
    screen = open_page("records")
    return next(one for one in screen.checkbox if one.label.startswith("活動記録")).check().run()


def sheet_screen(content: bytes) -> AppTest:
    screen = open_page("sheets")
    next(one for one in screen.checkbox if "ほかの様式" in one.label).check().run()
    return upload(screen, 1, content, foreign_view.BUTTON)


def test_a_hospitals_own_columns_are_asked_for_once_and_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = upload(open_page("records"), 0, OWN, TAKE)
    assert not screen.exception
    assert "列「実施日」（例：2026/4/1）は、どの欄として取り込みますか。" in " ".join(
        one.label for one in screen.selectbox
    )
    assert faults(screen) == ""
    chosen(screen, {"「うち委員会」": "うち委員会の構成員", "「検討した内容」": "議題と検討内容", "「印」": "-"})
    press(screen, TAKE)
    assert "1件の記録を取り込みます。" in shown(screen)
    assert (topics(world), kept(world)) == ([], 0), "nothing before it is confirmed"
    press(screen, table_form.TAKE)
    assert (topics(world), kept(world)) == (["架空の検討"], 1)
    # The next file of that shape asks nothing, and says why.
    screen = upload(open_page("records"), 0, NEXT, TAKE)
    assert "前回の割り当てを使いました（" in shown(screen)
    assert "架空の次の検討" in shown(screen)
    press(screen, mapping_memory.ANEW)
    assert mapping_memory.AGAIN in shown(screen)
    upload(screen, 0, NEXT, TAKE)
    assert "「うち委員会」" in " ".join(one.label for one in screen.selectbox), "asked anew"
    chosen(screen, {"「うち委員会」": "うち委員会の構成員", "「検討した内容」": "議題と検討内容", "「印」": "-"})
    press(screen, TAKE)
    press(screen, table_form.TAKE)
    assert topics(world) == ["架空の検討", "架空の次の検討"]
    screen = upload(open_page("records"), 0, NEXT, TAKE)
    press(screen, mapping_memory.FORGET)
    assert mapping_memory.FORGOTTEN in shown(screen)
    upload(screen, 0, NEXT, TAKE)
    assert "前回の割り当て" not in shown(screen)
    assert "「うち委員会」" in " ".join(one.label for one in screen.selectbox)


def test_what_one_hospital_has_said_is_nothing_to_another(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = upload(open_page("records"), 0, OWN, TAKE)
    chosen(screen, {"「うち委員会」": "うち委員会の構成員", "「検討した内容」": "議題と検討内容", "「印」": "-"})
    press(press(screen, TAKE), table_form.TAKE)
    screens.sign_in(monkeypatch, world.people["manager.h02"].id)
    other = upload(open_page("records"), 0, NEXT, TAKE)
    assert "前回の割り当て" not in shown(other)
    assert "「うち委員会」" in " ".join(one.label for one in other.selectbox)


def test_two_columns_for_one_are_refused_in_words_and_can_be_mended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = upload(open_page("records"), 0, OWN, TAKE)
    chosen(screen, {"「うち委員会」": "議題と検討内容", "「検討した内容」": "議題と検討内容", "「印」": "-"})
    press(screen, TAKE)
    assert "2つ以上の列を「議題と検討内容」に割り当てています。" in shown(screen)
    chosen(screen, {"「うち委員会」": "うち委員会の構成員"})
    press(screen, TAKE)
    assert "1件の記録を取り込みます。" in shown(screen)


def test_a_log_of_activities_is_taken_in_with_one_confirmation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    rows = [test_activity_file.HEAD, *test_activity_file.ROWS]
    screen = upload(activities(), 1, rows, "活動記録を取り込む")
    chosen(screen, {"「決裁印」": "-"})
    press(screen, "活動記録を取り込む")
    chosen(screen, {"「来客対応」": "-"})
    press(screen, "活動記録を取り込む")
    chosen(screen, {"カンファレンスの": "same", "職員研修の": "same"})
    press(screen, "活動記録を取り込む")
    assert not screen.exception
    assert "カンファレンス 2件、院内巡回 1件、職員研修 1件、医療安全管理対策委員会 1件を取り込みます。" in shown(screen)
    press(screen, table_form.TAKE)
    assert len(topics(world)) == 2
    with db.reading() as connection:
        view = by(connection, principal(world.people["manager.h01"]))
        assert len(records.of_hospital(view, world.hospitals["H01"], SafetyRound)) == 1
    again = upload(activities(), 1, rows, "活動記録を取り込む")
    assert "前回の割り当てを使いました（" in shown(again), "columns, kinds and what is lacking"


def test_a_list_of_filings_with_a_renamed_column_is_placed_and_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    content = odd_books.xlsx({"一覧": bureau_rows("医療機関コード")})
    screen = upload(open_page("hospitals"), 0, content, import_view.READ, "名簿.xlsx")
    assert "「医療機関番号」に当たる列はどれですか。" in " ".join(one.label for one in screen.selectbox)
    question = next(one for one in screen.selectbox if "医療機関番号" in one.label)
    place = next(at for at, cell in enumerate(bureau_rows("医療機関コード")[3]) if cell == "医療機関コード")
    question.set_value(str(place)).run()
    press(screen, import_view.READ)
    assert "届出受理名簿として読み取りました" in shown(screen)
    press(screen, table_form.TAKE)
    with db.reading() as connection:
        assert hospitals.by_code(by(connection), "0110001").name == "架空第一病院"
    again = upload(open_page("hospitals"), 0, content, import_view.READ, "名簿.xlsx")
    assert "前回の割り当てを使いました（" in shown(again)
    press(again, table_form.LEAVE)
    assert "前回の割り当て" not in shown(again)


def bureau_rows(code: str) -> list[list[str]]:
    """The list of two filings with another name above its codes."""
    rows = [*bureau_files.ABOVE, bureau_files.HEAD, *bureau_files.hospital(1, "架空第一病院")]
    return [[code if cell == "医療機関番号" else cell for cell in row] for row in rows]


def test_rows_and_columns_of_a_sheet_are_tapped_drawn_anew_confirmed_and_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    drawn = test_sheet_mapping.beyond_rules(test_sheet_mapping.FIRST)
    content = odd_books.xlsx(dict(drawn.sheets))
    screen = sheet_screen(content)
    assert not screen.exception
    assert "項目の列の文" in shown(screen), "the reason in words"
    before = shown(screen)
    role(screen, "2行目の役割").set_value(RowRole.CHAPTER).run()
    assert shown(screen) != before
    assert "章：病棟" in shown(screen)
    assert "指定した役割" in shown(screen)
    alike = next(one for one in screen.button if one.label.startswith("同じ形のほかの"))
    assert alike.label == "同じ形のほかの8行も「章」にする"
    alike.click().run()
    assert "12章・0項目" in shown(screen) or "項目が見つかりません" in shown(screen)
    assert next(one for one in screen.button if one.label == foreign_view.CONFIRM).disabled
    for line in (3, 4, 7, 8, 11, 12):
        role(screen, f"{line}行目の役割").set_value(RowRole.ITEM).run()
    assert "6項目を見つけました。" in shown(screen)
    assert kept(world) == 0
    press(screen, foreign_view.CONFIRM)
    assert "同じ形のファイルを次に読み込むときも、この割り当てを使います。" in shown(screen)
    assert kept(world) == 1
    press(screen, foreign_view.LEAVE)
    again = sheet_screen(content)
    assert "前回の割り当てを使いました（" in shown(again)
    assert "6項目を見つけました。" in shown(again)
    press(again, foreign_view.ANEW)
    assert "前回の割り当て" not in shown(again)
    assert "6項目を見つけました。" not in shown(again)
    press(again, foreign_view.LEAVE)
    third = sheet_screen(content)
    press(third, foreign_view.FORGET)
    assert foreign_view.FORGOTTEN in shown(third)
    assert kept(world) == 1, "what was chosen stays written down; what counts is that it was taken back"
    assert "前回の割り当て" not in shown(sheet_screen(content))


def test_several_tabs_are_gone_through_one_by_one_and_a_sheet_without_an_item_column_says_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = sheet_screen(odd_books.xlsx(dict(tabs_in_unlike_columns().sheets)))
    assert "17項目を見つけました。" in shown(screen)
    use = next(one for one in screen.checkbox if one.label == mapping_view.USED)
    assert not use.value
    use.check().run()
    assert next(one for one in screen.checkbox if one.label == mapping_view.USED).value
    assert "18項目を見つけました。" in shown(screen)
    next(one for one in screen.segmented_control if one.label == "シート").set_value(1).run()
    column = next(one for one in screen.segmented_control if one.label.startswith("B列"))
    column.set_value(ColumnRole.UNUSED).run()
    assert mapping_view.NO_COLUMN in shown(screen)
    next(one for one in screen.segmented_control if one.label.startswith("B列")).set_value(ColumnRole.ITEM).run()
    assert mapping_view.NO_COLUMN not in shown(screen)
