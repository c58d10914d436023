"""院長報告 beside the screen: one page, every number and sentence the same, and for nobody else."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from checklist.comparison import own_course
from checklist.errors import Forbidden
from checklist.model.accounts import Principal
from checklist.papers.hospitals import leader_paper
from checklist.readings import hospital_screen
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import viewing
from checklist.ui import first_screen, markup
from tests import pdf_text
from tests.world import World, by, principal


def login(name: str) -> Principal:
    with db.reading() as connection:
        return principal(people.by_login(by(connection), name))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def printed(who: Principal) -> tuple[str, int]:
    with viewing(who) as view:
        _, data = leader_paper.made(view, who.hospital_id or 0)
    return bare("".join(pdf_text.pages(data))), len(PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize("name", ["leader.h001", "manager.h002", "leader.h012"])
def test_whatever_stands_on_the_screen_stands_on_one_page(name: str, demo_db: Path) -> None:
    who = login(name)
    paper, count = printed(who)
    assert count == 1
    with viewing(who) as view:
        found, own = hospital_screen.read(view, who.hospital_id or 0), own_course.read(view)
    texts = [found.name, own.course.sentence, *own.course.notes, "院長報告", "架空データ"]
    for tile in (own.tile, *found.tiles):
        texts += [tile.title, tile.figure, tile.detail]
    for line in (*own.strengths, *own.weaknesses):
        texts += [line.name, f"{line.percent:.1f}％", line.remark]
    for day in found.dates:
        texts += [day.day, day.what]
    for point in own.course.points:
        texts += [] if point.percent is None else [f"{point.percent:.1f}"]
    if own.course.band:
        texts += [f"中央値 {own.course.band.middle}"]
    assert [one for one in texts if bare(one) not in paper] == []
    shown = bare(str(first_screen.tiles((own.tile, *found.tiles))))
    assert [one.figure for one in (own.tile, *found.tiles) if bare(str(markup.joined([one.figure]))) not in shown] == []


def test_a_hospital_at_its_beginning_has_a_page_as_well(world: World) -> None:
    paper, count = printed(principal(world.people["leader.h03"]))
    assert count == 1
    for sentence in ("訪問評価はまだありません", "期限のある手続きはありません", "評定の数が足りる章がまだない"):
        assert sentence in paper


def test_what_no_font_has_is_told_on_the_paper(world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE hospital SET name = '架空\U000f0000病院' WHERE id = ?", [world.hospitals["H01"]])
    paper, _ = printed(principal(world.people["leader.h01"]))
    assert "架空〓病院" in paper
    assert "印刷できない文字が含まれます：U+F0000" in paper


@pytest.mark.parametrize("name", ["evaluator.h01", "secretariat", "center", "admin", "leader.h02"])
def test_nobody_else_gets_it(name: str, world: World) -> None:
    with viewing(principal(world.people[name])) as view, pytest.raises(Forbidden):
        leader_paper.made(view, world.hospitals["H01"])
