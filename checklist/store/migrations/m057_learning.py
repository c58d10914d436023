"""結果から学ぶ: editions of the topics, what hospitals and the centre wish, why something was drafted, and what became of it."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.store.migrations.keeping import DAY, keep, record_table

_EVALUATION = """held_on:day centre of_year:count cases:count task1 task2 task3 task4 task5 task6 task7 good:long
    advice:long"""
_TABLES = (
    "guideline_edition",
    "information_read",
    "topic_edition",
    "topic_wish",
    "learning_draft",
    "learning_effect",
)
_CREATED = f"""
CREATE TABLE guideline_edition (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    since TEXT NOT NULL CHECK (since {DAY}),
    articles TEXT NOT NULL CHECK (json_valid(articles)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE information_read (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (kind, record_id, hospital_id)
) STRICT;
CREATE TABLE topic_edition (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    since TEXT NOT NULL CHECK (since {DAY}),
    topics TEXT NOT NULL CHECK (json_valid(topics)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE TABLE topic_wish (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER REFERENCES hospital (id),
    fiscal_year INTEGER NOT NULL,
    topics TEXT NOT NULL CHECK (json_valid(topics)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX topic_wish_by_year ON topic_wish (fiscal_year);
CREATE TABLE learning_draft (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    ground TEXT NOT NULL CHECK (json_valid(ground)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (kind, record_id)
) STRICT;
CREATE TABLE learning_effect (
    id INTEGER PRIMARY KEY,
    draft_id INTEGER NOT NULL UNIQUE REFERENCES learning_draft (id),
    content TEXT NOT NULL CHECK (json_valid(content)),
    at TEXT NOT NULL
) STRICT;
"""


def apply(db: Database) -> None:
    """Create the tables; none of their rows is ever changed: what was told once stays as it was told."""
    db.executescript(
        record_table("center_evaluation", "center_evaluation", "record_history", "held_on", "", _EVALUATION)
    )
    db.executescript(_CREATED + keep(_TABLES, (), _TABLES))
