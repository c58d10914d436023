"""Long lists can be narrowed; short ones stay as they are."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.proto.SelectWidgetFilterMode_pb2 import SelectWidgetFilterMode
from streamlit.testing.v1 import AppTest

from checklist.model.accounts import Role
from checklist.papers import list_document
from checklist.readings import listing
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.ui import markup, widgets
from checklist.ui.region import import_view
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.ui.test_reads import in_the_region
from tests.world import World, by, principal


def test_hospitals_are_found_by_name_code_and_place_in_any_width(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "LONG", 3)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals")
    for typed, kept in (("みなと", {"架空みなと病院"}), ("Ｈ０４", {"架空東病院"}), ("架空 中央", {"架空中央病院"})):
        screen.text_input(key="list-hospitals").set_value(typed).run()
        assert not screen.exception
        names = {"架空中央病院", "架空市民病院", "架空みなと病院", "架空東病院"}
        assert {name for name in names if f'data-name="病院名">{name}' in text(screen)} == kept
        assert "全4件のうち1件を表示しています。" in text(screen)
    screen.text_input(key="list-hospitals").set_value("どこにもない").run()
    assert "条件に合う行はありません" in text(screen)


def test_what_narrows_a_list_stands_in_the_address_and_in_the_way_to_its_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(widgets, "LONG", 0)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("visits")
    screen.text_input(key="list-visits").set_value("市民").run()
    screen.selectbox(key="choice-sort").set_value(-1).run()
    assert (screen.query_params["q"], screen.query_params["sort"]) == ("市民", "-1")
    assert "/download/lists/visits.csv?year=2026&amp;state=all&amp;hospital=all&amp;q=" in text(screen)
    again = open_page("visits", q="市民", sort=-1)
    assert again.text_input(key="list-visits").value == "市民"
    assert "全1件のうち1件を表示しています。" in text(again)


def test_a_wrong_address_is_told_and_what_it_narrows_can_be_undone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals", sort=99)
    assert any("並べ替え" in found.value for found in screen.warning)
    screen = open_page("hospitals", q="みなと")
    assert "全4件のうち1件を表示しています。" in text(screen)
    screen.text_input(key="list-hospitals").set_value("").run()
    assert "架空東病院" in text(screen)


def test_a_short_list_has_nothing_to_narrow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    assert "list-hospitals" not in {field.key for field in open_page("hospitals").text_input}


def test_a_head_with_the_name_of_a_hospital_stands_in_several_lines() -> None:
    long, short = "架空中央病院（評価：架空市民病院）のコメント", "方法"
    found = markup.listing("比較", (long, short), [("文", "訪問")])
    assert "white-space:normal" in found.partition(f">{short}<")[0]
    assert found.count("white-space:normal") == 1
    assert 'class="nowrap" data-name="方法"' in found


def test_what_one_comes_to_register_stands_above_the_list(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below 50 of 300 hospitals it was 1,800 pixels away, below their visits 3,800."""
    monkeypatch.setattr(widgets, "LONG", 0)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    for page, forms in (("hospitals", ("病院を登録する", import_view.TITLE)), ("visits", ("訪問を登録する",))):
        order = [getattr(one, "label", "") for one in open_page(page).main]
        assert max(map(order.index, forms)) < order.index("検索"), page


# Page, who opens it, its address, its list and what its file is told beside; columns that a screen writes in words of its own.
LISTS: list[tuple[str, Role, dict[str, object], str, dict[str, object], set[str]]] = [
    ("records", Role.SAFETY_MANAGER, {"kind": "conference"}, "records", {}, set()),
    ("records", Role.LEADER, {"kind": "staff_training", "year": 2025}, "records", {}, {"受講率"}),
    ("records", Role.SAFETY_MANAGER, {"kind": "incident_count"}, "records", {}, set()),
    ("evidence", Role.SAFETY_MANAGER, {}, "evidence", {}, {"書類の日付", "対象の期間", "登録"}),
    ("improvements", Role.SECRETARIAT, {}, "plan-states", {}, set()),
    ("improvements", Role.SECRETARIAT, {}, "plans-again", {}, set()),
    ("hospital_desk", Role.SECRETARIAT, {}, "hospital-desks", {}, {"最後に確認した日"}),
    ("desk", Role.CENTER_STAFF, {}, "center-records", {"kind": "referral"}, {"名称"}),
    ("council", Role.CENTER_STAFF, {"part": "members"}, "center-records", {"kind": "council_member"}, set()),
    ("activities", Role.CENTER_STAFF, {"part": "outreach"}, "center-records", {"kind": "outreach"}, set()),
]


def test_what_was_shown_whole_is_found_narrowed_ordered_and_taken_away_like_every_other_list(
    demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = in_the_region(demo_db, tmp_path, monkeypatch)
    for page, role, address, name, more, own in LISTS:
        said = (page, role, name, more)
        screens.sign_in(monkeypatch, place.people[role])
        shown = text(open_page(page, **address))
        asked = {key: str(value) for key, value in {**address, **more}.items()}
        with db.reading() as connection:
            view = View.now(connection, principal(people.get(by(connection), place.people[role])))
            table = list_document.document(view, name, asked).tables[0]
        assert table.rows, said
        assert f"/download/lists/{name}.csv" in shown, said
        (_, _, grid) = shown.partition(f'aria-label="{table.title}">')
        body = grid.partition("</table>")[0].split("<tbody>")[1].split("</tr>")[:-1]
        lines = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in body]
        assert len(lines) == min(len(table.rows), widgets.PAGE), said
        for line, cells in zip(lines, table.rows, strict=False):
            pieces = [re.sub("<[^>]*>", "", piece) for piece in line][-len(cells) :]
            for column, piece, cell in zip(table.names, pieces, cells, strict=True):
                assert column in own or unescape(piece).strip("－") == listing.in_words(cell), (said, column)


def test_letters_typed_narrow_a_choice_that_is_long() -> None:
    def page() -> None:
        from checklist.ui import widgets

        for count in (widgets.LONG, widgets.LONG + 1):
            widgets.choice(f"{count}件", list(range(count)), f"of-{count}")

    found = {len(one.options): one.proto.filter_mode for one in AppTest.from_function(page).run().selectbox}
    none, contains = map(SelectWidgetFilterMode.Value, ("FILTER_MODE_NONE", "FILTER_MODE_CONTAINS"))
    assert found == {widgets.LONG: none, widgets.LONG + 1: contains}
