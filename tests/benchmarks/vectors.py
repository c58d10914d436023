"""CPU of a whole comparison that reads letters, as a part of the bare SQL that added up every rating before.

Run by hand: `python -m tests.benchmarks.vectors [hospitals] [years]`. Both run in turns on one file; the old statement is
replayed with its rows thrown away, so the ratio flatters it. The gate is 0.1.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from checklist.comparison import comparison
from checklist.comparison.comparison import Selection
from checklist.imports import sheet_files
from checklist.model.accounts import Role
from checklist.model.assessments import Track
from checklist.model.region import Region
from checklist.store import db, region
from checklist.store.assessments import submitted
from checklist.store.assessments.submitted import Filter
from checklist.store.sheets import sheets
from tests.benchmarks.region import tell
from tests.comparison import region_of_answers as regions
from tests.world import by

GATE, RUNS, LAST, SHEET = 0.1, 5, 2026, "anzen-3"
VALUES = "AAAAAABBC"

OLD = """
WITH taken AS MATERIALIZED (
    SELECT value ->> 0 AS id, value ->> 1 AS hospital_id, value ->> 2 AS version, value ->> 3 AS bucket,
        value ->> 4 AS lacking
    FROM json_each(:assessments)
), wanted AS MATERIALIZED (
    SELECT value ->> 0 AS item_id, value ->> 1 AS version, value ->> 2 AS part, value ->> 3 AS module
    FROM json_each(:items)
)
SELECT taken.bucket, wanted.part, 100 * sum(rating.value = 'A') + 50 * sum(rating.value = 'B') AS points,
    sum(rating.value IN ('A', 'B', 'C')) AS rated, sum(rating.value = 'NA') AS not_applicable,
    sum(rating.value = 'UNVERIFIED') AS unverified,
    count(DISTINCT CASE WHEN rating.value IN ('A', 'B', 'C') THEN taken.hospital_id END) AS raters
FROM taken
JOIN wanted ON wanted.version = taken.version AND NOT instr(taken.lacking, '"' || wanted.module || '"')
CROSS JOIN rating ON rating.assessment_id = taken.id AND rating.item_id = wanted.item_id
WHERE rating.value IS NOT NULL
GROUP BY taken.bucket, wanted.part
"""
"""As the comparison read the answers before there were letters."""


def build(path: Path, hospitals: int, years: int) -> None:
    """A region of visitors' ratings: every hospital visited each year, every item rated."""
    db.migrate(path)
    dice = random.Random(7)
    with db.writing(path) as connection:
        region.save(by(connection), Region("架空地域", 4, 5, blind_mode=False, fictional=True))
        sheet_files.load_shipped(by(connection))
        version = sheets.version_id(by(connection), SHEET)
        items = list(sheets.item_ids(by(connection), version))
        external = regions.add_hospital(connection, "X", None)
        regions.add_person(connection, "secretariat", None, Role.SECRETARIAT)
        for number in range(hospitals):
            host = regions.add_hospital(connection, f"H{number}", number % 2 + 1)
            for year in range(LAST - years + 1, LAST + 1):
                given: dict[str, str | None] = {code: dice.choice(VALUES) for code in items}
                regions.add_assessment(connection, host, year, SHEET, {})
                visit = regions.add_visit(connection, host, external, year)
                regions.add_assessment(connection, host, year, SHEET, given, visit=visit)


def old_parameters(connection: Database, chosen: Selection) -> dict[str, str]:
    """What the old statement was asked with, for the classes beside each other."""
    taken = submitted.entries(by(connection), Filter(Track.VISITOR, chosen.first_year, chosen.last_year))
    lines = [
        (one.assessment_id, one.hospital_id, one.version_code, 2 * one.fiscal_year + (one.addon_class or 0), "[]")
        for one in taken
    ]
    rows = connection.execute(
        "SELECT item.id, item.code, item.module FROM item JOIN sheet_version v ON v.id = version_id WHERE v.code = ?",
        [SHEET],
    )
    items = [(row["id"], SHEET, row["code"], row["module"]) for row in rows]
    return {"assessments": json.dumps(lines), "items": json.dumps(items)}


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of this process for one run."""
    begin = time.process_time()
    work()
    return 1000 * (time.process_time() - begin)


def measure(path: Path, years: int) -> float:
    """The ratio of the middle runs."""
    chosen = Selection(LAST - years + 1, LAST)
    new, old = [], []
    with db.reading(path) as connection:
        asked = old_parameters(connection, chosen)
        for _ in range(RUNS):
            old.append(cpu(lambda: connection.conn.execute(OLD, asked).fetchall()))
            new.append(cpu(lambda: comparison.class_comparison(by(connection), chosen)))
    middle, before = sorted(new)[RUNS // 2], sorted(old)[RUNS // 2]
    tell(f"letters, whole comparison {middle:8.1f} ms   old SQL alone {before:8.1f} ms   ratio {middle / before:.3f}")
    return middle / before


def main() -> None:
    """Build, measure, and fail above the gate."""
    hospitals, years = (int(one) for one in (*sys.argv[1:], "300", "5")[:2])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "region.db"
        build(path, hospitals, years)
        tell(f"{hospitals} hospitals × {years} years")
        if measure(path, years) > GATE:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
