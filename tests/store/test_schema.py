"""The schema that the steps add up to: its text in the repository, and what holds for all of it."""

from __future__ import annotations

import re
from pathlib import Path

from checklist import words
from checklist.store import db
from checklist.store.migrations.rebuilding import triggers
from tests.store import schema_text

RAISED = re.compile(r"RAISE\(ABORT, '(\w+): (\w+)'\)")
FIXED = {
    "late_decision.kind": "accepted or declined: a yes or no",
    "signature.side": "a report is sealed with exactly two signatures",
    "filing_partner.direction": "the two ends of a partnership",
    "edition.audience": "whoever may see hospitals that they cannot name: the region's own, and the support centre",
    "edition.kind": "what a hospital and its visitors rated, and what they agreed on",
}
"""Lists in a CHECK that cannot grow, and why; 0 and 1 apart."""


def test_the_text_of_the_schema_is_the_schema(empty_db: Path) -> None:
    told = "After a new step, write it anew and read the difference: python -m tests.store.schema_text"
    assert schema_text.PLACE.read_text(encoding="utf-8") == schema_text.of(empty_db), told


def test_every_code_that_a_trigger_raises_has_a_sentence_and_every_sentence_a_trigger(empty_db: Path) -> None:
    with db.reading(empty_db) as connection:
        raised = [found for sql in triggers(connection).values() for found in RAISED.findall(sql)]
        assert len(raised) == sum(sql.count("RAISE") for sql in triggers(connection).values())
    assert {code for _, code in raised} == set(words.GUARDS)
    assert {family for family, _ in raised} == set(db.FAMILIES)


def test_no_trigger_speaks_to_users(empty_db: Path) -> None:
    with db.reading(empty_db) as connection:
        assert [name for name, sql in triggers(connection).items() if not sql.isascii()] == []


def test_every_sentence_ends_as_a_sentence() -> None:
    assert [code for code, sentence in words.GUARDS.items() if not sentence.endswith("。")] == []


def test_only_lists_that_cannot_grow_are_checks(empty_db: Path) -> None:
    """Another code in a CHECK costs a table built anew; in a table of codes it costs a row."""
    found = set()
    with db.reading(empty_db) as connection:
        for row in connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"):
            lists = re.findall(r'(\w+)"? IN\s+\(([^)]*)\)', row["sql"])
            found |= {f"{row['name']}.{column}" for column, codes in lists if codes != "0, 1"}
    assert found == set(FIXED)


CLOCK = re.compile(
    r"'now'|current_(timestamp|date|time)|unixepoch|julianday|strftime|\b(date|time|datetime)\(\s*\)", re.I
)


def test_no_trigger_and_no_default_looks_at_a_clock(empty_db: Path) -> None:
    """Whoever acts says when; an invented region and a late answer have a time of their own."""
    with db.reading(empty_db) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    told = [row["name"] for row in made if row["name"] != "_sqlite_migrations" and CLOCK.search(row["sql"])]
    assert (len(made) > 100, told) == (True, [])
