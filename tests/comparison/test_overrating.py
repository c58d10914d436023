"""Self minus visitor by chapter and hospital, by pandas from the raw rows, on the hospitals that have both alone."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from checklist.comparison import overrating, track_comparison
from checklist.comparison.comparison import Group, Scope, Selection
from checklist.comparison.overrating import Overrating, Pair
from checklist.comparison.track_comparison import TrackComparison
from checklist.formats import files
from checklist.formats.table import Table
from checklist.model.assessments import Track
from checklist.model.sheets import Chapter
from checklist.rules.scoring import Score
from checklist.store import db
from checklist.store.accounts import people
from tests import pdf_text
from tests.comparison import raw_region as raw
from tests.comparison.raw_region import Paper, Question, Region
from tests.comparison.test_golden import FILTERS, OF_INFECTION, READERS, paired, selection_of, view
from tests.world import by, principal

ASKED = {
    "where a hospital changed between its self-assessment and its visit": Question(2024, 2024, "visitor", None, 1),
    "the year after a hospital left 加算2": Question(2025, 2025, "visitor", None, 2),
    "a chapter of 加算1 over two versions": Question(2024, 2025, "visitor", "6", 1),
    # Which side is chosen plays no part: what differs in that alone is asked once.
    **{name: replace(one, track="visitor") for name, one in FILTERS.items()},
}
ASKED = {name: one for place, (name, one) in enumerate(ASKED.items()) if one not in list(ASKED.values())[:place]}
OF_OTHER = sorted({(one.first, one.last, one.chapter or "", one.number or 0) for one in OF_INFECTION})
SIDES = ("self", "visitor")


@pytest.fixture(scope="module")
def region(moved_file: Path) -> Region:
    return Region(moved_file)


@pytest.fixture(scope="module")
def infection(moved_file: Path) -> Region:
    return Region(moved_file, "kansen")


def made(moved_db: Path, login: str, selection: Selection) -> TrackComparison:
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), login))
        return track_comparison.track_comparison(by(connection, who), selection)


def shown(found: TrackComparison) -> Table | None:
    return next((one for one in found.tables if one.title.startswith(overrating.TITLE)), None)


def items_of(papers: list[Paper], released: list[Paper], question: Question) -> dict[str, raw.Line]:
    taken = [p for p in [*papers, *released] if question.first <= p.year <= question.last]
    taken = [p for p in taken if question.number in (None, p.number)]
    classes = {question.number} if question.number else {1, 2}
    return raw.common_items({p.version for p in taken}, classes, question.chapter)


def frame(reader: raw.Reader, question: Question, own: int | None) -> pd.DataFrame:
    """One row for each answer that counts: hospital, side, chapter, and its points."""
    # Both sides within what is asked for: of one that changed its class between them, neither is.
    asked = [p for p in reader.papers if question.number in (None, p.number)]
    both = [p for p in paired(asked) if p.track in SIDES]
    both = [p for p in both if question.first <= p.year <= question.last and own in (None, p.hospital)]
    year = max((p.year for p in both), default=0)
    rows = []
    for side in SIDES:
        track = [p for p in reader.papers if p.track == side]
        items = items_of(track, [p for p in reader.released if p.track == side], question)
        for paper in (p for p in both if p.track == side and p.year == year):
            rows += [
                (reader.names[paper.hospital], side, line.chapter, raw.POINTS[value])
                for code, line in items.items()
                if paper.asks(code) and (value := paper.value(code)) in raw.POINTS
            ]
    return pd.DataFrame(rows, columns=["hospital", "side", "chapter", "half"])


def scored(found: pd.DataFrame, side: str) -> tuple[float, int]:
    halves = found[found["side"] == side]["half"]
    return (raw.percent(float(halves.sum()), len(halves)) if len(halves) else 0.0, len(halves))


def difference(found: pd.DataFrame) -> float | str:
    (one, rated), (other, seen) = (scored(found, side) for side in SIDES)
    return "評定数5未満" if min(rated, seen) < 5 else round(one - other, 1)


@pytest.mark.parametrize("question", ASKED.values(), ids=list(ASKED))
def test_the_secretariat_sees_every_hospital_that_has_both_sides(
    region: Region, moved_db: Path, question: Question
) -> None:
    _every_hospital(region, moved_db, question)


def test_of_the_other_sheet_too_the_secretariat_sees_every_hospital(infection: Region, moved_db: Path) -> None:
    """Infection control by twelve filters, the running year and hospitals that changed their class among them."""
    told = 0
    for first, last, chapter, number in OF_OTHER:
        told += _every_hospital(infection, moved_db, Question(first, last, "visitor", chapter or None, number or None))
    assert len(OF_OTHER) >= 12
    assert told > 100


def _every_hospital(region: Region, moved_db: Path, question: Question) -> int:
    """How many hospitals were shown as the rows have them."""
    chosen = replace(selection_of(question, Scope.REGION), sheet=region.sheet)
    found = shown(made(moved_db, "secretariat", chosen))
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), "secretariat"))
    answers = frame(view(region, who, Scope.REGION), question, None)
    assert (found is None) is answers.empty
    assert (found is None) is (question.last == (2021 if region.sheet == "anzen" else 2023))
    if found is None:
        return 0
    hospitals = sorted(set(answers["hospital"]))
    assert found.names == ("章", "すべての病院", *hospitals)
    newest = raw.SHEET[max(p.version for p in region.papers if question.first <= p.year <= question.last)].chapters
    for row in found.records():
        chapter = next((code for code, name in newest.items() if name == row["章"]), None)
        here = answers if chapter is None else answers[answers["chapter"] == chapter]
        assert row["すべての病院"] == difference(here)
        assert [row[one] for one in hospitals] == [difference(here[here["hospital"] == one]) for one in hospitals]
    return len(hospitals)


@pytest.mark.parametrize(
    "name", ["a manager of 加算1 in the region", "a manager among the partners", "a leader in the region"]
)
@pytest.mark.parametrize(
    "question",
    [
        FILTERS["all years as visitors saw them"], Question(2025, 2025, "visitor"), Question(2024, 2025, "visitor", "1"),
        Question(2024, 2025, "visitor", "K1"), Question(2025, 2026, "visitor", "K7"),
    ],
)  # fmt: skip
def test_a_hospital_sees_its_own_both_sides_and_nobody_elses(
    region: Region, infection: Region, moved_db: Path, name: str, question: Question
) -> None:
    login, scope = READERS[name].login, READERS[name].scope
    region = infection if "K" in (question.chapter or "") else region
    found = made(moved_db, login, replace(selection_of(question, scope), sheet=region.sheet))
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), login))
    answers = frame(view(region, who, scope), question, who.hospital_id)
    table = shown(found)
    assert table is not None
    assert found.overrating is not None
    assert found.overrating.hospitals == ("自院",)
    rows = table.records()
    assert rows[-1]["自己評価"], rows[-1]["訪問評価"]
    assert (rows[-1]["自己評価"], rows[-1]["自己評価 評定数"]) == scored(answers, "self")
    assert (rows[-1]["訪問評価"], rows[-1]["訪問評価 評定数"]) == scored(answers, "visitor")
    assert rows[-1]["差（ポイント）"] == difference(answers)
    # Of fewer than five ratings on a side nothing is said.
    told = isinstance(difference(answers), float)
    assert found.headline.startswith(f"{found.overrating.year}年度") if told else found.headline == ""
    assert told or region is infection


def test_who_knows_no_names_sees_no_hospital(moved_db: Path) -> None:
    found = made(moved_db, "center", Selection(2022, 2025, Track.VISITOR))
    assert (found.overrating, shown(found), found.headline) == (None, None, "")


def test_the_own_hospital_is_told_whatever_groups_are_chosen(moved_db: Path) -> None:
    found = made(moved_db, "leader.h001", Selection(2022, 2025, Track.VISITOR, groups=(Group.CLASS_1,)))
    assert found.overrating is not None
    assert found.overrating.hospitals == ("自院",)


CHAPTERS = (Chapter("1", "体制"), Chapter("2", "医薬品"), Chapter("", "全体"))


def pair(own: int, seen: int, rated: int = 10) -> Pair:
    return Pair(Score(own * rated, rated), Score(seen * rated, rated))


@pytest.mark.parametrize(
    ("hospitals", "pairs", "said"),
    [
        (
            ("すべての病院", "甲", "乙"),
            {("すべての病院", "1"): pair(90, 80), ("すべての病院", "2"): pair(90, 91), ("すべての病院", ""): pair(90, 85),
             ("甲", ""): pair(90, 80), ("乙", ""): pair(90, 90)},
            "2025年度の自己評価は訪問評価より5.0ポイント高く、2病院中1病院で自己評価の方が高くなっています。"
            "差が最も大きい章は「体制」（+10.0ポイント）です。",
        ),
        (("自院",), {("自院", "1"): pair(80, 90), ("自院", "2"): pair(90, 91), ("自院", ""): pair(85, 90)},
         "2025年度の自院の自己評価は訪問評価より5.0ポイント低く、差が最も大きい章は「体制」（-10.0ポイント）です。"),
        (("自院",), {("自院", ""): pair(85, 85)}, "2025年度の自院の自己評価は訪問評価と同じです。"),
        (("自院",), {("自院", ""): pair(90, 85)}, "2025年度の自院の自己評価は訪問評価より5.0ポイント高くなっています。"),
        (("自院",), {("自院", ""): pair(90, 85, 4)}, ""),
    ],
)  # fmt: skip
def test_the_sentence_says_who_rates_higher_and_where_most(
    hospitals: tuple[str, ...], pairs: dict[tuple[str, str], Pair], said: str
) -> None:
    assert overrating.sentence(Overrating(2025, False, hospitals, CHAPTERS, pairs)) == said


def test_the_files_hold_both_sides_of_the_own_hospital_and_the_differences_of_all(moved_db: Path) -> None:
    own = made(moved_db, "leader.h001", Selection(2025, 2025, Track.VISITOR))
    book = load_workbook(io.BytesIO(files.render(own, "xlsx")))
    sheet = next(one for one in book.worksheets if one.title.startswith(overrating.TITLE))
    wanted = shown(own)
    assert wanted is not None
    told = list(sheet.iter_rows(min_row=4, max_row=3 + len(wanted.rows), values_only=True))
    assert [row[: len(wanted.names)] for row in told] == [*wanted.rows]
    (drawn,) = [one for page in book.worksheets if overrating.TITLE in page.title for one in page._charts]
    assert len(drawn.series) == 2
    everybody = made(moved_db, "secretariat", Selection(2025, 2025, Track.VISITOR))
    paper = re.sub(r"\s", "", "".join(pdf_text.pages(files.render(everybody, "pdf"))))
    grid = shown(everybody)
    assert grid is not None
    assert everybody.charts == ()
    # Very many columns stand in several tables.
    assert "(2/" in unicodedata.normalize("NFKC", paper)
    assert all(
        f"{value:+.1f}".replace("-", "−") in paper.replace("-", "−")
        for row in grid.rows
        for value in row
        if isinstance(value, float) and value
    )
