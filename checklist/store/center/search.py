"""Words in the texts of all cases: any two characters and more, half and full width alike."""

from __future__ import annotations

import re

from checklist.model.permission import Thing, Verb
from checklist.rules.center.search_text import folded
from checklist.store.act import Act, View

MOST = 50
"""So many cases are told at once; the newest first."""
COUNTED = 1000
"""Beyond so many, nobody counts on."""
# The index holds every three characters in a row. With two of these behind it, the last two of a text begin three, too.
_END = "\x1f\x1f"
_UNASKABLE = re.compile("[\0\ud800-\udfff]")
_LAST = "\U0010ffff"


def put(act: Act, case_id: int) -> None:
    """Index the texts of a case and of its contacts as they stand now; called by whoever has changed them."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    # A sign between two texts, or the end of one and the beginning of the next would be found as a word.
    found = act.db.execute(_TEXTS, {"case": case_id}).fetchone()
    text = "\x1f".join(folded(part) for part in found if part) + _END
    act.db.execute(
        "INSERT INTO case_search (case_id, folded) VALUES (?, ?) ON CONFLICT (case_id) DO UPDATE SET folded = excluded.folded",
        [case_id, text],
    )


_TEXTS = """
SELECT c.number, c.summary, c.wish, c.topic, c.reference_word, c.facility_name,
    (SELECT group_concat(t.note || char(31) || t.next_step, char(31)) FROM center_contact t
        WHERE t.case_id = c.id AND t.withdrawn_at IS NULL)
FROM center_case c WHERE c.id = :case
"""


def found(view: View, text: str, most: int = MOST) -> tuple[list[int], int]:
    """The ids of cases that hold every word of a text, the newest first, and how many there are (up to `COUNTED`).

    Words of one character narrow nothing. Raises Forbidden.
    """
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    wanted = _query(view, text)
    if not wanted:
        return [], 0
    rows = view.db.execute(
        """SELECT rowid FROM case_index WHERE case_index MATCH ?
            AND NOT EXISTS (SELECT 1 FROM center_case WHERE id = case_index.rowid AND withdrawn_at IS NOT NULL)
            ORDER BY rowid DESC LIMIT ?""",
        [wanted, COUNTED],
    ).fetchall()
    return [row[0] for row in rows[:most]], len(rows)


def _query(view: View, text: str) -> str:
    """What the index is asked; '' if there is nothing to ask or a word that no text holds."""
    parts: list[str] = []
    # The index reads a question up to the first of these and takes the rest for a broken one; no text is searched by them.
    if _UNASKABLE.search(text):
        return ""
    for word in {one for each in text.split() if len(one := folded(each)) > 1}:
        if len(word) > 2:
            parts.append(_quoted(word))
            continue
        terms = view.db.execute("SELECT term FROM case_terms WHERE term >= ? AND term < ?", [word, word + _LAST])
        alike = " OR ".join(_quoted(row[0]) for row in terms)
        if not alike:
            return ""
        parts.append(f"({alike})")
    return " AND ".join(parts)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
