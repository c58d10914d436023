"""The page of 指摘事項: the picture says what the table says, the list can be taken away, and each reader sees their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from checklist.formats.table import Column, Table
from checklist.store import db
from checklist.ui.colors import SOFT
from checklist.ui.improvements import findings_chart
from tests import cycle
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import World

YEARS = Table(
    "年度別の件数と確認の結果",
    (Column("年度"), *(Column(f"{word}（件）", "number") for word in ("解決", "継続", "再発", "未確認", "合計"))),
    (("2024年度", 90, 8, 2, 0, 100), ("2025年度", 0, 0, 0, 20, 20)),
)


def test_the_bars_are_the_rows_and_small_parts_carry_no_number() -> None:
    picture = findings_chart.by_year(YEARS)
    bars = {bar.name: bar for bar in picture.data}
    # Of a nought nothing is drawn, not its edge over the part below it either.
    assert {name: list(bar.y) for name, bar in bars.items()} == {
        "解決": [90, None], "継続": [8, None], "再発": [2, None], "未確認": [None, 20],
    }  # fmt: skip
    # Of nought there is no line that looks like a part, and of a small part more than its frame is left.
    framed = {name: [color == bar.marker.color for color in bar.marker.line.color] for name, bar in bars.items()}
    assert framed == {"解決": [False, False], "継続": [False, False], "再発": [True, False], "未確認": [False, False]}
    # What is light has a frame, which is that of its sign in the legend, but no dark one that would be all of a low part.
    least = replace(YEARS, rows=(("2024年度", 97, 0, 0, 3, 100), ("2025年度", 0, 0, 0, 20, 20)))
    assert list(findings_chart.by_year(least).data[3].marker.line.color) == [findings_chart.FAINT, SOFT]
    assert list(bars["解決"].text) == ["解決<br>90", ""]
    assert list(bars["継続"].text) == ["", ""]
    assert list(bars["未確認"].text) == ["", "未確認<br>20"]
    assert [one.text for one in picture.layout.annotations] == ["100件", "20件"]
    # As on the scale beside them.
    many = findings_chart.by_year(replace(YEARS, rows=(("2024年度", 1900, 452, 0, 0, 2352),)))
    assert [many.data[0].text[0], many.layout.annotations[0].text] == ["解決<br>1,900", "2,352件"]
    # A part that is as high as a line has room for its number alone.
    lower = replace(YEARS, rows=(("2024年度", 85, 13, 2, 0, 100),))
    assert [list(bar.text) for bar in findings_chart.by_year(lower).data] == [["解決<br>85"], ["13"], [""], [""]]
    many = findings_chart.by_year(replace(YEARS, rows=(("2024年度", 1961, 0, 0, 391, 2352),)))
    assert (many.data[0].text[0], many.data[3].text[0], many.layout.annotations[0].text) == (
        "解決<br>1,961",
        "391",
        "2,352件",
    )
    assert len({bar.marker.color for bar in bars.values()}) == 4


def test_the_picture_is_told_in_words_for_those_who_do_not_see_it() -> None:
    told = findings_chart.told(YEARS)
    assert "2024年度：解決90件、継続8件、再発2件、未確認0件、合計100件" in told


@pytest.mark.parametrize("login", ["secretariat", "center", "manager.h001"])
def test_everybody_whom_it_concerns_has_picture_table_and_files(
    login: str, demo_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.reading() as connection:
        row = connection.execute("SELECT id FROM person WHERE login = ?", [login]).fetchone()
    screens.sign_in(monkeypatch, row["id"])
    screen = open_page("follow_ups")
    assert not screen.exception
    assert len(screen.get("plotly_chart")) == 1
    shown = text(screen)
    assert "/download/lists/findings.xlsx" in shown
    assert 'aria-label="章別の件数（かっこ内は繰り返し）"' in shown
    assert ("病院別の繰り返しの指摘" in shown) == (login == "secretariat")


def test_a_hospital_goes_from_a_finding_to_its_plan(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = cycle.sealed(world)
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    shown = text(open_page("follow_ups"))
    assert f'href="/improvements?finding={finding}"' in shown
    assert "院長の出席が記録されていない" in shown
    screens.sign_in(monkeypatch, world.people["leader.h04"].id)
    assert "指摘事項はまだありません" in text(open_page("follow_ups"))


def test_due_dates_open_with_groups_and_folded_inputs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    soon = "30日以内に期限が来るもの"
    screen = open_page("overdue")
    assert soon in headings(screen)
    assert [one.proto.popover.label for one in screen.get("popover")] == ["絞り込み・並べ替え"]
    # In an order of their own, lines stand in no groups.
    ordered = open_page("overdue", when="all", sort=4)
    assert soon not in headings(ordered)
    # What is chosen out of sight is told where it is seen.
    assert "（条件：並び順「" in text(ordered)


def headings(screen: AppTest) -> list[str]:
    """Every heading below the title of the page."""
    return [one.value.replace("\\", "") for one in (*screen.header, *screen.subheader)]
