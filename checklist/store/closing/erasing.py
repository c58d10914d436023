"""One erasure under way: a tombstone in place of a text, on record with both hashes, and sealed reports written anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checklist.errors import Fault, Refused
from checklist.model.closing import report
from checklist.model.closing.report import Report
from checklist.rules.closing import erasure
from checklist.store import chained, db, rows
from checklist.store.act import Act
from checklist.store.closing import report_papers

REASON_LIMIT = 500
GONE = "この文は見つかりません。すでに削除または変更されています。画面を開き直してください。"
_REPORTS = "SELECT id, snapshot FROM report WHERE visit_id = ? ORDER BY id"


@dataclass(frozen=True)
class Erasing:
    """Who erases when, for which reason, and what stands from now on where the text stood."""

    act: Act
    reason: str
    stone: str

    def put(self, place: str, column: str, row_id: int, text: str) -> None:
        """Put the tombstone down: on record first, then in the place of the text."""
        self.note(place, row_id, text, self.stone)

        self.act.db.execute(f"UPDATE {place} SET {column} = ? WHERE id = ?", [self.stone, row_id])

    def put_in_row(self, place: str, column: str, row_id: int, value: str = "") -> None:
        """The same in a table whose rows the chain holds word for word: on record are the hashes of the whole row.

        `value` is what stands in the column then, if that is more than the tombstone.
        """
        left = value or self.stone
        before, after = chained.digests(self.act.db, place, row_id, column, left)
        self._note(place, row_id, before, after)
        self.act.db.execute(f"UPDATE {place} SET {column} = ? WHERE id = ?", [left, row_id])

    def note(self, place: str, row_id: int, before: str, after: str) -> None:
        """Write down what becomes of which text, by its hash."""
        self._note(place, row_id, erasure.digest(before), erasure.digest(after))

    def _note(self, place: str, row_id: int, before: str, after: str) -> None:
        row = {
            "place": place,
            "place_id": row_id,
            "before_sha256": before,
            "after_sha256": after,
            "tombstone": self.stone,
            "reason": self.reason,
        }
        rows.insert(self.act, "erasure", row)

    def from_reports(self, key: int, change: Callable[[Report], Report], query: str = _REPORTS) -> None:
        """Write sealed snapshots anew without the text; the hash of what was sealed stays, and every step from it.

        Those of the visit `key`, or what `query` finds for the key.
        """
        for row in self.act.db.execute(query, [key]).fetchall():
            before = report.decode(row["snapshot"])
            after = change(before)
            if after != before:
                text = report.canonical(after)
                # The hash of the sealing stands on paper at both hospitals. It is kept, and each erasure leaves the
                # hash before and after it, so that whoever checks can tell an erasure on record from any other change.
                self.note("report", row["id"], row["snapshot"], text)
                self.act.db.execute(
                    "UPDATE report SET snapshot = ?, erasures = erasures + 1 WHERE id = ?", [text, row["id"]]
                )
                report_papers.forget(self.act, row["id"])


def begin(act: Act, reason: str) -> Erasing:
    """An erasure for a written reason; raises Refused without one."""
    if not 1 <= len(reason.strip()) <= REASON_LIMIT:
        raise Refused([Fault("理由", f"削除する理由を{REASON_LIMIT}文字以内で入力してください。")])
    return Erasing(act, reason.strip(), erasure.tombstone(act.today, act.principal.name))


def leave_nothing(act: Act) -> None:
    """Empty the log after the commit: it still holds pages with the text, and no transaction can empty it."""
    file = db.file_of(act.db)
    act.after(lambda: db.empty_log(file))
