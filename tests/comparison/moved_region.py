"""The invented region in which hospitals changed their class on the way, and partners of every year went both ways."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from checklist.store import db
from checklist.store.assessments import editions
from tests.world import by, settle

MOVED = {20: ("2025-04-01", 1), 6: ("2025-02-20", 1), 5: ("2024-04-01", 2)}
"""Hospital -> since when it has which class: two between two years, one between its self-assessment and its visit."""
BOTH_WAYS = {2022: (9, 7), 2023: (15, 11), 2024: (10, 5), 2025: (15, 7), 2026: (7, 19)}
"""Year -> host and the hospital that visited it, which now was visited by the host in turn; in 2025 one way has two sheets."""

MOVED_OF_INFECTION = {4: ("2025-04-01", 1), 12: ("2025-01-20", 1), 17: ("2025-04-01", 2)}
"""The same of the add-on for infection control; 12 between its self-assessment and its visit."""


def make(demo: Path, place: Path) -> Path:
    """Write the changed copy into a folder; nothing but filings and who visited whom is changed."""
    found = Path(shutil.copy(demo, place / "moved.db"))
    with sqlite3.connect(found) as connection:
        for hospital, (since, number) in MOVED.items():
            connection.execute(
                "UPDATE filing SET valid_to = date(?, '-1 day') WHERE hospital_id = ? AND addon = 'safety'",
                [since, hospital],
            )
            connection.execute(
                """INSERT INTO filing (hospital_id, addon, addon_class, valid_from, valid_to, receipt_number, created_at)
                   SELECT hospital_id, addon, ?, ?, NULL, receipt_number, created_at FROM filing
                   WHERE hospital_id = ? AND addon = 'safety'""",
                [number, since, hospital],
            )
        for year, (host, visitor) in BOTH_WAYS.items():
            connection.execute(
                """UPDATE visit_hospital SET hospital_id = ? WHERE leading
                   AND visit_id = (SELECT min(id) FROM visit WHERE fiscal_year = ? AND host_id = ?)""",
                [host, year, visitor],
            )
    connection.close()
    return found


def rate_infection(path: Path) -> None:
    """Give every hospital that was assessed by the safety sheet from 2024 on the sheet of infection control beside it, too.

    So there are classes, limits, sizes, changes and editions of the second sheet as well, and a running year.
    """
    dice = random.Random(1)
    with closing(sqlite3.connect(path)) as connection, connection:
        (signed,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'agreed_insert_signed'").fetchone()
        connection.execute("DROP TRIGGER agreed_insert_signed")
        for hospital, (since, number) in MOVED_OF_INFECTION.items():
            connection.execute(
                "UPDATE filing SET valid_to = date(?, '-1 day') WHERE hospital_id = ? AND addon = 'infection'",
                [since, hospital],
            )
            connection.execute(
                """INSERT INTO filing (hospital_id, addon, addon_class, valid_from, valid_to, receipt_number, created_at)
                   SELECT hospital_id, addon, ?, ?, NULL, receipt_number, created_at FROM filing
                   WHERE hospital_id = ? AND addon = 'infection'""",
                [number, since, hospital],
            )
        (version,) = connection.execute("SELECT id FROM sheet_version WHERE code = 'kansen-1'").fetchone()
        items = [
            one for (one,) in connection.execute("SELECT id FROM item WHERE version_id = ? ORDER BY id", [version])
        ]
        (person,) = connection.execute("SELECT min(id) FROM person").fetchone()
        beside: dict[tuple[int, int], int] = {}
        for track, hospital, year, submitted, created, visit in connection.execute(
            """SELECT track, a.hospital_id, a.fiscal_year, submitted_at, a.created_at, s.visit_id
               FROM assessment a JOIN sheet_version v ON v.id = a.version_id LEFT JOIN visit_sheet s ON s.id = visit_sheet_id
               WHERE v.code LIKE 'anzen-%' AND a.state IN ('submitted', 'sealed') AND a.fiscal_year >= 2024
                   AND NOT EXISTS (SELECT 1 FROM assessment o WHERE o.version_id = ? AND o.hospital_id = a.hospital_id
                       AND o.fiscal_year = a.fiscal_year)
               ORDER BY track <> 'self', track <> 'visitor', a.id""",
            [version],
        ).fetchall():
            sheet = None
            if visit is not None:
                connection.execute(
                    "INSERT OR IGNORE INTO visit_sheet (visit_id, version_id, self_assessment_id) VALUES (?, ?, ?)",
                    [visit, version, beside.get((hospital, year))],
                )
                (sheet,) = connection.execute(
                    "SELECT id FROM visit_sheet WHERE visit_id = ? AND version_id = ?", [visit, version]
                ).fetchone()
            made = connection.execute(
                """INSERT INTO assessment (track, version_id, hospital_id, fiscal_year, visit_sheet_id, created_at)
                   VALUES (?, ?, ?, ?, ?, ?)""",
                [track, version, hospital, year, sheet, created],
            ).lastrowid
            beside |= {(hospital, year): made or 0} if track == "self" else {}
            good = 5 + hospital % 7 + 2 * (track == "self") + year - 2024
            values = dice.choices(("A", "B", "C", "NA", "UNVERIFIED", None), (good, 4, 2, 1, 1, 0.3), k=len(items))
            connection.executemany(
                """INSERT INTO rating (assessment_id, item_id, value, comment, version, saved_at, person_id, operation_id)
                   VALUES (?, ?, ?, '', 1, ?, ?, ?)""",
                [
                    (made, item, value, created, person, f"of-infection-{made}-{item}")
                    for item, value in zip(items, values, strict=True)
                ],
            )
            connection.execute(
                "UPDATE assessment SET state = 'submitted', submitted_at = ? WHERE id = ?", [submitted, made]
            )
        connection.execute(signed)
    with db.writing(path) as found:
        editions.make_due(by(found))
    settle(path)
