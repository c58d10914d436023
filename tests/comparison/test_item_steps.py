"""Down by tap: from a chapter to its items, from an item to comments, findings and plans of the own hospital."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from checklist.comparison import comparison_page, item_steps
from checklist.comparison.comparison import Comparison
from checklist.comparison.comparison_page import ComparisonPage
from checklist.store import db
from checklist.store.accounts import people
from tests.world import by, principal


def read(demo_db: Path, login: str, kind: str, **asked: str) -> ComparisonPage:
    with db.reading(demo_db) as connection:
        who = principal(people.by_login(by(connection), login))
        return comparison_page.read(by(connection, who), kind, asked)


@pytest.mark.parametrize("kind", ["classes", "hospitals"])
@pytest.mark.parametrize("login", ["secretariat", "leader.h001"])
def test_every_chapter_leads_to_its_items_and_every_item_to_what_was_written(
    demo_db: Path, kind: str, login: str
) -> None:
    found = read(demo_db, login, kind).found
    assert isinstance(found, Comparison)
    links = item_steps.chapter_links(kind, found)
    assert list(links) == [row[0] for row in found.tables[0].rows[:-1]]
    address = {name: one for name, (one,) in parse_qs(urlsplit(links["医薬品安全"]).query).items()}
    below = read(demo_db, login, kind, **address)
    assert isinstance(below.found, Comparison)
    assert below.told == ()
    assert below.selection is not None
    assert below.selection.chapter == address["chapter"]
    items = item_steps.item_links(kind, below.selection, below.differing or {})
    assert items.keys() == {one.item for one in below.found.items} > set()
    assert item_steps.chapter_links(kind, below.found) == {}


def test_an_item_shows_the_findings_of_the_own_hospital_with_their_plans_and_of_nobody_else(demo_db: Path) -> None:
    with db.reading(demo_db) as connection:
        own = people.by_login(by(connection), "leader.h001").hospital_id
        rows = connection.execute(
            """SELECT f.id, f.kind, f.text, item.code, c.code AS chapter, v.fiscal_year, v.host_id, v.id AS visit
               FROM finding f JOIN item ON item.id = f.item_id JOIN chapter c ON c.id = item.chapter_id
               JOIN visit v ON v.id = f.visit_id WHERE f.dropped_at IS NULL AND v.fiscal_year BETWEEN 2022 AND 2025
                   AND v.state IN ('reported', 'acknowledged', 'closed') ORDER BY f.id"""
        ).fetchall()
    mine = [row for row in rows if row["host_id"] == own]
    checked = 0
    for item, chapter in sorted({(row["code"], row["chapter"]) for row in mine})[:6]:
        page = read(demo_db, "leader.h001", "classes", chapter=chapter, item=item, groups="own")
        if item not in (page.differing or {}):
            continue
        wanted = {
            f"/improvements?finding={row['id']}" if row["kind"] == "finding"
            else f"/visits?visit={row['visit']}&part=paperwork#report"
            for row in mine if row["code"] == item
        }  # fmt: skip
        assert {step.href for step in page.steps} == wanted
        assert {step.text for step in page.steps} == {
            " ".join(row["text"].split()) for row in mine if row["code"] == item
        }
        assert page.comments is not None
        checked += 1
    assert checked > 1
    item, chapter = mine[0]["code"], mine[0]["chapter"]
    for login in ("secretariat", "center"):
        assert read(demo_db, login, "classes", chapter=chapter, item=item).steps == ()


def test_an_item_that_cannot_be_looked_into_is_told(demo_db: Path) -> None:
    page = read(demo_db, "leader.h001", "classes", chapter="1", item="9-99")
    assert page.told == ("アドレスで指定された項目「9-99」は選べないため、いつもの選択で表示しています。",)
    assert (page.comments, page.steps) == (None, ())
    wrong = read(demo_db, "leader.h001", "classes", groups="class1,nobody", order="size")
    assert wrong.told == (
        "アドレスで指定された章の並べ方「size」は選べないため、いつもの選択で表示しています。",
        "アドレスで指定された比較する集団「nobody」は選べないため、いつもの選択で表示しています。",
    )
