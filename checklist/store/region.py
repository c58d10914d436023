"""The region: one row of settings."""

from __future__ import annotations

from sqlite_utils import Database

from checklist.errors import Fault, Refused
from checklist.model import Region
from checklist.store.db import stamp


def find(db: Database) -> Region | None:
    """The settings, or None before the first set-up."""
    row = db.execute("SELECT * FROM region").fetchone()
    if row is None:
        return None
    return Region(
        row["name"],
        row["fiscal_year_start_month"],
        row["minimum_group_size"],
        bool(row["blind_mode"]),
        bool(row["fictional"]),
    )


def load(db: Database) -> Region:
    """The settings; before the first set-up, those that a new region starts with."""
    return find(db) or Region("", 4, 5, blind_mode=False, fictional=False)


def save(db: Database, region: Region) -> None:
    """Write the settings; the mark of an invented region is never taken away."""
    faults = []
    if not region.name.strip():
        faults.append(Fault("地域の名称", "入力してください。"))
    if not 3 <= region.minimum_group_size <= 100:
        faults.append(Fault("匿名比較の最小病院数", "3から100までの数で入力してください。"))
    if faults:
        raise Refused(faults)
    db.execute(
        """INSERT INTO region (id, name, fiscal_year_start_month, minimum_group_size, blind_mode, fictional, created_at)
           VALUES (1, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name,
               fiscal_year_start_month = excluded.fiscal_year_start_month,
               minimum_group_size = excluded.minimum_group_size,
               blind_mode = excluded.blind_mode, fictional = max(fictional, excluded.fictional)""",
        [
            region.name.strip(),
            region.fiscal_year_start_month,
            region.minimum_group_size,
            int(region.blind_mode),
            int(region.fictional),
            stamp(),
        ],
    )


def counts(db: Database) -> dict[str, int]:
    """How much the database holds, by Japanese name."""
    tables = {"病院": "hospital", "アカウント": "person", "点検表の版": "sheet_version", "訪問": "visit"}
    tables |= {"評価": "assessment", "回答": "rating", "回答の履歴": "rating_history"}
    return {name: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in tables.items()}
