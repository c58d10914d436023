"""The departments that a hospital is without, as it declared from a fiscal year on; whoever said nothing has them all."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.sheets import Module
from checklist.rules import access, fiscal_year
from checklist.store import region
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals


def in_sql(hospital: str, day: str) -> str:
    """The departments lacking on a day as a JSON list in SQL; `hospital` and `day` are SQL expressions, too."""
    return f"""coalesce((SELECT module_declaration.lacking FROM module_declaration
        WHERE module_declaration.hospital_id = {hospital} AND module_declaration.since <= {day}
        ORDER BY module_declaration.since DESC LIMIT 1), '[]')"""


def read(lacking: str) -> frozenset[Module]:
    """What stands in such a column."""
    return frozenset(map(Module, json.loads(lacking)))


def on(view: View, hospital_id: int, day: date) -> frozenset[Module]:
    """The departments that a hospital is without on a day."""
    view.require(Verb.READ, Thing.HOSPITALS)
    asked = {"hospital": hospital_id, "day": day.isoformat()}
    return read(view.db.execute(f"SELECT {in_sql(':hospital', ':day')}", asked).fetchone()[0])


def declare(act: Act, hospital_id: int, lacking: Collection[Module]) -> None:
    """Say which departments a hospital is without, from the fiscal year of the act on; raises NotFound, Forbidden or Refused.

    The years before keep what was declared then: what was asked of them, and counted, stays as it was.
    """
    hospitals.get(act, hospital_id)
    act.require(Verb.WRITE, Thing.DEPARTMENTS, access.of_hospital(hospital_id))
    if Module.WHOLE in lacking:
        raise Refused([Fault("部門", "点検表の部門から選んでください。")])
    # From the first day of the year and not from today: who notices at the closing meeting that a department was
    # forgotten must not have it count against the hospital for another year.
    start, _ = fiscal_year.bounds(fiscal_year.of_day(act.today, _first_month(act)), _first_month(act))
    codes = json.dumps([module.value for module in Module if module in lacking])
    act.db.execute(
        """INSERT INTO module_declaration (hospital_id, since, lacking, created_at) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET lacking = excluded.lacking, created_at = excluded.created_at""",
        [hospital_id, start.isoformat(), codes, act.stamp],
    )


def _first_month(view: View) -> int:
    return region.of(view).fiscal_year_start_month
