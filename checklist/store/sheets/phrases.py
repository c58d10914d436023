"""定型文: words that a region offers for comments, everywhere or at one item of a sheet; chosen by its secretariat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.rules.fields import text_limits, typed_text
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.sheets import sheets

LONGEST, MOST = 200, 20
"""Characters of a phrase, and phrases of one place."""


@dataclass(frozen=True)
class Choice:
    """What was chosen for a place; without an item for all of them. No phrases: taken back."""

    item_code: str
    texts: str
    at: datetime
    by: str

    @property
    def phrases(self) -> tuple[str, ...]:
        """One for each line."""
        return tuple(self.texts.split("\n")) if self.texts else ()


_CHOICES = """
SELECT item_code, texts, at, person.name AS "by" FROM phrase_choice p JOIN person ON person.id = p.person_id
WHERE sheet_id IS NULL OR sheet_id = (SELECT sheet_id FROM sheet_version WHERE code = ?) ORDER BY p.id
"""


def history(view: View, version_code: str) -> list[Choice]:
    """Everything that was ever chosen for a sheet and for all of them, the oldest first; raises Forbidden."""
    view.require(Verb.READ, Thing.SHEETS)
    return rows.many(Choice, view.db.execute(_CHOICES, [version_code]))


def standing(found: Collection[Choice]) -> dict[str, tuple[str, ...]]:
    """Of a history what counts now: item, or '' for all of them -> its phrases."""
    last = {one.item_code: one.phrases for one in found}
    return {item: phrases for item, phrases in last.items() if phrases}


def choose(act: Act, version_code: str, item: str, texts: str) -> int:
    """Let these be the phrases, one a line, of an item of a sheet, or of all items (''); how many there are now.

    None take them back. Raises Forbidden, NotFound or Refused.
    """
    act.require(Verb.WRITE, Thing.SHEETS)
    version = sheets.version_id(act, version_code)
    if item and item not in sheets.item_ids(act, version):
        raise Refused([Fault("項目", "この点検表にない項目です。")])
    lines = list(dict.fromkeys(filter(None, map(typed_text.line, typed_text.prose(texts).split("\n")))))
    kept = "\n".join(lines)
    text_limits.require(text_limits.PHRASES, kept)
    if len(lines) > MOST:
        raise Refused([Fault(text_limits.PHRASES, f"{MOST}行以内で入力してください。")])
    if long := next((one for one in lines if len(one) > LONGEST), None):
        raise Refused([Fault(text_limits.PHRASES, f"「{long[:20]}…」が長すぎます。1行は{LONGEST}文字以内です。")])
    sheet = act.db.execute("SELECT sheet_id FROM sheet_version WHERE id = ?", [version]).fetchone()["sheet_id"]
    rows.insert(act, "phrase_choice", {"sheet_id": sheet if item else None, "item_code": item, "texts": kept})
    return len(lines)
