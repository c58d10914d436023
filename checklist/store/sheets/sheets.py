"""Check sheets, their versions, items and lineage."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Row
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from checklist.errors import NotFound, Refused
from checklist.model.scales import SCALES, Scale
from checklist.model.sheets import Chapter, Item, Lineage, Relation, SheetVersion
from checklist.store.db import insert, stamp


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


def versions(db: Database) -> list[VersionLine]:
    """All versions of all sheets, newest first within a sheet."""
    rows = db.execute(
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


def version_id(db: Database, code: str) -> int:
    """The id of a version by its code."""
    row = db.execute("SELECT id FROM sheet_version WHERE code = ?", [code]).fetchone()
    if row is None:
        raise NotFound(f"点検表「{code}」は登録されていません。")
    return int(row["id"])


def item_ids(db: Database, version: int) -> dict[str, int]:
    """Item code -> id of a version, in sheet order."""
    rows = db.execute("SELECT code, id FROM item WHERE version_id = ? ORDER BY position", [version])
    return {row["code"]: row["id"] for row in rows}


def item_classes(db: Database, version: int) -> dict[str, tuple[int, ...]]:
    """Item code -> the classes of hospitals it is for, in sheet order."""
    rows = db.execute("SELECT code, classes FROM item WHERE version_id = ? ORDER BY position", [version])
    return {row["code"]: _classes(row) for row in rows}


def _classes(row: Row) -> tuple[int, ...]:
    return tuple(int(part) for part in row["classes"].split("・"))


_remembered: WeakKeyDictionary[Database, dict[str, SheetVersion]] = WeakKeyDictionary()


def remember(db: Database) -> None:
    """From now on read each version once over this connection; for a long job that changes no sheet."""
    _remembered[db] = {}


def get(db: Database, code: str) -> SheetVersion:
    """One version with its chapters, items and lineage, by its code."""
    known = _remembered.get(db)
    if known is None:
        return _get(db, code)
    if code not in known:
        known[code] = _get(db, code)
    return known[code]


def _get(db: Database, code: str) -> SheetVersion:
    row = db.execute(
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
        _chapters(db, row["id"]),
        _items(db, row["id"]),
        _lineage(db, row["id"]) if row["previous_code"] else (),
    )


def scale_of(db: Database, code: str) -> Scale:
    """The scale of a version, without reading its items."""
    return SCALES[db.execute("SELECT scale FROM sheet_version WHERE code = ?", [code]).fetchone()["scale"]]


def chain(db: Database, code: str) -> tuple[SheetVersion, ...]:
    """A version and every one before it, newest first."""
    found = [get(db, code)]
    while found[-1].previous_code:
        found.append(get(db, found[-1].previous_code))
    return tuple(found)


def between(db: Database, codes: set[str]) -> tuple[SheetVersion, ...]:
    """The versions named and all that lie between the oldest and the newest of them, newest first."""
    if not codes:
        return ()
    newest = max((get(db, code) for code in codes), key=lambda version: version.number)
    whole = chain(db, newest.code)
    numbers = [version.number for version in whole if version.code in codes]
    return tuple(version for version in whole if version.number >= min(numbers))


def chapter_names(db: Database) -> dict[str, str]:
    """Chapter code -> name over all sheets and versions, in sheet order; the newest version names it."""
    rows = db.execute(
        """SELECT c.code, c.name FROM chapter c JOIN sheet_version v ON v.id = c.version_id
           JOIN sheet s ON s.id = v.sheet_id ORDER BY s.code, v.number, c.position"""
    )
    return {row["code"]: row["name"] for row in rows}


def _chapters(db: Database, version: int) -> tuple[Chapter, ...]:
    rows = db.execute("SELECT code, name FROM chapter WHERE version_id = ? ORDER BY position", [version])
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


def _items(db: Database, version: int) -> tuple[Item, ...]:
    rows = db.execute(
        """SELECT item.*, chapter.code AS chapter_code FROM item JOIN chapter ON chapter.id = item.chapter_id
           WHERE item.version_id = ? ORDER BY item.position""",
        [version],
    )
    return tuple(_item(row) for row in rows)


def _lineage(db: Database, version: int) -> tuple[Lineage, ...]:
    rows = db.execute(
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


def add(db: Database, version: SheetVersion) -> int:
    """Store a new version (checked by `rules.sheet_check` before) and return its id."""
    if db.execute("SELECT 1 FROM sheet_version WHERE code = ?", [version.code]).fetchone():
        raise Refused(f"版コード「{version.code}」はすでに登録されています。何も変更していません。")
    db.execute(
        "INSERT INTO sheet (code, name) VALUES (?, ?) ON CONFLICT DO NOTHING", [version.sheet_code, version.sheet_name]
    )
    sheet_id = db.execute("SELECT id FROM sheet WHERE code = ?", [version.sheet_code]).fetchone()["id"]
    previous = version_id(db, version.previous_code) if version.previous_code else None
    new_id = insert(
        db,
        "sheet_version",
        {
            "sheet_id": sheet_id,
            "code": version.code,
            "number": version.number,
            "name": version.name,
            "from_fiscal_year": version.from_fiscal_year,
            "scale": version.scale,
            "previous_id": previous,
            "created_at": stamp(),
        },
    )
    _add_items(db, new_id, version)
    if previous is not None:
        _add_lineage(db, new_id, previous, version)
    return new_id


def _add_items(db: Database, new_id: int, version: SheetVersion) -> None:
    chapter_ids = {}
    for position, chapter in enumerate(version.chapters, start=1):
        row = {"version_id": new_id, "code": chapter.code, "position": position, "name": chapter.name}
        chapter_ids[chapter.code] = insert(db, "chapter", row)
    db.conn.executemany(
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


def _add_lineage(db: Database, new_id: int, previous_id: int, version: SheetVersion) -> None:
    ids, previous_ids = item_ids(db, new_id), item_ids(db, previous_id)
    db.conn.executemany(
        "INSERT INTO lineage (item_id, relation, previous_item_id) VALUES (?, ?, ?)",
        [
            (ids[link.item_code], link.relation.value, previous_ids[code])
            for link in version.lineage
            for code in link.previous_codes
        ],
    )
