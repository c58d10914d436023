"""The region: one row of settings."""

from __future__ import annotations

from dataclasses import asdict

from sqlite_utils import Database

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.region import Deadlines, Region
from checklist.rules.fields import text_limits, typed_text
from checklist.store import rows
from checklist.store.act import Act, View

DAYS = {
    "agreement_days": "協議の期限",
    "self_days": "自己評価の提出期限",
    "report_days": "報告書の期限",
    "acknowledge_days": "受領の期限",
    "plan_days": "改善計画の期限",
}
"""The deadlines of a visit as columns, with their names on the screen; each is a number of days."""


def find(db: Database) -> Region | None:
    """The settings, or None before the first set-up."""
    row = db.execute("SELECT * FROM region").fetchone()
    return rows.one(Region, row, deadlines=rows.one(Deadlines, row)) if row else None


def load(db: Database) -> Region:
    """The settings; before the first set-up, those that a new region starts with."""
    return find(db) or Region("", 4, 5, blind_mode=False, fictional=False)


def of(view: View) -> Region:
    """The settings as this view sees them."""
    return view.once("region", lambda: load(view.db))


def save(act: Act, region: Region) -> None:
    """Write the settings; the mark of an invented region is never taken away; raises Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.REGION)
    faults = typed_text.faults({"地域の名称": region.name}) + text_limits.faults({"地域の名称": region.name})
    if not region.name.strip():
        faults.append(Fault("地域の名称", "入力してください。"))
    # In a group of two each member takes away its own number and reads the other's.
    if not 3 <= region.minimum_group_size <= 100:
        faults.append(Fault("匿名比較の最小病院数", "3から100までの数で入力してください。"))
    faults += [
        Fault(name, "0から366までの日数で入力してください。")
        for column, name in DAYS.items()
        if not 0 <= getattr(region.deadlines, column) <= 366
    ]
    if region.criteria_window not in words.CRITERIA_WINDOWS:
        faults.append(Fault("施設基準の「年1回程度」の数え方", "選択肢から選んでください。"))
    if faults:
        raise Refused(faults)
    columns = {
        "name": typed_text.line(region.name),
        "fiscal_year_start_month": region.fiscal_year_start_month,
        "minimum_group_size": region.minimum_group_size,
        "blind_mode": int(region.blind_mode),
        "criteria_window": region.criteria_window,
        **asdict(region.deadlines),
    }
    _write(act, columns, region.fictional)


def _write(act: Act, columns: dict[str, object], fictional: bool) -> None:
    names = ", ".join(columns)
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns)
    act.db.execute(
        f"""INSERT INTO region (id, {names}, fictional, created_at)
            VALUES (1, {", ".join("?" for _ in columns)}, ?, ?)
            ON CONFLICT (id) DO UPDATE SET {changes}, fictional = max(fictional, excluded.fictional)""",
        [*columns.values(), int(fictional), act.stamp],
    )


def counts(view: View) -> dict[str, int]:
    """How much the database holds, by Japanese name; raises Forbidden."""
    view.require(Verb.WRITE, Thing.REGION)
    tables = {"病院": "hospital", "アカウント": "person", "点検表の版": "sheet_version", "訪問": "visit"}
    tables |= {"評価": "assessment", "回答": "rating", "回答の履歴": "rating_history"}
    return {name: int(view.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in tables.items()}
