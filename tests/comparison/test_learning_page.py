"""結果から学ぶ over the invented region: every figure beside its source, for each reader what is theirs, and what became of drafts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from checklist.comparison import learning_outcomes, learning_page, learning_signals, region_results
from checklist.comparison.learning_page import LearningPage
from checklist.errors import Forbidden
from checklist.formats import files
from checklist.model.center.learning import Drafted, Source
from checklist.papers.center import learning_document
from checklist.rules.center import drafts
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.center import cases, topics
from checklist.store.improvements import followed_findings
from checklist.words.center import NO_CAUSE
from tests.cycle import who
from tests.world import World, by, principal

YEAR = 2025
"""The last year of the demo that is over."""


@pytest.fixture
def center(demo_db: Path) -> Iterator[View]:
    yield from _as("center")


def _as(login: str) -> Iterator[View]:
    with db.reading() as connection:
        person = next(one for one in people.all_people(by(connection)) if one.login == login)
        yield View.now(connection, principal(person))


@pytest.fixture
def secretariat(demo_db: Path) -> Iterator[View]:
    yield from _as("secretariat")


def page(view: View, **asked: str) -> LearningPage:
    return learning_page.read(view, asked)


def test_each_topic_shows_what_its_chapters_cases_and_wishes_say(center: View) -> None:
    found, results = page(center), region_results.read(center, YEAR)
    assert results
    shown = {one.topic.code: one for one in found.lines}
    percents = {one.chapter: one.percent for one in results.chapters}
    drug = {(one.ground.source, one.ground.code): one.ground for one in shown["drug"].signals}
    assert drug[Source.CHAPTER, "6"].value == percents["6"]
    assert drug[Source.CHAPTER, "6"].of == results.hospitals
    totals = followed_findings.totals(center)
    pointed = next(one for one in totals.found if (one.fiscal_year, one.chapter) == (YEAR, "6"))
    assert (drug[Source.REPEATED, "6"].value, drug[Source.REPEATED, "6"].of) == (
        pointed.findings,
        totals.hospitals[YEAR],
    )
    wishes = topics.totals(center, YEAR + 1)
    assert drug[Source.WISH, ""].value == wishes.hospitals["drug"]
    lowest = sorted(one.percent or 0 for one in results.items if one.chapter == "6")[:5]
    assert [one.ground.value for one in shown["drug"].signals if one.ground.source is Source.ITEM] == lowest


def test_cases_are_those_of_the_last_twelve_whole_months_in_the_words_of_today(center: View) -> None:
    consulted = learning_signals.read(center).consulted
    assert consulted
    found = cases.between(center, consulted.first, consulted.last)
    assert (consulted.first.isoformat(), consulted.last.isoformat()) == ("2025-11-01", "2026-10-31")
    assert consulted.totals[0] == len(found)
    assert consulted.now["2"] == sum(one.case.subject == "2" for one in found)
    # 相談内容 8 is 9 since the lists changed.
    assert consulted.now["9"] == sum(one.case.subject in ("8", "9") for one in found)
    assert consulted.now["8"] == 0


@pytest.mark.parametrize(
    ("before", "now", "rises"),
    [((10, 1000), (60, 1000), True), ((50, 1000), (55, 1000), False), ((60, 1000), (10, 1000), False), ((0, 0), (9, 9), False)],
)  # fmt: skip
def test_a_subject_rises_when_its_share_grew_by_more_than_chance(
    before: tuple[int, int], now: tuple[int, int], rises: bool, center: View
) -> None:
    known = learning_signals.read(center).consulted
    assert known
    moved = replace(known, now=Counter({"1": now[0]}), before=Counter({"1": before[0]}), totals=(now[1], before[1]))
    assert moved.rises("1") is rises


def test_what_stands_out_stands_first_and_says_why(center: View) -> None:
    found = page(center)
    kinds = [len({one.ground.source for one in line.ahead}) for line in found.lines]
    assert kinds == sorted(kinds, reverse=True)
    assert kinds[0] >= 2
    assert len(found.table.rows) == len(found.edition.topics)


def test_no_hospital_is_named_anywhere_on_it(center: View) -> None:
    names = [row["name"] for row in center.db.query("SELECT name FROM hospital")]
    for part in learning_page.PARTS:
        shown = page(center, part=part)
        told = repr(
            (shown.lines, shown.table, [(one.ground, one.now, one.sentence, one.table) for one in shown.outcomes])
        )
        assert [one for one in names if one in told] == []


def test_the_secretariat_sees_every_hospital_and_no_case_and_drafts_nothing(secretariat: View) -> None:
    found = page(secretariat, part="outcomes")
    sources = {one.ground.source for line in found.lines for one in line.signals}
    assert sources == {Source.CHAPTER, Source.ITEM, Source.REPEATED, Source.WISH}
    assert (found.writes, found.part, found.outcomes, found.trainings) == (False, "topics", (), ())
    results = region_results.read(secretariat, YEAR)
    assert results
    assert results.hospitals > 16


def test_a_draft_leads_to_the_page_on_which_it_is_settled(center: View) -> None:
    found = {one.draft.kind: one for one in learning_outcomes.read(center, learning_signals.read(center))}
    item, training = found[Drafted.COUNCIL], found[Drafted.TRAINING]
    assert training.address == f"/activities?part=training_session&record={training.draft.record_id}"
    assert (item.meeting, item.address) == (None, "/council")
    assert replace(item, meeting=3).address == f"/council?meeting=3&item={item.draft.record_id}"


def test_drafts_tell_their_figure_and_both_sides_a_year_later(center: View) -> None:
    found = learning_outcomes.read(center, learning_signals.read(center))
    measured = [one for one in found if one.table]
    assert len(measured) >= 2
    for one in measured:
        assert one.table
        assert one.sentence.startswith("研修後 ")
        assert "施設。" in one.sentence
        assert [row[0] for row in one.table.rows] == ["受講した病院", "受講していない病院"]
        assert one.table.notes[0] == NO_CAUSE
        assert one.ground == drafts.told(one.draft.ground)
        assert one.now
    waiting = [one.sentence for one in found if one.state == "実施済み" and not one.table]
    assert all("年度が終わると" in one for one in waiting)


def test_every_file_has_the_cells_of_the_screen(center: View) -> None:
    document = learning_document.document(center)
    table = page(center).table
    book = openpyxl.load_workbook(io.BytesIO(files.render(document, "xlsx")))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {cell for row in table.rows for cell in row if isinstance(cell, str)} <= cells
    lines = list(csv.reader(io.StringIO(files.render(document, "csv").decode("utf-8-sig"))))
    assert len(lines) == 1 + len(table.rows)
    assert files.render(document, "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "admin"])
def test_whoever_is_no_reader_of_it_is_refused(login: str, world: World) -> None:
    with db.reading() as connection, pytest.raises(Forbidden):
        learning_page.read(by(connection, who(world, login)), {})


@pytest.mark.parametrize(("login", "writes"), [("manager.h01", True), ("leader.h01", False)])
def test_people_of_a_hospital_see_what_it_wishes(login: str, writes: bool, world: World) -> None:
    with db.writing() as connection:
        topics.wish(by(connection, who(world, "manager.h01")), world.hospitals["H01"], ["drug"])
        found = learning_page.own(by(connection, who(world, login)))
    assert found
    assert (found.writes, found.wished) == (writes, {2026: ("drug",)})


def test_in_a_region_without_results_each_column_says_so(world: World) -> None:
    with db.reading() as connection:
        found = page(by(connection, who(world, "center")))
    assert {cell for row in found.table.rows for cell in row[1:]} <= {None, 0}
    assert found.table.notes[0].startswith("得点率：表示できる集計がまだありません")
    assert "回答した病院が少ないため表示しません" in found.table.notes[3]
