"""Searching 200,000 cases: any two characters and more, beside a plain look through all texts.

Run by hand: `python -m tests.benchmarks.case_search`. The aim is 100 ms for each search. The texts are put together from
those of the invented region; the index is filled as the product fills it, by its own triggers.
"""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from random import Random

from sqlite_utils import Database

from checklist.demo import consultation_texts as texts
from checklist.rules.center.search_text import folded
from checklist.store import db
from checklist.store.center import search
from tests.benchmarks.comparison import median
from tests.benchmarks.region import tell
from tests.world import build, by, principal

CASES = 200_000
WORDS = ("説明", "差額", "ＣＴ", "ベッド", "薬が変わって", "説明 夜間", "ない", "。", "ｶﾙﾃ", "窓口 弁護士会")


def fill(path: Path) -> None:
    """So many cases with texts of two or three sentences, and what is searched in them."""
    rng = Random(1)
    every = [text for found in texts.SUMMARIES.values() for text, _ in found]
    names = "number, received_on, kind, subject, closed, edition, version, updated_at, person_id"
    rest = ("caller", "gender", "age", "residence", "source", "facility", "care", "department", "facility_name", "detail",
            "others", "summary", "satisfaction", "difficulty", "reasons", "issues", "wish", "urgency", "consent",
            "reference_word", "topic")  # fmt: skip
    with db.writing(path) as connection:
        connection.execute("DROP TRIGGER center_case_inserted")
        sql = f"INSERT INTO center_case ({names}, {', '.join(rest)}) VALUES (?, '2026-04-01', 'complaint', '1', 1, 0, 1, '', 3{', ?' * len(rest)})"
        connection.conn.executemany(sql, ((f"n{one}", *[""] * len(rest)) for one in range(CASES)))
        rows = (
            (
                one,
                folded(
                    f"n{one} {rng.choice(every)} {rng.choice(every)} {rng.choice(texts.NOTES)} {rng.randrange(10**6)}件"
                )
                + "\x1f\x1f",
            )
            for one in range(1, CASES + 1)
        )
        connection.conn.executemany("INSERT INTO case_search (case_id, folded) VALUES (?, ?)", rows)


def main() -> None:
    """Fill a file and measure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.db"
        os.environ["CHECKLIST_DB"] = str(path)
        db.migrate(path)
        with db.writing(path) as connection:
            world = build(connection)
        fill(path)
        who = principal(world.people["center"])
        with db.reading(path) as connection:
            view = by(connection, who)
            for word in WORDS:
                ids, count = search.found(view, word)
                took, plain = median(partial(search.found, view, word)), median(partial(_through_all, connection, word))
                tell(
                    f"「{word}」 {count:,} found, {len(ids)} shown",
                    f"{took:.1f} ms, looking through all {plain:.0f} ms, ratio {took / plain:.3f}",
                )


def _through_all(connection: Database, word: str) -> object:
    """What a search without an index costs."""
    like = f"%{folded(word)}%"
    return connection.execute("SELECT count(*) FROM case_search WHERE folded LIKE ?", [like]).fetchone()


if __name__ == "__main__":
    main()
