"""The invented region in which hospitals changed their class on the way, and partners of every year went both ways."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

MOVED = {20: ("2025-04-01", 1), 6: ("2025-02-20", 1), 5: ("2024-04-01", 2)}
"""Hospital -> since when it has which class: two between two years, one between its self-assessment and its visit."""
BOTH_WAYS = {2022: (9, 7), 2023: (15, 11), 2024: (10, 5), 2025: (15, 7), 2026: (7, 19)}
"""Year -> host and the hospital that visited it, which now was visited by the host in turn; in 2025 one way has two sheets."""


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
