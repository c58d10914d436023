"""Check sheets, their versions, items and lineage."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Row
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from checklist.errors import NotFound, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.scales import SCALES, Scale
from checklist.model.sheets import Chapter, Item, Lineage, Relation, SheetVersion
from checklist.store.act import Act, View
from checklist.store.db import insert


@dataclass(frozen=True)
class VersionLine:
    """One line of the list of versions."""

    id: int
    code: str
    sheet_name: str
    name: str
    from_fiscal_year: int
    scale: str
    items: int
    frozen: bool


def versions(view: View) -> list[VersionLine]:
    """All versions of all sheets, newest first within a sheet."""
    view.require(Verb.READ, Thing.SHEETS)
    rows = view.db.execute(
        """SELECT v.*, s.name AS sheet_name, (SELECT count(*) FROM item WHERE version_id = v.id) AS items
           FROM sheet_version v JOIN sheet s ON s.id = v.sheet_id ORDER BY s.code, v.number DESC"""
    )
    return [
        VersionLine(
            row["id"],
            row["code"],
            row["sheet_name"],
            row["name"],
            row["from_fiscal_year"],
            row["scale"],
            row["items"],
            row["frozen_at"] is not None,
        )
        for row in rows
    ]


def version_id(view: View, code: str) -> int:
    """The id of a version by its code."""
    view.require(Verb.READ, Thing.SHEETS)
    row = view.db.execute("SELECT id FROM sheet_version WHERE code = ?", [code]).fetchone()
    if row is None:
        raise NotFound(f"点検表「{code}」は登録されていません。")
    return int(row["id"])


def item_ids(view: View, version: int) -> dict[str, int]:
    """Item code -> id of a version, in sheet order."""
    view.require(Verb.READ, Thing.SHEETS)
    rows = view.db.execute("SELECT code, id FROM item WHERE version_id = ? ORDER BY position", [version])
    return {row["code"]: row["id"] for row in rows}


def item_id(view: View, code: str, item: str) -> int | None:
    """The id of one item of a version by their codes, or None; raises NotFound for an unknown version."""
    row = view.db.execute(
        "SELECT id FROM item WHERE version_id = ? AND code = ?", [version_id(view, code), item]
    ).fetchone()
    return int(row["id"]) if row else None


def item_classes(view: View, version: int) -> dict[str, tuple[int, ...]]:
    """Item code -> the classes of hospitals it is for, in sheet order."""
    view.require(Verb.READ, Thing.SHEETS)
    rows = view.db.execute("SELECT code, classes FROM item WHERE version_id = ? ORDER BY position", [version])
    return {row["code"]: _classes(row) for row in rows}


def _classes(row: Row) -> tuple[int, ...]:
    return tuple(int(part) for part in row["classes"].split("・"))


_remembered: WeakKeyDictionary[Database, dict[str, SheetVersion]] = WeakKeyDictionary()


def remember(view: View) -> None:
    """From now on read each version once over this connection; for a long job that changes no sheet."""
    view.require(Verb.READ, Thing.SHEETS)
    _remembered[view.db] = {}


def get(view: View, code: str) -> SheetVersion:
    """One version with its chapters, items and lineage, by its code."""
    view.require(Verb.READ, Thing.SHEETS)
    known = _remembered.get(view.db)
    if known is None:
        return _get(view, code)
    if code not in known:
        known[code] = _get(view, code)
    return known[code]


def _get(view: View, code: str) -> SheetVersion:
    row = view.db.execute(
        """SELECT v.*, s.code AS sheet_code, s.name AS sheet_name, p.code AS previous_code
           FROM sheet_version v JOIN sheet s ON s.id = v.sheet_id
           LEFT JOIN sheet_version p ON p.id = v.previous_id WHERE v.code = ?""",
        [code],
    ).fetchone()
    if row is None:
        raise NotFound(f"点検表「{code}」は登録されていません。")
    return SheetVersion(
        row["sheet_code"],
        row["sheet_name"],
        row["code"],
        row["number"],
        row["name"],
        row["from_fiscal_year"],
        row["scale"],
        row["previous_code"],
        _chapters(view, row["id"]),
        _items(view, row["id"]),
        _lineage(view, row["id"]) if row["previous_code"] else (),
    )


def scale_of(view: View, code: str) -> Scale:
    """The scale of a version, without reading its items."""
    view.require(Verb.READ, Thing.SHEETS)
    return SCALES[view.db.execute("SELECT scale FROM sheet_version WHERE code = ?", [code]).fetchone()["scale"]]


def chain(view: View, code: str) -> tuple[SheetVersion, ...]:
    """A version and every one before it, newest first."""
    view.require(Verb.READ, Thing.SHEETS)
    found = [get(view, code)]
    while found[-1].previous_code:
        found.append(get(view, found[-1].previous_code))
    return tuple(found)


def between(view: View, codes: set[str]) -> tuple[SheetVersion, ...]:
    """The versions named and all that lie between the oldest and the newest of them, newest first."""
    view.require(Verb.READ, Thing.SHEETS)
    if not codes:
        return ()
    known = {code: get(view, code) for code in codes}
    found = [max(known.values(), key=lambda version: version.number)]
    # A version further back is read only as long as one that was named has not come yet.
    while (code := found[-1].previous_code) and not codes <= {version.code for version in found}:
        found.append(known.get(code) or get(view, code))
    oldest = min(version.number for version in found if version.code in codes)
    return tuple(version for version in found if version.number >= oldest)


def chapter_names(view: View) -> dict[str, str]:
    """Chapter code -> name over all sheets and versions, in sheet order; the newest version names it."""
    view.require(Verb.READ, Thing.SHEETS)
    rows = view.db.execute(
        """SELECT c.code, c.name FROM chapter c JOIN sheet_version v ON v.id = c.version_id
           JOIN sheet s ON s.id = v.sheet_id ORDER BY s.code, v.number, c.position"""
    )
    return {row["code"]: row["name"] for row in rows}


def _chapters(view: View, version: int) -> tuple[Chapter, ...]:
    rows = view.db.execute("SELECT code, name FROM chapter WHERE version_id = ? ORDER BY position", [version])
    return tuple(Chapter(row["code"], row["name"]) for row in rows)


def _item(row: Row) -> Item:
    return Item(
        row["code"],
        row["chapter_code"],
        row["text"],
        row["law_part"],
        _classes(row),
        row["department"],
        row["place"],
        tuple(row["methods"].split("・")),
        row["purpose"],
        row["basis"],
        row["procedure"],
        row["evidence"],
    )


def _items(view: View, version: int) -> tuple[Item, ...]:
    rows = view.db.execute(
        """SELECT item.*, chapter.code AS chapter_code FROM item JOIN chapter ON chapter.id = item.chapter_id
           WHERE item.version_id = ? ORDER BY item.position""",
        [version],
    )
    return tuple(_item(row) for row in rows)


def _lineage(view: View, version: int) -> tuple[Lineage, ...]:
    rows = view.db.execute(
        """SELECT item.code, lineage.relation, previous.code AS previous_code FROM item
           LEFT JOIN lineage ON lineage.item_id = item.id
           LEFT JOIN item AS previous ON previous.id = lineage.previous_item_id
           WHERE item.version_id = ? ORDER BY item.position, previous.position""",
        [version],
    )
    relations: dict[str, Relation] = {}
    previous: dict[str, list[str]] = {}
    for row in rows:
        relations[row["code"]] = Relation(row["relation"] or Relation.NEW)
        previous.setdefault(row["code"], []).extend([row["previous_code"]] if row["previous_code"] else [])
    return tuple(Lineage(code, relation, tuple(previous[code])) for code, relation in relations.items())


def add(act: Act, version: SheetVersion) -> int:
    """Store a new version (checked by `rules.sheet_check` before) and return its id."""
    act.require(Verb.WRITE, Thing.SHEETS)
    if act.db.execute("SELECT 1 FROM sheet_version WHERE code = ?", [version.code]).fetchone():
        raise Refused(f"版コード「{version.code}」はすでに登録されています。何も変更していません。")
    act.db.execute(
        "INSERT INTO sheet (code, name) VALUES (?, ?) ON CONFLICT DO NOTHING", [version.sheet_code, version.sheet_name]
    )
    sheet_id = act.db.execute("SELECT id FROM sheet WHERE code = ?", [version.sheet_code]).fetchone()["id"]
    previous = version_id(act, version.previous_code) if version.previous_code else None
    new_id = insert(
        act.db,
        "sheet_version",
        {
            "sheet_id": sheet_id,
            "code": version.code,
            "number": version.number,
            "name": version.name,
            "from_fiscal_year": version.from_fiscal_year,
            "scale": version.scale,
            "previous_id": previous,
            "created_at": act.stamp,
        },
    )
    _add_items(act, new_id, version)
    if previous is not None:
        _add_lineage(act, new_id, previous, version)
    return new_id


def _add_items(act: Act, new_id: int, version: SheetVersion) -> None:
    chapter_ids = {}
    for position, chapter in enumerate(version.chapters, start=1):
        row = {"version_id": new_id, "code": chapter.code, "position": position, "name": chapter.name}
        chapter_ids[chapter.code] = insert(act.db, "chapter", row)
    act.db.conn.executemany(
        """INSERT INTO item (version_id, chapter_id, code, position, text, law_part, classes, department, place,
           methods, purpose, basis, procedure, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                new_id,
                chapter_ids[item.chapter_code],
                item.code,
                position,
                item.text,
                item.law_part,
                "・".join(map(str, item.classes)),
                item.department,
                item.place,
                "・".join(item.methods),
                item.purpose,
                item.basis,
                item.procedure,
                item.evidence,
            )
            for position, item in enumerate(version.items, start=1)
        ],
    )


def _add_lineage(act: Act, new_id: int, previous_id: int, version: SheetVersion) -> None:
    ids, previous_ids = item_ids(act, new_id), item_ids(act, previous_id)
    act.db.conn.executemany(
        "INSERT INTO lineage (item_id, relation, previous_item_id) VALUES (?, ?, ?)",
        [
            (ids[link.item_code], link.relation.value, previous_ids[code])
            for link in version.lineage
            for code in link.previous_codes
        ],
    )
