"""The files of the comparison, laid beside each other by a reader who keeps them: nobody unnamed stands between two of them."""

from __future__ import annotations

import csv
import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from checklist.model.accounts import Principal, Role
from checklist.model.assessments import Operation
from checklist.store import db
from checklist.store.accounts import people, sessions
from checklist.store.assessments import answers as answers_store
from checklist.store.assessments import assessments
from tests.comparison import region_of_answers as regions
from tests.comparison.region_of_answers import Answers
from tests.comparison.test_visit_comparison import fill
from tests.web.fake_time import FakeTime
from tests.world import SECOND, World, by, principal

YEARS = "first=2024&last=2025&scope=region&groups=class1,class2,own,visits"
ADDRESSES = [
    f"by={rest}&{YEARS}"
    for rest in (
        "classes&track=self",
        "classes&track=visitor&chapter=1",
        "hospitals&track=visitor",
        "hospitals&track=self&chapter=1",
        "tracks&track=visitor",
    )
]
CLASSES = {f"H{number}": 1 if number < 6 else 2 for number in range(10)}
MINUTE = re.compile(r"　\d{4}年\d{1,2}月\d{1,2}日（.）\d{2}:\d{2}.*$")
TAKEN = re.compile(r"　出力日時　\d{4}年\d{1,2}月\d{1,2}日（.）\d{2}:\d{2}.*$")
Files = dict[tuple[str, str], list[object]]
"""Address and kind of file -> everything that can be read in it."""


@pytest.fixture
def answers(empty_db: Path) -> Answers:
    with db.writing() as connection:
        return regions.build(connection, dict(CLASSES), 3, seed=4)


@pytest.fixture
def take(answers: Answers, app: Starlette, time: FakeTime) -> Iterator[Callable[[Principal], Files]]:
    """Gives everything that somebody may take away now, at a time that stands still: files tell when they were taken."""
    with TestClient(app, base_url="http://sogo.example", follow_redirects=False) as client:
        yield lambda who: files_of(client, who.person_id, ADDRESSES)


def files_of(client: TestClient, person: int, addresses: list[str]) -> Files:
    """The CSV and the Excel file of each address as their programs read them."""
    with db.writing() as connection:
        token = sessions.start(connection, person)
    found: Files = {}
    for address in addresses:
        for kind, read in (("csv", csv_rows), ("xlsx", book_cells)):
            answer = client.get(f"/download/comparison.{kind}?{address}", headers={"Cookie": f"sid={token}"})
            assert answer.status_code == 200, (address, answer.text)
            found[address, kind] = read(answer.content)
    return found


def csv_rows(content: bytes) -> list[object]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def without_moment(rows: list[object]) -> list[object]:
    return [[TAKEN.sub("", str(cell)) for cell in row] for row in rows if isinstance(row, list)]


