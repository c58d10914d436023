"""The comparison page: what is chosen stands in the address, and every picture has its table and its files."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from checklist.formats.table import Column, Table
from checklist.store import db
from checklist.ui.comparison import comparison_filters, grid_view
from tests.ui import screens
from tests.ui.screens import faults, open_page, text
from tests.ui.test_pages import submit_both
from tests.world import World, principal

KINDS = ("classes", "hospitals", "tracks", "visit", "partners")


def grid(*rows: tuple[str | float | None, ...]) -> Table:
    columns = (Column("章"), Column("2025年度 加算1", "percent"), Column("2025年度 加算2", "percent"))
    return Table("得点率", columns, rows)


def test_columns_without_any_data_are_left_out_and_named() -> None:
    kept, dropped = grid_view.without_empty(grid(("輸血", 50.0, "データなし"), ("全体", 60.0, None)))
    assert kept.names == ("章", "2025年度 加算1")
    assert kept.rows == (("輸血", 50.0), ("全体", 60.0))
    assert dropped == ["2025年度 加算2"]


@pytest.mark.parametrize("reason", ["病院数が5未満のため表示しません", "比較不可"])
def test_a_column_that_says_why_it_has_no_number_stays(reason: str) -> None:
    table = grid(("輸血", 50.0, reason))
    assert grid_view.without_empty(table) == (table, [])


def test_a_table_without_any_data_stays_as_it_is() -> None:
    table = grid(("輸血", "データなし", "データなし"))
    assert grid_view.without_empty(table) == (table, [])


def test_only_names_and_percentages_make_a_heat_map() -> None:
    assert grid_view.is_grid(grid())
    assert not grid_view.is_grid(Table("差", (Column("項目"), Column("差", "percent"), Column("数", "number")), ()))
    assert not grid_view.is_grid(Table("語", (Column("項目"),), ()))


@pytest.mark.parametrize(
    ("login", "found"),
    [
        ("secretariat", KINDS),
        ("manager.h01", KINDS),
        ("leader.h01", KINDS),
        ("center", ("classes", "hospitals", "tracks")),
    ],
)
def test_only_those_who_know_names_compare_single_visits(login: str, found: tuple[str, ...], world: World) -> None:
    assert tuple(comparison_filters.kinds(principal(world.people[login]))) == found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_opens_from_its_address_with_its_files(
    kind: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("comparison", by=kind)
    assert not screen.exception
    assert not faults(screen)
    ending = {"visit": f"visits/{world.visit}", "partners": f"visits/{world.visit}/partners"}.get(kind, "comparison")
    for file_kind in ("pdf", "xlsx", "csv"):
        assert f'href="/download/{ending}.{file_kind}' in text(screen)


def test_the_files_are_asked_for_with_what_is_chosen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    address = {"by": "classes", "first": "2026", "last": "2026", "track": "self", "chapter": "1", "scope": "partners",
               "class": "1", "groups": "class1,own"}  # fmt: skip
    shown = text(open_page("comparison", **address)).replace("&amp;", "&").replace("%2C", ",")
    link = next(part for part in shown.split('"') if part.startswith("/download/comparison.pdf?"))
    assert set(link.partition("?")[2].split("&")) == {f"{name}={value}" for name, value in address.items()}


def test_a_heat_map_keeps_the_numbers_and_both_rows_of_names(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    shown = text(open_page("comparison", by="hospitals"))
    assert '<th scope="colgroup" colspan="1" class="span">2026年度（途中、' in shown
    assert '<th scope="col" class="figure">架空中央病院</th>' in shown
    assert 'class="figure heat-1">50.0％' in shown
    assert "50％以上65％未満" in shown


def test_no_group_at_all_is_refused_in_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = open_page("comparison", by="classes")
    pills = next(found for found in screen.button_group if found.label == "比較する集団")
    pills.set_value([]).run()
    assert "1つ以上選んでください" in faults(screen)


def test_the_gaps_between_both_sides_lead_to_the_comments(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("comparison", by="tracks")
    box = next(found for found in screen.selectbox if found.label == "項目")
    box.select("1-01").run()
    assert not screen.exception
    assert "改訂日の記載がない" in text(screen)
    assert screen.query_params["item"] == "1-01"


@pytest.mark.parametrize("kind", ["classes", "hospitals"])
def test_a_chapter_of_the_heat_map_leads_to_its_items_and_an_item_to_its_comments(
    kind: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    shown = text(open_page("comparison", by=kind, last="2026"))
    assert f'<th scope="row"><a class="plain" href="/comparison?by={kind}&amp;' in shown
    assert "chapter=1" in shown
    below = text(open_page("comparison", by=kind, last="2026", chapter="1", item="1-01", scope="partners"))
    # Of hospitals by name there is no headline of the page: the picture has a sentence of its own.
    assert ("（途中）に最も低い章は「医療安全管理体制」（50.0％）です。" in below) == (kind == "hospitals")
    assert "item=1-01#comments" in below
    assert "改訂日の記載がない" in below


def test_what_is_compared_in_vain_is_told_and_the_first_kind_is_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["center"].id)
    screen = open_page("comparison", by="visit")
    assert "比較対象「visit」は選べないため" in text(screen)
    assert not screen.exception
    assert screen.query_params["by"] in ("classes", ["classes"])
    # Two pages have different numbers of one thing: each says why.
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    for kind in ("visit", "partners"):
        assert "年度別・区分別の得点率は共通の項目のみで計算するため" in text(open_page("comparison", by=kind)), kind
    # Each table says how it is made, and chapters and items lead down from both sides as well.
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    assert "順位ではありません" in text(open_page("comparison", by="hospitals", last="2026"))
    both = text(open_page("comparison", by="tracks", last="2026"))
    for one in (
        "同じ年度に両方が提出された病院のみで計算し",
        "（2026年度（途中））",
        "&amp;chapter=1",
        "&amp;item=1-01#comments",
    ):
        assert one in both, one
    # A year that is not over says so wherever it can be chosen.
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    (years,) = [one for one in open_page("comparison").selectbox if one.label == "年次報告の年度"]
    assert years.options == ["2026年度（途中）"]
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    assert [one.options for one in open_page("leniency").selectbox if "年度" in one.label] == [["2026年度（途中）"]] * 2
    told = "アドレスで指定された{}は選べないため、いつもの選択で表示しています。"
    for login, page, asked, names in (
        ("manager.h01", "comparison", {"by": "visit", "chapter": "zzz"}, ["章「zzz」"]),
        ("manager.h01", "comparison", {"by": "classes", "chapter": "zzz"}, ["章「zzz」"]),
        (
            "secretariat",
            "leniency",
            {"first": "1999", "last": "2999"},
            ["年度（始め）「1999」", "年度（終わり）「2999」"],
        ),
        ("secretariat", "plan", {"year": "1999", "part": "zzz"}, ["年度「1999」", "表示する内容「zzz」"]),
        ("manager.h01", "records", {"kind": "zzz", "year": "1999"}, ["記録の種類「zzz」", "年度「1999」"]),
        ("manager.h01", "follow_ups", {"again": "zzz"}, []),
    ):
        screens.sign_in(monkeypatch, world.people[login].id)
        screen = open_page(page, **asked)
        assert not screen.exception, page
        assert [one.value for one in screen.warning if "アドレスで" in one.value and "この一覧に" not in one.value] == [
            told.format(one) for one in names
        ], (page, asked)
        # Chosen by hand what another choice empties is no address of anybody.
        assert not [one for one in screen.run().warning if "選べないため" in one.value], page


def _inputs_script() -> None:
    from checklist.ui.comparison import comparison_filters
    from tests.comparison.test_comparison_page import OFFER

    comparison_filters.inputs(OFFER)


def test_the_sheet_is_chosen_first_and_then_what_there_is_of_it() -> None:
    screen = AppTest.from_function(_inputs_script).run()
    assert [one.label for one in screen.selectbox][:4] == ["点検表", "年度（始め）", "年度（終わり）", "章"]
    assert screen.selectbox[0].options == ["点検表", "別の点検表"]
    # A year that is not over is no usual choice, and says so where it is chosen.
    assert screen.selectbox[2].value == 2025
    assert screen.selectbox[2].options[-1] == "2026年度（途中）"


def test_the_choice_stands_in_one_sentence_above_the_picture(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submit_both(world, without="2")
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = open_page("comparison")
    shown = text(screen)
    told = shown.index("年度（途中）・点検表")
    assert "・訪問評価・地域全体・加算1と加算2と自院" in shown
    assert shown.index("比較") < told < shown.index("提出済みの評価のみを集計し")
    # Why the classes have no number yet is said once below them, and not in every cell.
    assert "確定した集計がありません：2026年度" in shown
    assert ">確定した集計がありません<" not in shown
    # The inputs are folded away; the picture stands above what it is made of, without a chapter that has no number.
    folded = {box.label for node in screen.main if node.type == "popover" for box in node.selectbox}
    assert folded >= {"年度（始め）", "年度（終わり）", "章", "区分", "評価", "対象の病院"}
    places = [str(getattr(getattr(node, "proto", None), "body", "") or node.type) for node in screen.main]
    assert places.index("plotly_chart") < next(n for n, one in enumerate(places) if "提出済みの評価のみを集計し" in one)
    (picture,) = screen.get("plotly_chart")
    drawn = str(json.loads(picture.proto.spec))
    assert ("医療安全管理体制" in drawn, "医薬品安全" in drawn) == (True, False)


def test_where_there_is_no_number_other_years_are_advised_unless_nothing_can_be_compared(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    assert "提出された評価はありません。年度や対象の病院を変えてください。" in text(
        open_page("comparison", track="agreed")
    )
    # Who reads groups alone is told that none was released, whether or not anything was submitted.
    screens.sign_in(monkeypatch, world.people["center"].id)
    assert "表示できる数値がありません</b>確定した集計はまだありません。年度や対象の病院を変えてください。" in text(
        open_page("comparison")
    )
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    with db.writing() as connection:
        connection.execute("DROP TRIGGER version_update_frozen")
        connection.execute("UPDATE sheet_version SET scale = 'sabc'")
    shown = text(open_page("comparison"))
    assert "表示できる数値がありません</b>比較不可：評価尺度が異なるか、得点率を計算しない点検表です。" in shown
    assert "年度や対象の病院を変えてください" not in shown


def test_a_reason_that_fills_a_column_is_said_once_below_it() -> None:
    table = grid(("輸血", 50.0, "確定した集計がありません"), ("全体", "比較不可", "確定した集計がありません"))
    kept, reasons = grid_view.said_once(table)
    assert kept.rows == (("輸血", 50.0, "–"), ("全体", "比較不可", "–"))
    assert reasons == {"確定した集計がありません": ["2025年度 加算2"]}
    # A single row says by itself why it is empty, and numbers that are equal are numbers.
    for other in (grid(("全体", 1.0, "比較不可")), grid(("輸血", 50.0, 40.0), ("全体", 50.0, 40.0))):
        assert grid_view.said_once(other) == (other, {})
