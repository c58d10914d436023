"""重点項目: the items that a region looks at first in a fiscal year, chosen by its secretariat for a sheet version."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.db import slots
from checklist.store.sheets import sheets

YEARS = range(2000, 2201)


@dataclass(frozen=True)
class Focus:
    """The codes of the items in sheet order, and the day on which they were chosen."""

    items: tuple[str, ...]
    chosen_on: date


def of_year(view: View, fiscal_year: int, version_code: str) -> Focus | None:
    """What was chosen last for a year and a version; None if nothing was, or if it was taken back."""
    return of_years(view, [(fiscal_year, version_code)]).get((fiscal_year, version_code))


def of_years(view: View, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Focus]:
    """The same for several pairs of a year and a version, those without a choice left out."""
    view.require(Verb.READ, Thing.SHEETS)
    found = view.each("focus of year", wanted, lambda missing: _of_years(view, missing))
    return {key: focus for key, focus in found.items() if focus is not None}


def _of_years(view: View, wanted: list[tuple[int, str]]) -> dict[tuple[int, str], Focus | None]:
    codes = list(dict.fromkeys(code for _, code in wanted))
    choices = view.db.execute(
        f"""SELECT fiscal_year, v.code, items, chosen_on FROM focus_choice JOIN sheet_version v ON v.id = version_id
            WHERE v.code IN ({slots(codes)}) ORDER BY focus_choice.id""",
        codes,
    )
    found = {(row["fiscal_year"], row["code"]): rows.one(Focus, row) for row in choices}
    return {key: focus if (focus := found.get(key)) and focus.items else None for key in wanted}


def choose(act: Act, fiscal_year: int, version_code: str, items: Collection[str]) -> None:
    """Let these be the 重点項目 of a year, none of them to take the choice back; raises Forbidden, NotFound or Refused."""
    act.require(Verb.WRITE, Thing.SHEETS)
    if fiscal_year not in YEARS:
        raise Refused([Fault("年度", "2000年度から2200年度までの年度を選んでください。")])
    version = sheets.version_id(act, version_code)
    known = sheets.item_ids(act, version)
    if unknown := set(items) - known.keys():
        raise Refused([Fault("重点項目", f"「{min(unknown)}」はこの点検表にない項目です。")])
    row = {"fiscal_year": fiscal_year, "version_id": version, "chosen_on": act.today}
    rows.insert(act, "focus_choice", {**row, "items": json.dumps([code for code in known if code in items])})
