"""Versions of sheets as they are stored: rows become versions with chapters, items and lineage, several at once."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Row

from checklist.errors import NotFound
from checklist.model.scales import SCALES
from checklist.model.sheets import Chapter, Item, Lineage, Relation, SheetVersion
from checklist.store import rows
from checklist.store.act import View
from checklist.store.db import slots

TITLE, SCALE, AUDIENCES = "title of version", "scale of version", "audiences of version"
SUBJECT = "subject of version"
"""What a view knows of a version by its code, asked for alone or learned with the whole of it."""


def classes(row: Row) -> tuple[int, ...]:
    """The classes of hospitals that the item of a row is for."""
    return tuple(int(part) for part in row["classes"].split("・"))


def titles(view: View, codes: Sequence[str]) -> dict[str, str]:
    """Sheet and version in words, by the version's code."""
    found = view.db.execute(
        f"""SELECT v.code, s.name || ' ' || v.name AS title FROM sheet_version v JOIN sheet s ON s.id = v.sheet_id
            WHERE v.code IN ({slots(codes)})""",
        codes,
    )
    return {row["code"]: row["title"] for row in found}


def by_code(view: View, codes: Sequence[str]) -> dict[str, SheetVersion]:
    """Several versions; raises NotFound for a code that nobody has registered."""
    found = view.db.execute(
        f"""SELECT v.*, s.code AS sheet_code, s.name AS sheet_name, s.subject, p.code AS previous_code
            FROM sheet_version v JOIN sheet s ON s.id = v.sheet_id
            LEFT JOIN sheet_version p ON p.id = v.previous_id WHERE v.code IN ({slots(codes)})""",
        codes,
    ).fetchall()
    if missing := set(codes) - {row["code"] for row in found}:
        raise NotFound(f"点検表「{min(missing)}」は登録されていません。")
    ids = [row["id"] for row in found]
    chapters, items = _chapters(view, ids), _items(view, ids)
    later = [row["id"] for row in found if row["previous_code"]]
    links = _lineage(view, later) if later else {}
    versions = {
        row["code"]: rows.one(
            SheetVersion,
            row,
            chapters=chapters[row["id"]],
            items=items[row["id"]],
            lineage=links.get(row["id"], ()),
        )
        for row in found
    }
    view.learn(TITLE, {code: f"{one.sheet_name} {one.name}" for code, one in versions.items()})
    view.learn(SUBJECT, {code: one.subject for code, one in versions.items()})
    view.learn(SCALE, {code: SCALES[one.scale] for code, one in versions.items()})
    view.learn(AUDIENCES, {code: {item.code: item.audience for item in one.items} for code, one in versions.items()})
    return versions


def _chapters(view: View, versions: Sequence[int]) -> dict[int, list[Chapter]]:
    found = view.db.execute(
        f"SELECT version_id, code, name FROM chapter WHERE version_id IN ({slots(versions)}) ORDER BY position",
        versions,
    )
    return rows.grouped(Chapter, found, "version_id", versions)


def _items(view: View, versions: Sequence[int]) -> dict[int, list[Item]]:
    stored = view.db.execute(
        f"""SELECT item.*, chapter.code AS chapter_code FROM item JOIN chapter ON chapter.id = item.chapter_id
            WHERE item.version_id IN ({slots(versions)}) ORDER BY item.position""",
        versions,
    )
    found: dict[int, list[Item]] = {version: [] for version in versions}
    for row in stored:
        item = rows.one(Item, row, classes=classes(row), methods=row["methods"].split("・"))
        found[row["version_id"]].append(item)
    return found


def _lineage(view: View, versions: Sequence[int]) -> dict[int, tuple[Lineage, ...]]:
    links = view.db.execute(
        f"""SELECT item.version_id, item.code, lineage.relation, previous.code AS previous_code FROM item
            LEFT JOIN lineage ON lineage.item_id = item.id
            LEFT JOIN item AS previous ON previous.id = lineage.previous_item_id
            WHERE item.version_id IN ({slots(versions)}) ORDER BY item.position, previous.position""",
        versions,
    )
    relations: dict[tuple[int, str], Relation] = {}
    previous: dict[tuple[int, str], list[str]] = {}
    for row in links:
        place = (row["version_id"], row["code"])
        # A new item descends from nothing, so it has no row among the links.
        relations[place] = Relation(row["relation"] or Relation.NEW)
        previous.setdefault(place, []).extend([row["previous_code"]] if row["previous_code"] else [])
    found: dict[int, list[Lineage]] = {}
    for (version, code), relation in relations.items():
        found.setdefault(version, []).append(Lineage(code, relation, tuple(previous[version, code])))
    return {version: tuple(several) for version, several in found.items()}
