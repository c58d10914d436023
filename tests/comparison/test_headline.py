"""The sentence over the picture: how the own hospital, or the classes, stand and moved, worked out a second time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklist.comparison import comparison, headline
from checklist.comparison.comparison import Comparison, Group, Scope, Selection
from checklist.comparison.selection import CLASSES
from checklist.model.assessments import Track
from checklist.store import db
from checklist.store.accounts import people
from tests.comparison.raw_region import Region
from tests.world import by, principal

EVERY = (*CLASSES, Group.OWN)


def made(moved_db: Path, login: str, selection: Selection) -> Comparison:
    with db.reading(moved_db) as connection:
        who = principal(people.by_login(by(connection), login))
        return comparison.class_comparison(by(connection, who), selection)


def whole(found: Comparison) -> dict[tuple[str, int], float]:
    """得点率 of each column over everything, from the table that the tests of the engine check against the raw rows."""
    code = found.cells[-1].chapter
    rows = [row for row in found.csv_table.records() if row["章コード"] == code and row["得点率"] is not None]
    return {(str(row["区分・病院"]), int(str(row["年度"]))): float(str(row["得点率"])) for row in rows}


def class_of(moved_db: Path, login: str) -> int:
    region = Region(moved_db)
    with db.reading(moved_db) as connection:
        own = people.by_login(by(connection), login).hospital_id
    return next(p.number or 0 for p in region.papers if (p.hospital, p.year, p.track) == (own, 2025, "visitor"))


def apart(points: float) -> str:
    return f"{abs(round(points, 1)):.1f}ポイント{'高く' if points > 0 else '低く'}"


def moved(points: float) -> str:
    return f"{abs(round(points, 1)):.1f}ポイント{'上がりました' if points > 0 else '下がりました'}"


@pytest.mark.parametrize("login", ["leader.h001", "leader.h005", "manager.h020"])
@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("first", [2022, 2024])
def test_the_own_hospital_beside_its_class_and_over_the_years(
    moved_db: Path, login: str, scope: Scope, first: int
) -> None:
    found = made(moved_db, login, Selection(first, 2025, Track.VISITOR, scope=scope, groups=EVERY))
    numbers, label = whole(found), f"加算{class_of(moved_db, login)}"
    own = {year: value for (who, year), value in numbers.items() if who == "自院"}
    beside = numbers[label, 2025]
    name = f"地域の{label}" if scope is Scope.REGION else f"{label}（自院と連携先）"
    standing = f"自院は{name}より{apart(own[2025] - beside)}" if own[2025] != beside else f"自院は{name}と同じで"
    change = own[2025] - own[min(own)]
    told = moved(change) if round(change, 1) else "変わっていません"
    assert found.headline == f"{standing}、{2025 - min(own)}年{'で' if round(change, 1) else '間'}{told}。"


def test_without_an_own_hospital_the_classes_stand_beside_each_other(moved_db: Path) -> None:
    for login in ("secretariat", "center"):
        found = made(moved_db, login, Selection(2022, 2025, Track.SELF))
        numbers = whole(found)
        both = [year for year in range(2022, 2026) if ("加算1", year) in numbers and ("加算2", year) in numbers]
        first, last = both[0], both[-1]
        changes = [round(numbers[name, last] - numbers[name, first], 1) for name in ("加算1", "加算2")]
        differ = numbers["加算1", last] - numbers["加算2", last]
        assert found.headline.startswith(f"{last}年度の加算1は加算2より{apart(differ)}なっています。")
        assert [float(one) for one in re.findall(r"は([\d.]+)ポイント[上下]", found.headline)] == [
            abs(one) for one in changes if one
        ]


def test_a_chapter_and_a_running_year_say_so_and_without_numbers_there_is_no_sentence(moved_db: Path) -> None:
    chapter = made(moved_db, "leader.h001", Selection(2022, 2025, Track.VISITOR, "1", groups=EVERY))
    assert chapter.headline.startswith("「医療安全管理体制」：自院は")
    running = made(moved_db, "secretariat", Selection(2026, 2026, Track.SELF))
    assert running.headline.startswith("2026年度（途中）の加算1は")
    assert "年で" not in running.headline
    # A year that is not over is no end of a change: the notes say that it cannot be compared with others.
    until, over = (made(moved_db, "secretariat", Selection(2022, last, Track.SELF)).headline for last in (2026, 2025))
    assert until.startswith("2026年度（途中）の加算1は")
    told = re.search(r"\d年で加算1は.*", over)
    assert told is not None
    assert until.endswith(f"2025年度までの{told.group()}")
    assert made(moved_db, "leader.h001", Selection(2019, 2020, Track.VISITOR, groups=EVERY)).headline == ""


def test_the_own_hospital_alone_only_tells_its_change(moved_db: Path) -> None:
    found = made(moved_db, "leader.h001", Selection(2024, 2025, Track.VISITOR, groups=(Group.OWN,)))
    assert re.fullmatch(r"自院の得点率は1年(で[\d.]+ポイント[上下]がりました|間変わっていません)。", found.headline)
    one = made(moved_db, "leader.h001", Selection(2025, 2025, Track.VISITOR, groups=(Group.OWN,)))
    # Alone by every item that both classes are asked; beside them without those that too few of a class rated.
    beside = made(moved_db, "leader.h001", Selection(2025, 2025, Track.VISITOR, groups=EVERY))
    assert one.cells[-1].items > next(cell for cell in reversed(beside.cells) if cell.group == "自院").items
    assert re.fullmatch(r"自院の得点率は[\d.]+％です。", one.headline)


@pytest.mark.parametrize("groups", [EVERY, (Group.OWN,)])
def test_above_the_chapters_stands_the_one_that_stands_out(moved_db: Path, groups: tuple[Group, ...]) -> None:
    found = made(moved_db, "leader.h001", Selection(2022, 2025, Track.VISITOR, scope=Scope.REGION, groups=groups))
    code = found.cells[-1].chapter
    numbers: dict[str, list[tuple[float, str]]] = {}
    for row in found.csv_table.records():
        if row["年度"] == 2025 and row["章コード"] != code and row["得点率"] is not None:
            numbers.setdefault(str(row["章"]), []).append((float(str(row["得点率"])), str(row["区分・病院"])))
    told = headline.of_chapters(found.cells, 2026)
    (name,) = re.findall("「(.+)」", told)
    assert told.startswith("2025年度に")
    if len(groups) == 1:
        assert numbers[name][0][0] == min(one[0][0] for one in numbers.values())
        assert told.endswith(f"最も低い章は「{name}」（{numbers[name][0][0]:.1f}％）です。")
        return
    apart_by = {chapter: max(values)[0] - min(values)[0] for chapter, values in numbers.items()}
    assert apart_by[name] == pytest.approx(max(apart_by.values()), abs=0.11)
    for value, group in (max(numbers[name]), min(numbers[name])):
        assert f"{group} {value:.1f}％" in told


def test_of_a_class_alone_its_number_is_told(demo_db: Path) -> None:
    found = made(demo_db, "secretariat", Selection(2025, 2025, Track.VISITOR, sheet="kansen"))
    ((name, year), value), *others = whole(found).items()
    assert others == []
    assert found.headline == f"{year}年度の{name}の得点率は{value:.1f}％です。"
    assert headline.of_chapters([], 2026) == ""
