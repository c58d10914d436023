"""Records as their rows hold them, for the store alone: whether each still says what its history says last."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlite_utils import Database

from checklist.errors import Fault
from checklist.model import center
from checklist.model.fields import Record, columns
from checklist.model.records import KINDS


def unlike_history(db: Database) -> Iterable[Fault]:
    """Records that are not what was written down of them last; the chain holds their history, people read the record."""
    for kind in (*KINDS.values(), *center.KINDS.values()):
        # A file that is not up to date yet may lack the table or some of its columns.
        there = {row["name"] for row in db.execute(f"PRAGMA table_info({kind.TABLE})")}
        for row in db.execute(_differing(kind, there), [kind.KIND]) if there else ():
            yield Fault(f"{kind.WORD}（番号{row[0]}）", "記録が履歴の最後の記録と一致しません。")


def _differing(kind: type[Record], there: Collection[str]) -> str:
    names = [column.name for column in columns(kind)] + ["withdrawn_at", "withdraw_reason"]
    # A line of history knows nothing of a column that was added later. Numbers with a fraction are written with fewer
    # digits there than the column holds.
    parts = [
        f"""(json_type(h.content, '$.{name}') IS NOT NULL AND h.content ->> '$.{name}' IS NOT t."{name}"
            AND NOT (typeof(t."{name}") = 'real' AND abs(t."{name}" - (h.content ->> '$.{name}')) < 1e-6))"""
        for name in names
        if name in there
    ]
    return f"""SELECT t.id FROM {kind.TABLE} t LEFT JOIN {kind.HISTORY} h
        ON h.kind = ? AND h.record_id = t.id AND h.version = t.version
        WHERE h.id IS NULL OR h.at IS NOT t.updated_at OR h.person_id IS NOT t.person_id OR {" OR ".join(parts)}"""
