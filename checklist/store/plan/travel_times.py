"""Travel times between hospitals, the newest of each pair; a pair without one is as far apart as the map says."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.errors import Fault, Refused
from checklist.model.permission import Thing, Verb
from checklist.model.plan import LONGEST, Pair
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.hospitals import hospitals


def current(view: View) -> dict[Pair, int]:
    """Minutes by pair, the smaller id first; raises Forbidden for whoever does not plan the region."""
    view.require(Verb.READ, Thing.YEAR_PLAN)
    return known(view)


def known(view: View) -> dict[Pair, int]:
    """The same for the question of a year, which every hospital has a part in."""
    return view.once("travel times", lambda: _known(view))


def _known(view: View) -> dict[Pair, int]:
    found = view.db.execute(
        """SELECT hospital_id, other_id, minutes FROM travel_time WHERE id IN (
               SELECT max(id) FROM travel_time GROUP BY hospital_id, other_id) AND minutes IS NOT NULL"""
    )
    return {(row["hospital_id"], row["other_id"]): row["minutes"] for row in found}


def save(act: Act, wanted: Mapping[Pair, int | None]) -> int:
    """Write down the minutes of pairs, None to forget them, and return how many changed; raises Refused or Forbidden.

    A pair is the same in either direction. All of them are written or none.
    """
    act.require(Verb.WRITE, Thing.YEAR_PLAN)
    names = {one.id: one.name for one in hospitals.all_hospitals(act)}
    faults = [fault for pair, minutes in wanted.items() for fault in _faults(pair, minutes, names)]
    if len({tuple(sorted(pair)) for pair in wanted}) < len(wanted):
        faults.append(Fault("移動時間", "同じ組合せが2回あります。"))
    if faults:
        raise Refused(faults)
    # Not `known`: what a view has read once would not show what this act has just written.
    before, changed = _known(act), 0
    for pair, minutes in wanted.items():
        one, other = sorted(pair)
        if before.get((one, other)) != minutes:
            rows.insert(act, "travel_time", {"hospital_id": one, "other_id": other, "minutes": minutes})
            changed += 1
    return changed


def _faults(pair: Pair, minutes: int | None, names: Mapping[int, str]) -> list[Fault]:
    if not set(pair) <= names.keys():
        return [Fault("移動時間", "登録されていない病院があります。")]
    found = [Fault("移動時間", "異なる2つの病院を選んでください。")] if pair[0] == pair[1] else []
    if minutes is not None and not 1 <= minutes <= LONGEST:
        found.append(
            Fault(f"{names[pair[0]]}と{names[pair[1]]}", f"移動時間は1から{LONGEST}までの分で入力してください。")
        )
    return found
