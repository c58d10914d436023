"""The own hospital over the years, its chapters and the band of comparable hospitals, worked out a second time."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from math import floor
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlite_utils import Database

from checklist.comparison import comparison_page, course_drawing, own_course, own_position
from checklist.comparison.comparison import Comparison
from checklist.comparison.own_course import OwnCourse
from checklist.comparison.spread import ClassComparison
from checklist.errors import Forbidden
from checklist.model.accounts import Principal, Role
from checklist.model.region import Region as Settings
from checklist.store import db, region
from checklist.store.accounts import people
from checklist.store.assessments import editions
from checklist.store.sheets import sheets
from checklist.words import first_screen
from tests import cycle
from tests.comparison import raw_region as raw
from tests.comparison import region_of_answers as regions
from tests.comparison.raw_region import Paper, Question, Reader, Region
from tests.comparison.region_of_answers import Answers
from tests.ui import screens
from tests.ui.screens import open_page
from tests.world import CODES, FIRST, SECOND, World, by, principal

LEADER = "leader.h001"
CLOSED = 2025
GOOD: dict[str, str | None] = dict.fromkeys(CODES, "A")
POOR: dict[str, str | None] = dict.fromkeys(CODES, "B")


def seen_by(who: Principal) -> OwnCourse:
    with db.reading() as connection:
        return own_course.read(by(connection, who))


def login(connection: Database, name: str) -> Principal:
    return principal(people.by_login(by(connection), name))


@pytest.fixture
def leader(moved_db: Path) -> Principal:
    with db.reading() as connection:
        return login(connection, LEADER)


@pytest.fixture(scope="module")
def papers(moved_file: Path) -> Region:
    return Region(moved_file)


def own_numbers(found: Region, own: int) -> raw.Table:
    """(chapter, year, 自院) -> numbers of the own hospital on the items that the region shares from 2021 to 2026."""
    question = Question(CLOSED - 4, CLOSED + 1, "visitor")
    taken = [one for one in found.papers if one.track == "visitor" and one.year in range(CLOSED - 4, CLOSED + 2)]
    versions = {one.version for one in taken}
    items = raw.common_items(versions, {1, 2}, None)
    columns = {
        (year, "自院"): [one for one in taken if (one.hospital, one.year) == (own, year)]
        for year in range(question.first, question.last + 1)
    }
    reader = Reader(taken, [], True, own, {}, found.names)
    return raw.add_up(columns, items, versions, question, reader, same=False)[0]


def test_every_point_of_the_line_is_that_of_the_raw_answers(leader: Principal, papers: Region) -> None:
    found, numbers = seen_by(leader), own_numbers(papers, leader.hospital_id or 0)
    for point in found.course.points:
        wanted = numbers["", point.fiscal_year, "自院"]
        assert point.percent == (wanted[0] if isinstance(wanted, tuple) else None), point
        assert point.running == (point.fiscal_year == CLOSED + 1)
    values = {one.fiscal_year: one.percent for one in found.course.points if one.percent is not None}
    change = round(values[CLOSED] - values[CLOSED - 1], 1)
    assert found.tile.figure == f"{values[CLOSED]:.1f}％"
    assert f"{abs(change):.1f}ポイント" in found.tile.detail
    first = min(values)
    assert f"{CLOSED - first}年で{abs(round(values[CLOSED] - values[first], 1)):.1f}ポイント" in found.course.sentence


def test_the_strong_and_the_weak_chapters_are_the_ends_of_the_raw_chapters(leader: Principal, papers: Region) -> None:
    found, numbers = seen_by(leader), own_numbers(papers, leader.hospital_id or 0)
    chapters = raw.SHEET["anzen-3"].chapters
    percents = {
        chapters[code]: one[0]
        for (code, year, _), one in numbers.items()
        if code and year == CLOSED and isinstance(one, tuple) and one[1] >= 5
    }
    ordered = sorted(percents.values())
    assert [one.percent for one in found.weaknesses] == ordered[:3]
    assert [one.percent for one in found.strengths] == ordered[:-4:-1]
    for line in (*found.strengths, *found.weaknesses):
        assert percents[line.name] == line.percent


def test_the_visitors_speak_in_their_own_words(leader: Principal) -> None:
    found = seen_by(leader)
    with db.reading() as connection:
        rows = connection.execute(
            """SELECT c.name, f.kind, f.text, f.id FROM finding f JOIN item ON item.id = f.item_id
               JOIN chapter c ON c.id = item.chapter_id JOIN visit ON visit.id = f.visit_id
               WHERE visit.host_id = ? AND visit.fiscal_year = ? AND f.dropped_at IS NULL
                   AND visit.state IN ('reported', 'acknowledged', 'closed')""",
            [leader.hospital_id, CLOSED],
        ).fetchall()
    for kind, lines in (("good_practice", found.strengths), ("finding", found.weaknesses)):
        for line in lines:
            said = [row for row in rows if (row["name"], row["kind"]) == (line.name, kind)]
            if said:
                assert any(row["text"][:20] in line.remark for row in said)
            else:
                assert line.remark.endswith("はありません。")
                assert line.remark_href == ""
    assert any(line.remark_href.startswith("/improvements?finding=") for line in found.weaknesses)


def test_the_page_behind_the_picture_shows_the_same_numbers(leader: Principal) -> None:
    found = seen_by(leader)
    asked = dict(parse_qsl(urlsplit(found.course.href).query))
    with db.reading() as connection:
        page = comparison_page.read(by(connection, leader), asked["by"], asked)
    assert isinstance(page.found, Comparison)
    # A way of our own never ends in the sentence that what it asked for cannot be chosen.
    assert page.told == ()
    shown = {cell.fiscal_year: cell.percent for cell in page.found.cells if cell.chapter == ""}
    # Exactly the years that have a rating: a running one without any is not asked for.
    assert {one.fiscal_year: one.percent for one in found.course.points if one.percent is not None} == shown
    chapter = found.weaknesses[0]
    asked = dict(parse_qsl(urlsplit(chapter.href).query))
    with db.reading() as connection:
        page = comparison_page.read(by(connection, leader), asked["by"], asked)
    assert isinstance(page.found, Comparison)
    assert [one.percent for one in page.found.cells if one.fiscal_year == CLOSED] == [chapter.percent]


def quartile(values: list[float], share: float) -> float:
    """Between the two nearest values, as spreadsheets do it."""
    ordered, place = sorted(values), share * (len(values) - 1)
    low = floor(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(values) - 1)] - ordered[low])


@pytest.mark.parametrize("name", ["leader.h001", "leader.h005", "manager.h020"])
def test_the_band_is_made_of_the_comparable_hospitals_in_whole_points(
    name: str, moved_db: Path, papers: Region
) -> None:
    with db.reading() as connection:
        who = login(connection, name)
        band = own_course.read(by(connection, who)).course.band
        beds = dict(connection.execute("SELECT id, beds FROM hospital").fetchall())
    years = range(CLOSED - 4, CLOSED + 2)
    taken = [one for one in papers.papers if one.track == "visitor" and one.year in years]
    items = raw.common_items({one.version for one in taken}, {1, 2}, None)
    released = [one for one in papers.released["region"] if (one.track, one.year) == ("visitor", CLOSED)]
    own = who.hospital_id or 0
    number = next(one.number for one in taken if (one.hospital, one.year) == (own, CLOSED))

    def size(hospital: int) -> int:
        return 0 if beds[hospital] < 200 else 1 if beds[hospital] < 400 else 2

    alike = [one for one in released if one.number == number]
    sizes = [{one.hospital for one in alike if size(one.hospital) == place} for place in range(3)]
    # The invented region has no size that could be taken from its class and leave enough of the others.
    assert any(0 < len(one) <= raw.MINIMUM for one in sizes)
    groups = [alike, released]
    # Whoever the reader knows by name could be taken away: of each edition there must be at least five others.
    known = {one for one, year in papers.circle(own) if year == CLOSED} | {own}

    def hides(group: list[Paper]) -> bool:
        editions = {one.edition for one in group}
        strange = [{one.hospital for one in group if one.edition == edition} - known for edition in editions]
        return bool(group) and all(len(one) >= raw.MINIMUM for one in strange)

    group = next((one for one in groups if hides(one)), None)
    if group is None:
        assert band is None
        return
    percents = []
    for hospital in {one.hospital for one in group}:
        counted = raw.numbers([one for one in group if one.hospital == hospital], items)
        assert counted is not None
        percents.append(counted[0])
    assert band is not None
    assert (band.low, band.middle, band.high) == tuple(round(quartile(percents, share)) for share in (0.25, 0.5, 0.75))


def test_without_any_rating_the_screen_says_so(world: World) -> None:
    found = seen_by(principal(world.people["leader.h01"]))
    assert found.tile.figure == "－"
    assert found.tile.detail == "訪問評価はまだありません。"
    assert found.course.sentence == "最初の訪問評価が提出されると、ここに得点率の移り変わりを表示します。"
    assert (found.course.points, found.course.band, found.strengths, found.weaknesses) == ((), None, (), ())
    assert course_drawing.svg(found.course) == ""


def test_in_its_first_year_a_hospital_has_a_hollow_point_and_no_verdict(world: World) -> None:
    cycle.submitted(world)
    found = seen_by(principal(world.people["leader.h01"]))
    (point,) = found.course.points
    assert (point.fiscal_year, point.running) == (2026, True)
    assert found.tile.figure == "－"
    assert "2026年度は途中です" in found.course.sentence
    assert "hollow" in course_drawing.svg(found.course)
    assert (found.strengths, found.weaknesses) == ((), ())


@pytest.fixture
def young(empty_db: Path) -> Answers:
    """One year that is over: five hospitals of 加算1 that an external one visited; A and B have every point."""
    with db.writing() as connection:
        region.save(by(connection), Settings("架空地域", 4, 5, blind_mode=False, fictional=True))
        for version in (FIRST, SECOND):
            sheets.add(by(connection), version)
        ids = {code: regions.add_hospital(connection, code, 1) for code in "ABCDE"}
        external = regions.add_hospital(connection, "X", None)
        manager = regions.add_person(connection, "manager.A", ids["A"], Role.SAFETY_MANAGER)
        for code, host in ids.items():
            regions.add_assessment(connection, host, CLOSED, SECOND.code, dict(GOOD))
            visit = regions.add_visit(connection, host, external, CLOSED)
            given = dict(GOOD if code in "AB" else POOR)
            regions.add_assessment(connection, host, CLOSED, SECOND.code, given, visit=visit)
    return Answers(ids, {"manager.A": manager})


def test_after_one_year_there_is_a_figure_and_no_change(young: Answers) -> None:
    found = seen_by(young.people["manager.A"])
    assert found.tile.figure == "100.0％"
    assert "2024年度の訪問評価がないため、増減は表示しません" in found.tile.detail
    assert "年で" not in found.course.sentence


def test_where_the_number_beside_groups_is_another_both_pages_say_why(
    leader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """92.4 over 105 items at home and in the boxes, 92.3 over 104 beside the groups: each names the other, and leads there."""
    home = seen_by(leader)
    with db.reading() as connection:
        page = comparison_page.read(
            by(connection, leader), "classes", {"by": "classes", "first": "2021", "last": "2026"}
        )
    assert isinstance(page.found, ClassComparison)
    assert page.found.spread
    assert f"{page.found.spread.own:.1f}％" == home.tile.figure
    assert "「得点率の分布」の図の自院も同じ値です" in first_screen.OWN_ITEMS
    beside = {(one.fiscal_year, one.group): (one.percent, one.items) for one in page.found.cells if one.chapter == ""}
    own = next(value for (year, group), value in beside.items() if (year, group) == (CLOSED, "自院"))
    assert f"{own[0]:.1f}％" != home.tile.figure
    assert f"共通{own[1]}項目" not in home.course.notes[0]
    assert first_screen.OTHER_ITEMS in home.course.notes
    screens.sign_in(monkeypatch, leader.person_id)
    shown = open_page("comparison", by="classes", first="2021", last="2026")
    told = "".join(one.proto.body for one in shown.get("html"))
    assert first_screen.OWN_ITEMS in told
    (way,) = re.findall(r'href="([^"]+)">自院のみで表示する', told)
    assert 'href="/">ホームを開く' in told
    asked = dict(parse_qsl(urlsplit(html.unescape(way)).query))
    with db.reading() as connection:
        alone = comparison_page.read(by(connection, leader), asked["by"], asked)
    assert isinstance(alone.found, Comparison)
    figure = {one.fiscal_year: one.percent for one in alone.found.cells if one.chapter == ""}[CLOSED]
    assert f"{figure:.1f}％" == home.tile.figure
    # Alone, there is nothing that could differ.
    body = "".join(one.proto.body for one in open_page("comparison", **asked).get("html"))
    assert first_screen.OWN_ITEMS not in body


def test_too_few_hospitals_make_no_band_and_it_is_told(young: Answers) -> None:
    with db.writing() as connection:
        settings = region.load(connection)
        for minimum, shown in ((4, True), (5, False)):
            region.save(by(connection), replace(settings, minimum_group_size=minimum))
            editions.make_due(by(connection))
            chosen = own_position.selection(CLOSED - 4, CLOSED + 1)
            view = by(connection, young.people["manager.A"])
            assert (own_position.band(view, chosen, CLOSED) is not None) == shown, minimum
    notes = seen_by(young.people["manager.A"]).course.notes
    assert any("他院の範囲は表示しません" in one for one in notes)


def test_whoever_compares_nothing_is_refused(world: World) -> None:
    with pytest.raises(Forbidden):
        seen_by(principal(world.people["evaluator.h02"]))