def book_cells(content: bytes) -> list[object]:
    """Every cell of every sheet, hidden ones too, and the numbers that the charts keep for themselves."""
    book = load_workbook(io.BytesIO(content))
    cells = [
        (sheet.title, cell.coordinate, cell.value, cell.comment and cell.comment.text)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        charts = [(name, parts.read(name)) for name in sorted(parts.namelist()) if name.startswith("xl/charts/")]
    return [*cells, *charts]


def submit(answers: Answers, number: int, value: str = "C") -> None:
    """So many new hospitals of 加算1, which nobody knows by name, submit both sides for 2025."""
    with db.writing() as connection:
        external = connection.execute("SELECT id FROM hospital WHERE external").fetchone()[0]
        for place in range(number):
            code = f"N{len(answers.hospitals) + place}{value}"
            one = regions.add_hospital(connection, code, 1)
            given: dict[str, str | None] = {item.code: value for item in SECOND.items}
            regions.add_assessment(connection, one, 2025, "mini-2", given)
            visit = regions.add_visit(connection, one, external, 2025)
            regions.add_assessment(connection, one, 2025, "mini-2", given, visit=visit)
        regions.release(connection)


def reader(answers: Answers, login: str) -> Principal:
    if login != "leader":
        return answers.people[login]
    with db.writing() as connection:
        return regions.add_person(connection, "leader", answers.hospitals["H4"], Role.LEADER)


def group_cells(files: Files) -> dict[tuple[str, ...], tuple[str, str]]:
    """(address, year, group, chapter) -> 得点率 and remark of the groups without names, out of the CSV."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for (address, kind), rows in files.items():
        if kind == "csv" and "by=tracks" not in address:
            head, *body = [row for row in rows if isinstance(row, list) and row]
            for row in body:
                record = dict(zip(head, row, strict=True))
                if record["区分・病院"] in ("加算1", "加算2"):
                    place = (address, record["年度"], record["区分・病院"], record["章コード"])
                    found[place] = (record["得点率"], record["備考"])
    return found


@pytest.mark.parametrize("login", ["manager.H3", "leader", "manager.H0"])
def test_the_files_before_and_after_one_hospital_submitted_are_the_same_cell_by_cell(
    answers: Answers, take: Callable[[Principal], Files], login: str
) -> None:
    who = reader(answers, login)
    before = take(who)
    submit(answers, 1)
    assert take(who) == before


def test_the_files_do_change_as_soon_as_enough_came_in_together(
    answers: Answers, take: Callable[[Principal], Files]
) -> None:
    """Otherwise the files would be the same because nothing stands in them."""
    who = answers.people["manager.H3"]
    before = group_cells(take(who))
    submit(answers, 5)
    after = group_cells(take(who))
    assert before.keys() == after.keys()
    changed = {place for place in before if before[place] != after[place]}
    assert changed
    assert {(year, group) for _, year, group, _ in changed} == {("2025", "加算1")}


def test_two_takings_in_different_minutes_differ_in_the_time_of_output_alone(
    answers: Answers, app: Starlette, time: FakeTime
) -> None:
    """Also of what a leader sees of partners by name: each line that is not the same says when it was taken."""
    leader = reader(answers, "leader").person_id
    addresses = [*ADDRESSES, *(one.replace("scope=region", "scope=partners") for one in ADDRESSES)]
    with TestClient(app, base_url="http://sogo.example", follow_redirects=False) as client:
        first = files_of(client, leader, addresses)
        time.pass_by(minutes=1)
        second = files_of(client, leader, addresses)
    assert {place for place in first if first[place] != second[place]} == set(first)
    for place in first:
        if place[1] == "csv":
            # Each row tells it beside what it rests on.
            assert without_moment(first[place]) == without_moment(second[place])
            continue
        changed = [pair for pair in zip(first[place], second[place], strict=True) if pair[0] != pair[1]]
        for before, after in changed:
            assert isinstance(before, tuple)
            assert isinstance(after, tuple)
            assert (before[:2], before[3:]) == (after[:2], after[3:])
            assert [MINUTE.sub("", str(one[2])) for one in (before, after)] == ["出力日時"] * 2, (before, after)


def test_no_denominator_of_a_group_without_names_leaves_in_a_file(
    answers: Answers, take: Callable[[Principal], Files]
) -> None:
    counted = ("病院数", "評価数", "評定数", "該当なし", "確認不能", "未回答")
    seen = set()
    for (address, kind), (head, *body) in take(answers.people["manager.H3"]).items():
        if kind == "csv" and "by=classes" in address:
            records = [dict(zip(head, row, strict=True)) for row in body]  # type: ignore[call-overload]
            for one in records:
                if one["区分・病院"] in ("加算1", "加算2"):
                    seen.add(bool(one["得点率"]))
                    assert [one[name] for name in counted] == [""] * len(counted)
            named = {one["区分・病院"] for one in records if one["評定数"]}
            assert named == {"自院"}, named
    assert True in seen


def test_one_more_partner_changes_no_number_of_a_group_but_at_most_takes_it_away(
    answers: Answers, take: Callable[[Principal], Files]
) -> None:
    who, number, taken = answers.people["manager.H3"], answers.hospitals, []
    for partner in (None, "H4", "H5"):
        if partner:
            with db.writing() as connection:
                regions.add_visit(connection, number[partner], number["H3"], 2025)
                regions.release(connection)
        files = take(who)
        taken.append(group_cells(files))
        by_name = {str(row) for key, rows in files.items() if "by=hospitals" in key[0] for row in rows}
        assert any("病院H4" in row for row in by_name) == (partner is not None)
        assert not any("病院H2" in row for row in by_name)
    first, *later = taken
    assert any(percent for percent, _ in first.values())
    for one in later:
        assert one.keys() == first.keys()
        assert all(percent in ("", first[place][0]) for place, (percent, _) in one.items())
    hidden = [place for place, (percent, _) in later[-1].items() if not percent and first[place][0]]
    assert {place[1:3] for place in hidden} == {("2025", "加算1")}


def test_readers_with_different_partners_hold_the_same_numbers_of_groups_or_none(
    answers: Answers, take: Callable[[Principal], Files]
) -> None:
    everything = [group_cells(take(answers.people[f"manager.{code}"])) for code in ("H0", "H1", "H3", "H8")]
    places = {place for one in everything for place in one if "by=classes" in place[0]}
    values = {place: {one[place][0] for one in everything if place in one} - {""} for place in places}
    assert any(values.values())
    assert all(len(found) <= 1 for found in values.values())


@pytest.mark.parametrize("blind", [True, False])
def test_in_blind_mode_nothing_in_a_file_of_a_member_depends_on_what_the_host_answered_itself(
    world: World, anyone: TestClient, time: FakeTime, blind: bool
) -> None:
    """A member who also reads comparisons, before rating: with A everywhere the files are those with C everywhere."""
    both = frozenset({Role.EVALUATOR, Role.SAFETY_MANAGER})
    with db.writing() as connection:
        connection.execute("UPDATE region SET blind_mode = ?", [blind])
        people.change(by(connection), replace(world.people["evaluator.h02"], roles=both))
        # The circle of a hospital begins with the visit.
        connection.execute("UPDATE visit SET state = 'on_site' WHERE id = ?", [world.visit])
    addresses = [one.replace("first=2024&last=2025", "first=2026&last=2026") for one in ADDRESSES]
    fill(world, "manager.h01", world.self_assessment, {i.code: ("A", "秘") for i in SECOND.items}, submit=True)
    member, host = world.people["evaluator.h02"].id, world.people["manager.h01"].id
    before, own = files_of(anyone, member, addresses), files_of(anyone, host, addresses)
    _answer_otherwise(world, "C")
    assert (files_of(anyone, member, addresses) == before) is blind
    assert files_of(anyone, host, addresses) != own


def _answer_otherwise(world: World, value: str) -> None:
    """The host takes its self-assessment back and submits another."""
    with db.writing() as connection:
        connection.execute("UPDATE visit SET state = 'ready' WHERE id = ?", [world.visit])
        who = by(connection, principal(world.people["manager.h01"]))
        assessments.withdraw(who, world.self_assessment, "評定の見直しのため")
        sent = [Operation(str(uuid.uuid4()), item.code, 1, value, "秘") for item in SECOND.items]
        assert {one.status for one in answers_store.record(who, world.self_assessment, sent)} == {"saved"}
        assessments.submit(who, world.self_assessment, "")
        connection.execute("UPDATE visit SET state = 'on_site' WHERE id = ?", [world.visit])
