"""A paper drawn from live figures: frozen at its moment whatever comes after, of the public edition where it may leave."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.formats import pdf
from checklist.jobs import council_papers
from checklist.papers.center import figure_report
from checklist.readings.center import case_figures, public_edition
from checklist.store import db
from checklist.store.center import council
from checklist.store.center.council import Drawn
from tests import pdf_text
from tests.center_council import CLOSED, COMING, MEETING, OPEN, consultations, freeze, keep
from tests.center_desk import acting, staff, take_down
from tests.cycle import who
from tests.world import World, by


def content(world: World, paper_id: int) -> bytes:
    with db.reading() as connection:
        return council.content(by(connection, staff(world)), paper_id)[1]


def edition(world: World, year: int) -> int:
    with acting(staff(world)) as act:
        return public_edition.make(act, year)


def told(world: World, paper_id: int) -> str:
    return "".join(pdf_text.pages(content(world, paper_id))).replace("\n", "").replace(" ", "")


@pytest.fixture
def items(world: World) -> list[int]:
    """An open and a closed item of a meeting, an open one of another, and consultations of a half-year."""
    consultations(world)
    _, first, closed, _, second = keep(world, MEETING, OPEN, CLOSED, COMING, OPEN)
    return [first, closed, second]


def test_a_paper_stays_as_it_was_when_the_figures_go_on(items: list[int], world: World) -> None:
    paper, book = freeze(world, items[0])
    before = content(world, paper.id)
    assert (paper.public, paper.file, book.file, paper.title) == (
        True,
        "pdf",
        "xlsx",
        "相談の対応状況 2026年度 上半期（公表用）",
    )
    take_down(staff(world), received_on=date(2026, 9, 1))
    assert content(world, paper.id) == before
    assert "公表用（少ない件数を伏せる）" in told(world, paper.id)


def test_the_same_period_has_the_same_paper_for_another_meeting(items: list[int], world: World) -> None:
    first = freeze(world, items[0])
    take_down(staff(world), received_on=date(2026, 9, 1))
    again = freeze(world, items[2])
    assert [(one.sha256, one.as_of) for one in again] == [(one.sha256, one.as_of) for one in first]
    with pytest.raises(Refused, match="作成済みの資料"):
        freeze(world, items[2], "annual")


def test_two_papers_of_one_period_agree_as_long_as_the_figures_do(items: list[int], world: World) -> None:
    freeze(world, items[0])
    assert freeze(world, items[0], "annual")[0].figures == freeze(world, items[0])[0].figures


@pytest.mark.parametrize(
    ("kind", "period", "message"),
    [
        ("council", "fy2026", "期間が終わってから"), ("council", "2026-04_2026-06", "決まった期間"), ("nothing", "h12026", "資料の種類"),
        ("council", "c12026", "期間が重なります"), ("council", "nonsense", "期間の指定"),
    ],
)  # fmt: skip
def test_what_would_tell_too_much_is_not_made(
    kind: str, period: str, message: str, items: list[int], world: World
) -> None:
    freeze(world, items[0])
    with pytest.raises(Refused, match=message):
        freeze(world, items[2], kind, period)
    with db.reading() as connection:
        assert council.papers(by(connection, staff(world)), [items[2]]) == []


def test_a_half_that_was_told_keeps_its_year_inside(items: list[int], world: World) -> None:
    freeze(world, items[0])
    with pytest.raises(Refused, match="期間が重なります"):
        edition(world, 2026)
    with db.reading() as connection:
        shown = case_figures.read(by(connection, staff(world)), "fy2026", True)
    assert (shown.edition, [one.title for one in shown.tables]) == (None, ["全国の数値（参考）"])
    assert edition(world, 2025)


@pytest.mark.parametrize(
    ("period", "told"),
    [("h12025", "2025年度"), ("h22025", "2025年度"), ("cy2025", "2025年度"), ("c12026", "2025年度"), ("h12026", ""), ("c12025", "2024年度")],
)  # fmt: skip
def test_the_edition_of_a_year_keeps_its_parts_inside(period: str, told: str, items: list[int], world: World) -> None:
    edition(world, 2025 if told != "2024年度" else 2024)
    if told:
        with pytest.raises(Refused, match=f"「{told}」と期間が重なります"):
            freeze(world, items[0], "council", period)
    else:
        assert freeze(world, items[0], "council", period)


def test_a_part_is_refused_where_it_is_frozen_even_if_the_edition_came_while_it_was_drawn(
    items: list[int], world: World
) -> None:
    drawn = Drawn("council", "h12025", True, "a" * 64, "資料", datetime(2026, 5, 11, tzinfo=UTC), (("pdf", b"%PDF-1"),))
    edition(world, 2025)
    with acting(staff(world)) as act, pytest.raises(Refused, match="期間が重なります"):
        council.freeze(act, items[0], drawn)


def test_the_paper_of_a_year_tells_its_edition_and_no_number_of_today(items: list[int], world: World) -> None:
    with pytest.raises(Refused, match="先に「相談の統計」の公表用で版を作成"):
        freeze(world, items[0], "annual", "fy2025")
    consultations(world, 24, date(2025, 4, 7))
    edition(world, 2025)
    for _ in range(2):
        take_down(staff(world), received_on=date(2025, 9, 1))
    with db.reading() as connection:
        view = by(connection, staff(world))
        document = figure_report.annual(view, "fy2025", True, True)
        (years,) = (one for one in document.tables if one.title.endswith("年度別の件数"))
    assert years.rows[-1][:2] == ("2025年度", 24)
    assert (
        freeze(world, items[0], "annual", "fy2025")[0].figures
        == freeze(world, items[2], "council", "fy2025")[0].figures
    )


def test_a_half_tells_other_years_by_their_editions_and_of_its_own_year_itself_alone(
    items: list[int], world: World
) -> None:
    consultations(world, 24, date(2025, 4, 7))
    edition(world, 2025)
    take_down(staff(world), received_on=date(2025, 9, 1))
    with db.reading() as connection:
        page = case_figures.read(by(connection, staff(world)), "h12026", True, any_period=True)
    assert [row[:2] for row in page.tables[0].rows] == [("2025年度", 24), ("2026年度 上半期", 30)]


def test_members_alone_get_the_full_edition_with_a_closed_item(items: list[int], world: World) -> None:
    paper, _ = freeze(world, items[1], "council", "fy2026")
    assert (paper.public, paper.figures) == (False, "")
    assert "センター内用" in told(world, paper.id)
    freeze(world, items[0])


def test_the_work_of_the_centre_needs_no_release(items: list[int], world: World) -> None:
    paper, _ = freeze(world, items[0], "activities", "fy2026")
    assert (paper.public, paper.figures) == (True, "")
    assert "業務の実績" in told(world, paper.id)


def test_nobody_else_draws_a_paper_and_nothing_is_made_for_an_item_that_is_not_there(
    items: list[int], world: World
) -> None:
    for login in ("secretariat", "manager.h01", "admin"):
        with pytest.raises(Forbidden):
            council_papers.freeze(who(world, login), db.default_path(), items[0], "council", "h12026")
    with pytest.raises(NotFound):
        council_papers.freeze(staff(world), db.default_path(), 99, "council", "h12026", printer=pdf.document)


def test_the_process_apart_makes_the_same_file(items: list[int], world: World) -> None:
    made = council_papers.freeze(staff(world), db.default_path(), items[0], "council", "h12026")
    assert content(world, made[0]).startswith(b"%PDF")
