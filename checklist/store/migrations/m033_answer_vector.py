"""The answers of an assessment that is no longer open as one text of letters, which comparisons read."""

from __future__ import annotations

from sqlite_utils import Database

# The subquery keeps its order for `group_concat`; the ORDER BY inside of the function came with SQLite 3.44.
LETTERS = """(SELECT coalesce(group_concat(letter, ''), '') FROM (
        SELECT CASE rating.value WHEN 'NA' THEN '-' WHEN 'UNVERIFIED' THEN '?'
            ELSE coalesce(substr(rating.value, 1, 1), '.') END AS letter
        FROM item LEFT JOIN rating ON rating.item_id = item.id AND rating.assessment_id = {row}.id
        WHERE item.version_id = {row}.version_id ORDER BY item.id))"""

STEPS = (
    """CREATE TABLE answer_vector (
    assessment_id INTEGER PRIMARY KEY REFERENCES assessment (id),
    letters TEXT NOT NULL
) STRICT""",
    f"""CREATE TRIGGER assessment_left_open AFTER UPDATE OF state ON assessment
    WHEN OLD.state = 'open' AND NEW.state <> 'open'
BEGIN
    INSERT INTO answer_vector (assessment_id, letters) SELECT NEW.id, {LETTERS.format(row="NEW")};
END""",
    """CREATE TRIGGER assessment_opened_again AFTER UPDATE OF state ON assessment
    WHEN OLD.state <> 'open' AND NEW.state = 'open'
BEGIN
    DELETE FROM answer_vector WHERE assessment_id = NEW.id;
END""",
    f"""INSERT INTO answer_vector (assessment_id, letters)
    SELECT assessment.id, {LETTERS.format(row="assessment")} FROM assessment WHERE state <> 'open'""",
)


def apply(db: Database) -> None:
    """Create the table with the triggers that keep it, and write down what left `open` before."""
    for statement in STEPS:
        db.execute(statement)
