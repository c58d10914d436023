"""Check sheets, their versions, items and lineage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from checklist.errors import Refused
from checklist.model.permission import Thing, Verb
from checklist.model.scales import SCALES, Scale
from checklist.model.sheets import Audience, SheetVersion, Subject
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.db import slots
from checklist.store.rows import insert
from checklist.store.sheets import sheet_rows


@dataclass(frozen=True)
class VersionLine:
    """One line of the list of versions."""

    id: int
    code: str
    sheet_code: str
    sheet_name: str
    name: str
    from_fiscal_year: int
    scale: str
    items: int
    frozen: bool
    subject: Subject
    holds_from: date | None
    """The day from which it holds; None where the fiscal year says it."""


def versions(view: View) -> list[VersionLine]:
    """All versions of all sheets, newest first within a sheet."""
    view.require(Verb.READ, Thing.SHEETS)
    return view.once("versions", lambda: _versions(view))


def _versions(view: View) -> list[VersionLine]:
    found = view.db.execute(
        """SELECT v.*, v.frozen_at IS NOT NULL AS frozen, s.code AS sheet_code, s.name AS sheet_name, s.subject,
               (SELECT count(*) FROM item WHERE version_id = v.id) AS items
           FROM sheet_version v JOIN sheet s ON s.id = v.sheet_id ORDER BY s.code, v.number DESC"""
    )
    return rows.many(VersionLine, found)


def titles(view: View, codes: Iterable[str]) -> dict[str, str]:
    """Sheet and version in words, for each version by its code."""
    view.require(Verb.READ, Thing.SHEETS)
    return view.each(sheet_rows.TITLE, codes, lambda missing: sheet_rows.titles(view, missing))


def subjects(view: View, codes: Iterable[str]) -> frozenset[Subject]:
    """What the sheets of some versions are about."""
    view.require(Verb.READ, Thing.SHEETS)

    def read(missing: list[str]) -> dict[str, Subject]:
        found = view.db.execute(
            f"""SELECT v.code, s.subject FROM sheet_version v JOIN sheet s ON s.id = v.sheet_id
                WHERE v.code IN ({slots(missing)})""",
            missing,
        )
        return {row["code"]: Subject(row["subject"]) for row in found}

    return frozenset(view.each(sheet_rows.SUBJECT, codes, read).values())


def version_id(view: View, code: str) -> int:
    """The id of a version by its code."""
    view.require(Verb.READ, Thing.SHEETS)
    found = view.db.execute("SELECT id FROM sheet_version WHERE code = ?", [code])
    return int(rows.first(found, f"点検表「{code}」は登録されていません。")["id"])


def item_ids(view: View, version: int) -> dict[str, int]:
    """Item code -> id of a version, in sheet order."""
    view.require(Verb.READ, Thing.SHEETS)
    found = view.db.execute("SELECT code, id FROM item WHERE version_id = ? ORDER BY position", [version])
    return {row["code"]: row["id"] for row in found}


def item_id(view: View, code: str, item: str) -> int | None:
    """The id of one item of a version by their codes, or None; raises NotFound for an unknown version."""
    row = view.db.execute(
        "SELECT id FROM item WHERE version_id = ? AND code = ?", [version_id(view, code), item]
    ).fetchone()
    return int(row["id"]) if row else None


def scales_of(view: View, codes: Iterable[str]) -> dict[str, Scale]:
    """The same for each of several versions, by their codes."""
    view.require(Verb.READ, Thing.SHEETS)

    def read(missing: list[str]) -> dict[str, Scale]:
        found = view.db.execute(f"SELECT code, scale FROM sheet_version WHERE code IN ({slots(missing)})", missing)
        return {row["code"]: SCALES[row["scale"]] for row in found}

    return view.each(sheet_rows.SCALE, codes, read)


def audiences(view: View, codes: Iterable[str]) -> dict[str, dict[str, Audience]]:
    """For each version, by its code: item code -> whom it is for, in sheet order."""
    view.require(Verb.READ, Thing.SHEETS)
    # For each version once: the list of self-assessments read and parsed the items of the same one 2,712 times.
    if view.db in _remembered:
        return {code: {item.code: item.audience for item in one.items} for code, one in several(view, codes).items()}
    return view.each(sheet_rows.AUDIENCES, codes, lambda missing: _audiences(view, missing))


def _audiences(view: View, codes: list[str]) -> dict[str, dict[str, Audience]]:
    found: dict[str, dict[str, Audience]] = {code: {} for code in codes}
    items = view.db.execute(
        f"""SELECT v.code AS version, item.code, item.classes, item.module
            FROM item JOIN sheet_version v ON v.id = item.version_id
            WHERE v.code IN ({slots(codes)}) ORDER BY v.id, item.position""",
        codes,
    )
    for row in items:
        found[row["version"]][row["code"]] = rows.one(Audience, row, classes=sheet_rows.classes(row))
    return found


# An act reads everything anew, and leading an invented region through the verbs takes some 200,000 acts.
_remembered: WeakKeyDictionary[Database, dict[str, SheetVersion]] = WeakKeyDictionary()


def remember(view: View) -> None:
    """From now on read each version once over this connection; for a long job that changes no sheet."""
    view.require(Verb.READ, Thing.SHEETS)
    _remembered[view.db] = {}


def get(view: View, code: str) -> SheetVersion:
    """One version with its chapters, items and lineage, by its code."""
    return several(view, [code])[code]


def several(view: View, codes: Iterable[str]) -> dict[str, SheetVersion]:
    """Several versions by their codes; raises NotFound."""
    view.require(Verb.READ, Thing.SHEETS)
    known, wanted = _remembered.get(view.db), list(dict.fromkeys(codes))
    if known is None:
        return view.each("sheet version", wanted, lambda missing: sheet_rows.by_code(view, missing))
    if missing := [code for code in wanted if code not in known]:
        known.update(sheet_rows.by_code(view, missing))
    return {code: known[code] for code in wanted}


def chain(view: View, code: str) -> tuple[SheetVersion, ...]:
    """A version and every one before it, newest first."""
    return chains(view, [code])[code]


def chains(view: View, codes: Iterable[str]) -> dict[str, tuple[SheetVersion, ...]]:
    """For each version, by its code, itself and every one before it, newest first; raises NotFound."""
    view.require(Verb.READ, Thing.SHEETS)
    return view.each("chain of version", codes, lambda missing: _chains(view, missing))


def _chains(view: View, wanted: list[str]) -> dict[str, tuple[SheetVersion, ...]]:
    steps = view.db.execute(
        f"""WITH RECURSIVE older (start, code, previous_id, step) AS (
                SELECT code, code, previous_id, 0 FROM sheet_version WHERE code IN ({slots(wanted)})
                UNION ALL SELECT older.start, v.code, v.previous_id, older.step + 1
                    FROM older JOIN sheet_version v ON v.id = older.previous_id)
            SELECT start, code FROM older ORDER BY step""",
        wanted,
    )
    found: dict[str, list[str]] = {code: [] for code in wanted}
    for row in steps:
        found[row["start"]].append(row["code"])
    known = several(view, [*wanted, *(code for older in found.values() for code in older)])
    return {start: tuple(known[code] for code in older) for start, older in found.items()}


def between(view: View, codes: set[str]) -> tuple[SheetVersion, ...]:
    """The versions named and all that lie between the oldest and the newest of them, newest first."""
    named = several(view, codes).values()
    if len(named) < 2:
        return tuple(named)
    whole = chain(view, max(named, key=lambda version: version.number).code)
    numbers = [version.number for version in whole if version.code in codes]
    return tuple(version for version in whole if version.number >= min(numbers))


def chapter_names(view: View) -> dict[str, str]:
    """Chapter code -> name over all sheets and versions, in sheet order; the newest version names it."""
    view.require(Verb.READ, Thing.SHEETS)
    found = view.db.execute(
        """SELECT c.code, c.name FROM chapter c JOIN sheet_version v ON v.id = c.version_id
           JOIN sheet s ON s.id = v.sheet_id ORDER BY s.code, v.number, c.position"""
    )
    return {row["code"]: row["name"] for row in found}


def add(act: Act, version: SheetVersion, holds_from: date | None = None) -> int:
    """Store a new version (checked by `registering` before) and return its id."""
    act.require(Verb.WRITE, Thing.SHEETS)
    if act.db.execute("SELECT 1 FROM sheet_version WHERE code = ?", [version.code]).fetchone():
        raise Refused(f"版コード「{version.code}」はすでに登録されています。何も変更していません。")
    act.db.execute(
        "INSERT INTO sheet (code, name, subject) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [version.sheet_code, version.sheet_name, version.subject.value],
    )
    sheet_id = act.db.execute("SELECT id FROM sheet WHERE code = ?", [version.sheet_code]).fetchone()["id"]
    previous = version_id(act, version.previous_code) if version.previous_code else None
    row = {
        "sheet_id": sheet_id,
        "code": version.code,
        "number": version.number,
        "name": version.name,
        "from_fiscal_year": version.from_fiscal_year,
        "scale": version.scale,
        "previous_id": previous,
        "holds_from": holds_from,
    }
    new_id = insert(act, "sheet_version", row)
    _add_items(act, new_id, version)
    if previous is not None:
        _add_lineage(act, new_id, previous, version)
    return new_id


def _add_items(act: Act, new_id: int, version: SheetVersion) -> None:
    chapter_ids = {}
    for position, chapter in enumerate(version.chapters, start=1):
        row = {"version_id": new_id, "code": chapter.code, "position": position, "name": chapter.name}
        chapter_ids[chapter.code] = insert(act, "chapter", row)
    for position, item in enumerate(version.items, start=1):
        texts = item.texts
        place = {"version_id": new_id, "chapter_id": chapter_ids[texts.pop("chapter_code")], "position": position}
        insert(act, "item", {**place, **texts})


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


def remove(act: Act, version: int) -> None:
    """Remove a version that nobody has used; the database itself refuses one that is frozen. Raises Forbidden."""
    act.require(Verb.WRITE, Thing.SHEETS)
    items = "SELECT id FROM item WHERE version_id = ?"
    act.db.execute(f"DELETE FROM lineage WHERE item_id IN ({items})", [version])
    for table, column in (("item", "version_id"), ("chapter", "version_id"), ("sheet_version", "id")):
        act.db.execute(f"DELETE FROM {table} WHERE {column} = ?", [version])
