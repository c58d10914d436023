"""相談の統計: every number by hand, a change of the lists as a break, and a public edition that tells nobody's number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checklist.errors import Forbidden, Refused
from checklist.formats.table import Table
from checklist.model.center import Case, DeskRule
from checklist.model.center.desk import Option
from checklist.readings.center import case_figures, public_edition
from checklist.readings.center.case_figures import FiguresPage
from checklist.readings.center.figure_tables import BREAK
from checklist.readings.center.public_tables import HIDDEN
from checklist.store import db
from checklist.store.center import cases, desk, shipped
from checklist.store.records import records
from tests.center_desk import CONTACT, acting, staff, take_down
from tests.world import World, by, principal


def figures(world: World, period: str | None = None, public: bool = False) -> FiguresPage:
    with db.reading() as connection:
        return case_figures.read(by(connection, staff(world)), period, public)


def publish(world: World) -> None:
    """An edition of this year for the public."""
    with acting(staff(world)) as act:
        public_edition.make(act, 2026)


def table(page: FiguresPage, title: str) -> Table:
    return next(one for one in page.tables if one.title == title)


def told(page: FiguresPage, title: str) -> dict[object, object]:
    """The first column of numbers by name, without zeros."""
    return {row[0]: row[1] for row in table(page, title).rows if row[1]}


@pytest.fixture
def year(world: World) -> World:
    """Four cases of fiscal 2026 and one of the year before, with six contacts of this year."""
    who = staff(world)
    take_down(who, received_on=date(2025, 5, 12), kind="consultation", subject="7", detail="")
    first = take_down(
        who, received_on=date(2026, 4, 6), minutes=45, responses=("refer",), satisfaction="no", difficulty="d3"
    )
    take_down(who, received_on=date(2026, 4, 7), kind="consultation", subject="7", detail="", minutes=None, started="")
    take_down(
        who, received_on=date(2026, 10, 5), facility="clinic", responses=("tell", "advice"), channel="visit", minutes=30
    )
    take_down(who, received_on=date(2026, 11, 16), subject="6", detail="6-1", minutes=10)
    with acting(who) as act:
        cases.add_contact(act, replace(CONTACT, case_id=first, held_on=date(2026, 4, 8), started="13:05", minutes=160))
        cases.add_contact(act, replace(CONTACT, case_id=first, held_on=date(2026, 10, 6), minutes=5))
    return world


def test_cases_and_contacts_are_two_numbers(year: World) -> None:
    page = figures(year)
    assert page.span.code == "fy2026"
    assert table(page, "年度別の件数").rows == (("2025年度", 1, 1, 18.0), ("2026年度（途中）", 4, 6, 50.0))
    months = {row[0]: row[1:] for row in table(page, "月別の件数").rows}
    assert (months["2026年4月"], months["2026年10月"], months["2027年3月"], months["計"]) == (
        (2, 3),
        (1, 2),
        (0, 0),
        (4, 6),
    )
    assert table(page, "月別の件数").notes == ("前年の同じ期間（2025年度）は1件です。",)


def test_every_table_counts_what_its_name_says(year: World) -> None:
    page = figures(year)
    assert told(page, "曜日別の回数") == {"月": 3, "火": 2, "水": 1, "計": 6}
    assert told(page, "時間帯別の回数") == {"10時台": 4, "13時台": 1, "時刻の記録なし": 1, "計": 6}
    assert told(page, "相談方法別の回数") == {"電話": 5, "来所（面談）": 1, "計": 6}
    assert told(page, "種別ごとの件数") == {"苦情": 3, "相談": 1, "計": 4}
    assert told(page, "相談内容（大）別の件数") == {
        "コミュニケーションに関すること": 2,
        "医療費": 1,
        "医療知識等": 1,
        "計": 4,
    }
    assert told(page, "対象施設への情報提供") == {"一般診療所": 1, "計": 1}
    assert table(page, "対応別の件数").rows[4] == ("他機関紹介", 1, 25.0)
    crossed = {row[0]: row for row in table(page, "相談内容と種別").rows}
    assert crossed["コミュニケーションに関すること"] == ("コミュニケーションに関すること", 2, 0, 0, 0, 0, 2)
    assert ("他機関紹介", "3 困難", 0, 0, 0, 1, 0, 1) in table(page, "対応・困難度・納得度").rows


def test_minutes_that_nobody_wrote_down_are_not_zero(year: World) -> None:
    found = {row[0]: row[1] for row in table(figures(year), "所要時間").rows}
    assert found["所要時間の記録がない対応（回）"] == 1
    assert (found["平均（分）"], found["最長（分）"]) == (50.0, 160)
    assert (found["目安の30分以上（回）"], found["目安の30分以上の割合（％）"]) == (3, 60.0)


def test_a_period_is_any_half_year_or_any_months(year: World) -> None:
    assert [
        len(figures(year, code).counted.cases) for code in ("h12026", "h22026", "cy2026", "c22026", "2026-04_2026-10")
    ] == [2, 2, 4, 2, 3]
    for wrong in ("fy1", "x", "2026-13_2026-14", "2026-10_2026-04", "1000-01_2026-01"):
        with pytest.raises(Refused, match="期間"):
            figures(year, wrong)


def test_a_rule_that_counts_only_long_contacts_is_applied_and_printed(year: World) -> None:
    with acting(staff(year)) as act:
        records.save(act, None, DeskRule(valid_from=date(2026, 4, 1), shortest=15, counting="contacts"))
    page = figures(year)
    assert table(page, "年度別の件数").rows[-1][1:3] == (2, 3)
    assert "15分以上の対応に限り数えています。" in table(page, "年度別の件数").notes[0]
    assert "公表する件数は「回（対応）」です。" in table(page, "年度別の件数").notes[0]


def test_a_change_of_the_lists_is_a_break_and_old_codes_count_where_they_went(year: World) -> None:
    options = [
        one for one in shipped.edition().options if one.parent != "7" and (one.listed, one.code) != ("subject", "7")
    ]
    with acting(staff(year)) as act:
        desk.adopt(act, "新しい分類", date(2026, 4, 7), [*options, Option("subject", "K", "知識", former="7")])
    take_down(staff(year), received_on=date(2026, 11, 17), subject="K", detail="")
    page = figures(year)
    assert told(page, "相談内容（大）別の件数")["知識"] == 2
    assert [one.name for one in page.counted.breaks] == ["新しい分類"]
    rows = table(page, "年度別の相談内容").rows
    assert [row[0] for row in rows] == ["2025年度", BREAK, "2026年度（途中）"]
    assert set(rows[1][1:]) == {None}
    assert "2026年4月7日（火）から「新しい分類」" in table(page, "年度別の相談内容").notes[0]


def test_the_public_edition_hides_small_numbers_and_is_of_whole_fiscal_years(year: World) -> None:
    who = staff(year)
    for place in range(30):
        take_down(who, received_on=date(2026, 6, 1 + place % 20), caller="family" if place < 9 else "self", detail="")
    publish(year)
    page = figures(year, "h12026", public=True)
    assert page.span.code == "fy2026"
    callers = told(page, "相談者の区分別の件数")
    assert callers == {"本人": 21, "家族・親族": HIDDEN, "不明": HIDDEN, "計": 34}
    assert len(table(page, "相談者の区分別の件数").columns) == 2
    assert "相談内容（大）別の件数" not in [one.title for one in page.tables]
    for one in page.tables:
        if one.title not in ("全国の数値（参考）", "年度別の件数"):
            assert not [cell for row in one.rows for cell in row[1:] if isinstance(cell, int) and 1 <= cell <= 4], (
                one.title
            )
    assert [row[0] for row in table(page, "年度別の件数").rows] == ["2026年度（途中）"]


def test_a_year_of_few_cases_is_not_told_in_parts(year: World) -> None:
    publish(year)
    assert [one.title for one in figures(year, public=True).tables] == ["年度別の件数", "全国の数値（参考）"]


def test_national_figures_stand_with_base_and_source_and_are_never_joined(world: World) -> None:
    found = table(figures(world), "全国の数値（参考）")
    assert ("センター数", "計", "2022年", 396) in [row[:4] for row in found.rows]
    assert all(row[5] and row[6] for row in found.rows)
    assert "間の年を結んで読むことはできません" in found.notes[0]


def test_a_centre_without_any_case_has_empty_figures(world: World) -> None:
    page = figures(world)
    assert table(page, "年度別の件数").rows == ()
    assert ("平均（分）", None) in table(page, "所要時間").rows


def test_only_the_centre_sees_figures(year: World) -> None:
    for login in ("secretariat", "manager.h01", "leader.h01", "admin"):
        with db.reading() as connection, pytest.raises(Forbidden):
            case_figures.read(by(connection, principal(year.people[login])), None)


def test_a_case_that_was_taken_back_is_in_no_table_and_neither_are_its_contacts(year: World) -> None:
    before = figures(year)
    with acting(staff(year)) as act:
        (first,) = [one for one in cases.between(act) if len(one.contacts) == 3]
        records.withdraw(act, Case, first.case.id, first.case.version, "二重に登録した")
    after = figures(year)
    assert (told(before, "曜日別の回数")["計"], told(after, "曜日別の回数")["計"]) == (6, 3)
    assert table(after, "年度別の件数").rows[-1][1:3] == (3, 3)
    assert told(after, "月別の件数")["計"] == 3


def test_every_number_of_a_year_is_that_of_plain_sql(year: World) -> None:
    with db.reading() as connection:
        sql = connection.execute
        span = "BETWEEN '2026-04-01' AND '2027-03-31'"
        subjects = sql(f"SELECT subject, count(*) FROM center_case WHERE received_on {span} GROUP BY 1").fetchall()
        channels = sql(f"SELECT channel, count(*) FROM center_contact WHERE held_on {span} GROUP BY 1").fetchall()
        mean = sql(f"SELECT avg(minutes), max(minutes) FROM center_contact WHERE held_on {span}").fetchone()
    page, words = figures(year), shipped.edition()
    found = told(page, "相談内容（大）別の件数")
    assert {words.choices("subject")[row[0]]: row[1] for row in subjects} == {
        k: v for k, v in found.items() if k != "計"
    }
    found = told(page, "相談方法別の回数")
    assert {words.choices("channel")[row[0]]: row[1] for row in channels} == {
        k: v for k, v in found.items() if k != "計"
    }
    minutes = {row[0]: row[1] for row in table(page, "所要時間").rows}
    assert (minutes["平均（分）"], minutes["最長（分）"]) == (round(mean[0], 1), mean[1])


def test_a_renamed_channel_keeps_its_contacts_in_the_table(year: World) -> None:
    options = [
        replace(one, code="tel", label="電話・通話", former="phone") if one.code == "phone" else one
        for one in shipped.edition().options
    ]
    with acting(staff(year)) as act:
        desk.adopt(act, "新しい分類", date(2026, 11, 1), options)
    take_down(staff(year), received_on=date(2026, 11, 17), channel="tel")
    assert told(figures(year), "相談方法別の回数") == {"電話・通話": 6, "来所（面談）": 1, "計": 7}


def test_lists_of_a_day_to_come_are_in_no_figure(year: World) -> None:
    before = figures(year).tables
    options = [replace(one, label=f"新しい{one.label}") for one in shipped.edition().options]
    with acting(staff(year)) as act:
        desk.adopt(act, "来年の分類", date(2027, 4, 1), options)
    assert figures(year).tables == before


@pytest.mark.parametrize("few", [1, 4])
def test_a_public_year_says_nothing_of_a_year_before_with_few_cases(few: int, world: World) -> None:
    who = staff(world)
    for place in range(20):
        take_down(who, received_on=date(2026, 6, 1 + place))
    for place in range(few):
        take_down(who, received_on=date(2025, 6, 1 + place))
    assert f"（2025年度）は{few}件です。" in repr(figures(world).tables)
    publish(world)
    assert "2025年度" not in repr(figures(world, public=True).tables)
