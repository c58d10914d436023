"""A paper drawn from live figures: frozen at its moment whatever comes after, of the public edition where it may leave."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.errors import Forbidden, NotFound, Refused
from checklist.formats import pdf
from checklist.jobs import council_papers
from checklist.readings.center import case_figures
from checklist.store import db
from checklist.store.center import council
from tests import pdf_text
from tests.center_council import CLOSED, COMING, MEETING, OPEN, consultations, freeze, keep
from tests.center_desk import staff, take_down
from tests.cycle import who
from tests.world import World, by


def content(world: World, paper_id: int) -> bytes:
    with db.reading() as connection:
        return council.content(by(connection, staff(world)), paper_id)[1]


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
    with db.reading() as connection:
        view = by(connection, staff(world))
        with pytest.raises(Refused, match="期間が重なります"):
            case_figures.read(view, "fy2026", True)
        assert case_figures.read(view, "fy2025", True).public
        shown = case_figures.shown(view, {"period": "fy2026", "public": "1"})
    assert (shown.public, "期間が重なります" in shown.refusal) == (False, True)


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
