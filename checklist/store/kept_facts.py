"""What stands twice on purpose: a row that may change, and the row that nobody changes, which the chain holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from checklist.errors import Fault

_PHOTOS = """
SELECT p.id FROM photo p LEFT JOIN photo_erasure e ON e.photo_id = p.id
WHERE p.erased_at IS NOT e.at OR p.erased_by IS NOT e.person_id OR p.erase_reason IS NOT e.reason
"""
_SIGNATURES = """
SELECT s.id FROM signature s LEFT JOIN signature_void v ON v.signature_id = s.id
WHERE s.voided_at IS NOT v.at OR s.void_reason IS NOT v.reason
"""
_BEDS = """
SELECT h.code FROM hospital h WHERE NOT EXISTS (
    SELECT 1 FROM bed_count b WHERE b.hospital_id = h.id AND b.beds = h.beds)
"""


def _rows(db: Database, table: str, query: str) -> Iterator[str]:
    """What a query finds; nothing in a file to which the step that makes the table was not applied, as another check tells."""
    if db.conn.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", [table]).fetchone():
        yield from (str(row[0]) for row in db.conn.execute(query))


def photos_unlike_erasures(db: Database) -> Iterable[Fault]:
    """Photos that were erased without a record of it, or that were brought back."""
    for photo_id in _rows(db, "photo_erasure", _PHOTOS):
        yield Fault(f"写真{photo_id}", "消去の記録と一致しません。")


def signatures_unlike_voids(db: Database) -> Iterable[Fault]:
    """Signatures that were voided without a record of it, or that were brought back."""
    for signature_id in _rows(db, "signature_void", _SIGNATURES):
        yield Fault(f"署名{signature_id}", "取消しの記録と一致しません。")


def beds_unlike_history(db: Database) -> Iterable[Fault]:
    """Hospitals whose number of beds nobody has ever recorded."""
    for code in _rows(db, "bed_count", _BEDS):
        yield Fault(f"病院 {code}", "病床数が、病床数の記録のどれとも一致しません。")


CHECKS = (photos_unlike_erasures, signatures_unlike_voids, beds_unlike_history)
