"""Versions of sheets as they are stored: rows become versions with chapters, items and lineage, several at once."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Row

from checklist.errors import NotFound
from checklist.model.sheets import Chapter, Item, Lineage, Relation, SheetVersion
from checklist.store.act import View
from checklist.store.db import slots


def classes(row: Row) -> tuple[int, ...]:
    """The classes of hospitals that the item of a row is for."""
    return tuple(int(part) for part in row["classes"].split("・"))


def titles(view: View, codes: Sequence[str]) -> dict[str, str]:
    """Sheet and version in words, by the version's code."""
    rows = view.db.execute(
        f"""SELECT v.code, s.name || ' ' || v.name AS title FROM sheet_version v JOIN sheet s ON s.id = v.sheet_id
            WHERE v.code IN ({slots(codes)})""",
        codes,
    )
    return {row["code"]: row["title"] for row in rows}


def by_code(view: View, codes: Sequence[str]) -> dict[str, SheetVersion]:
    """Several versions; raises NotFound for a code that nobody has registered."""
    rows = view.db.execute(
        f"""SELECT v.*, s.code AS sheet_code, s.name AS sheet_name, p.code AS previous_code
            FROM sheet_version v JOIN sheet s ON s.id = v.sheet_id
            LEFT JOIN sheet_version p ON p.id = v.previous_id WHERE v.code IN ({slots(codes)})""",
        codes,
    ).fetchall()
    if missing := set(codes) - {row["code"] for row in rows}:
        raise NotFound(f"点検表「{min(missing)}」は登録されていません。")
    known = {row["code"]: f"{row['sheet_name']} {row['name']}" for row in rows}
    view.each("title of version", known, lambda _: known)
    ids = [row["id"] for row in rows]
    chapters, items = _chapters(view, ids), _items(view, ids)
    later = [row["id"] for row in rows if row["previous_code"]]
    links = _lineage(view, later) if later else {}
    return {
        row["code"]: SheetVersion(
            row["sheet_code"],
            row["sheet_name"],
            row["code"],
            row["number"],
            row["name"],
            row["from_fiscal_year"],
            row["scale"],
            row["previous_code"],
            tuple(chapters[row["id"]]),
            tuple(items[row["id"]]),
            links.get(row["id"], ()),
        )
        for row in rows
    }


def _chapters(view: View, versions: Sequence[int]) -> dict[int, list[Chapter]]:
    rows = view.db.execute(
        f"SELECT version_id, code, name FROM chapter WHERE version_id IN ({slots(versions)}) ORDER BY position",
        versions,
    )
    found: dict[int, list[Chapter]] = {version: [] for version in versions}
    for row in rows:
        found[row["version_id"]].append(Chapter(row["code"], row["name"]))
    return found


def _item(row: Row) -> Item:
    return Item(
        row["code"],
        row["chapter_code"],
        row["text"],
        row["law_part"],
        classes(row),
        row["department"],
        row["place"],
        tuple(row["methods"].split("・")),
        row["purpose"],
        row["basis"],
        row["procedure"],
        row["evidence"],
    )


def _items(view: View, versions: Sequence[int]) -> dict[int, list[Item]]:
    rows = view.db.execute(
        f"""SELECT item.*, chapter.code AS chapter_code FROM item JOIN chapter ON chapter.id = item.chapter_id
            WHERE item.version_id IN ({slots(versions)}) ORDER BY item.position""",
        versions,
    )
    found: dict[int, list[Item]] = {version: [] for version in versions}
    for row in rows:
        found[row["version_id"]].append(_item(row))
    return found


def _lineage(view: View, versions: Sequence[int]) -> dict[int, tuple[Lineage, ...]]:
    rows = view.db.execute(
        f"""SELECT item.version_id, item.code, lineage.relation, previous.code AS previous_code FROM item
            LEFT JOIN lineage ON lineage.item_id = item.id
            LEFT JOIN item AS previous ON previous.id = lineage.previous_item_id
            WHERE item.version_id IN ({slots(versions)}) ORDER BY item.position, previous.position""",
        versions,
    )
    relations: dict[tuple[int, str], Relation] = {}
    previous: dict[tuple[int, str], list[str]] = {}
    for row in rows:
        place = (row["version_id"], row["code"])
        # A new item descends from nothing, so it has no row among the links.
        relations[place] = Relation(row["relation"] or Relation.NEW)
        previous.setdefault(place, []).extend([row["previous_code"]] if row["previous_code"] else [])
    found: dict[int, list[Lineage]] = {}
    for (version, code), relation in relations.items():
        found.setdefault(version, []).append(Lineage(code, relation, tuple(previous[version, code])))
    return {version: tuple(links) for version, links in found.items()}
