"""Visits: host, evaluator hospitals, members, sheets, date and state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from checklist.errors import Fault, Refused
from checklist.model.accounts import Principal
from checklist.model.hospitals import Hospital
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState, VisitTime
from checklist.rules import access, fiscal_year
from checklist.rules.fields import text_limits
from checklist.rules.visits import visit_states, visit_times
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.act import Act, View
from checklist.store.assessments import assessment_rows
from checklist.store.db import slots
from checklist.store.hospitals import hospitals
from checklist.store.notices import audit
from checklist.store.rows import insert, update
from checklist.store.sheets import sheets
from checklist.store.visits import visit_day_rows, visit_rows


def require(view: View, visit_id: int, thing: Thing, verb: Verb) -> Visit:
    """A visit, if the principal may do this to something that hangs on it; raises NotFound or Forbidden."""
    visit = visit_rows.by_id(view, visit_id)
    view.require(verb, thing, access.of_visit(visit))
    return visit


MADE = (VisitState.ON_SITE, VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED)
"""Visits that have taken place: from then on both hospitals know each other by name in comparisons of the year."""


def verbs(principal: Principal, visit: Visit, thing: Thing) -> frozenset[Verb]:
    """What the principal may do to something that hangs on a visit."""
    return access.verbs(principal, thing, access.of_visit(visit))


NO_DAY = "訪問日を入力してください。開始時刻は、訪問日と併せて登録します。"


def all_visits(view: View) -> list[Visit]:
    """Every visit of the region, the newest year first; raises Forbidden."""
    view.require(Verb.READ, Thing.VISITS)
    return visit_rows.everything(view)


def visible_to(view: View) -> list[Visit]:
    """The visits that the principal may know of."""
    return [visit for visit in visit_rows.everything(view) if view.may(Verb.READ, Thing.VISIT, access.of_visit(visit))]


def how_far(view: View) -> tuple[bool, bool]:
    """Whether any visit was ever planned, and any reported, for whoever keeps the accounts or plans visits; raises Forbidden."""
    if not view.may(Verb.READ, Thing.ACCOUNTS):
        view.require(Verb.READ, Thing.VISITS)
    return view.once("how_far", lambda: _how_far(view))


def _how_far(view: View) -> tuple[bool, bool]:
    reported = [state.value for state in (VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED)]
    found = view.db.execute(
        f"""SELECT coalesce(max(state <> 'cancelled'), 0) AS planned,
               coalesce(max(state IN ({slots(reported)})), 0) AS reported FROM visit""",
        reported,
    ).fetchone()
    return bool(found["planned"]), bool(found["reported"])


def get(view: View, visit_id: int) -> Visit:
    """One visit, if the principal may know of it; raises NotFound or Forbidden."""
    return require(view, visit_id, Thing.VISIT, Verb.READ)


def partner_years(view: View, hospital_id: int) -> dict[tuple[int, int], bool]:
    """(hospital, year) of every visit made between it and another, with whether it was the visitor there."""
    view.require(Verb.READ, Thing.COMPARISON)
    made = [state.value for state in MADE]
    found = view.db.execute(
        f"""SELECT hospital_id, host_id, fiscal_year FROM visit_hospital JOIN visit ON visit.id = visit_id
            WHERE ? IN (hospital_id, host_id) AND state IN ({slots(made)})""",
        [hospital_id, *made],
    )
    pairs: dict[tuple[int, int], bool] = {}
    for evaluator, host, year in found:
        other = host if evaluator == hospital_id else evaluator
        pairs[other, year] = pairs.get((other, year), False) or evaluator == hospital_id
    return pairs


def hospitals_known_to(view: View) -> list[Hospital]:
    """Hospitals that concern the principal: all for secretariat and centre, else the own one and those of its visits."""
    known = hospitals.all_hospitals(view)
    if access.sees_every_hospital(view.principal):
        return known
    ids = {view.principal.hospital_id}
    for visit in visible_to(view):
        ids |= {visit.host_id, *visit.evaluator_ids}
    return [hospital for hospital in known if hospital.id in ids]


def _faults(view: View, visit: Visit) -> list[Fault]:
    """Everything wrong with a visit's fields."""
    found = text_limits.faults({"備考": visit.note})
    hospitals.get(view, visit.host_id)
    if not visit.evaluator_ids:
        found.append(Fault("訪問側", "訪問する病院を1つ以上選んでください。"))
    if visit.host_id in visit.evaluator_ids:
        found.append(Fault("訪問側", "受審病院自身を訪問側にすることはできません。"))
    start = region.load(view.db).fiscal_year_start_month
    if visit.visit_date and fiscal_year.of_day(visit.visit_date, start) != visit.fiscal_year:
        found.append(Fault("訪問日", f"{visit.fiscal_year}年度の日付にしてください。"))
    if told := visit_times.fault(visit.time) if visit.time else visit.begins and NO_DAY:
        found.append(Fault("開始時刻", told))
    return found


def add(act: Act, visit: Visit, version_codes: Iterable[str]) -> int:
    """Create a visit with its sheets and empty visitor assessments, and return its id."""
    act.require(Verb.WRITE, Thing.VISITS)
    codes = list(dict.fromkeys(version_codes))
    found = _faults(act, visit)
    if not codes and not visit.record_only:
        found.append(Fault("点検表", "使用する点検表を選んでください。"))
    if found:
        raise Refused(found)
    row = {
        "fiscal_year": visit.fiscal_year,
        "host_id": visit.host_id,
        "visit_date": visit.visit_date,
        "mode": visit.mode,
        "state": VisitState.PLANNED,
        "record_only": visit.record_only,
        "note": visit.note.strip(),
    }
    visit_id = insert(act, "visit", row)
    # Hospitals first: the trigger takes only members who belong to one of them.
    _set_hospitals(act, visit_id, visit.evaluator_ids)
    _set_members(act, visit_id, visit.member_ids)
    for code in codes:
        _add_sheet(act, visit_id, visit, sheets.version_id(act, code))
    visit_rows.note_state(act, visit_id, VisitState.PLANNED)
    if visit.visit_date:
        visit_day_rows.note(act, visit_id, visit.time)
    return visit_id


def change(act: Act, visit: Visit) -> None:
    """Change date, mode, hospitals, members and note of a visit that is not yet reported."""
    act.require(Verb.WRITE, Thing.VISITS)
    old = visit_rows.get(act.db, visit.id)
    if old.state not in access.WRITABLE_VISITS:
        raise Refused("報告済み・終了・中止の訪問は変更できません。")
    if visit.visit_date is None and visit.begins == old.begins:
        # Hours go with their day; only those that somebody has typed without one are asked about.
        visit = replace(visit, begins="")
    if found := _faults(act, visit):
        raise Refused(found)
    changes = {"visit_date": visit.visit_date, "mode": visit.mode, "note": visit.note.strip()}
    update(act, "visit", visit.id, changes)
    visit_day_rows.moved(act, old, visit)
    _set_hospitals(act, visit.id, visit.evaluator_ids)
    _set_members(act, visit.id, visit.member_ids)
    _note_members(act, old, visit)


def _note_members(act: Act, before: Visit, after: Visit) -> None:
    """Who visits may read what the host said of itself: whoever is among them now and was not, or no longer."""
    old, new = set(before.member_ids), set(after.member_ids)
    if old != new:
        named = people.names(act, old | new)
        told = [[named[one] for one in sorted(ids)] for ids in (new - old, old - new)]
        detail = f"追加：{'・'.join(told[0]) or 'なし'}；除外：{'・'.join(told[1]) or 'なし'}"
        audit.note(act, AuditKind.MEMBERS_CHANGED, after.id, detail=detail)


def fix_day(act: Act, visit_id: int, time: VisitTime) -> None:
    """Give a visit the day that its hospitals have agreed on, with its hours; raises Refused or Forbidden."""
    visit = require(act, visit_id, Thing.DATE_FIX, Verb.WRITE)
    if visit.state not in visit_states.AHEAD:
        raise Refused("始まった訪問・報告済みの訪問・中止した訪問の日程は、ここでは変更できません。")
    if time.on_date < act.today:
        raise Refused([Fault("訪問日", "過ぎた日には決められません。")])
    if found := _faults(act, replace(visit, visit_date=time.on_date, part=time.part, begins=time.begins)):
        raise Refused(found)
    update(act, "visit", visit_id, {"visit_date": time.on_date})
    visit_day_rows.note(act, visit_id, time)


def _set_hospitals(act: Act, visit_id: int, hospital_ids: Sequence[int]) -> None:
    act.db.execute("DELETE FROM visit_hospital WHERE visit_id = ?", [visit_id])
    act.db.conn.executemany(
        "INSERT INTO visit_hospital (visit_id, hospital_id, leading) VALUES (?, ?, ?)",
        [(visit_id, hospital_id, int(index == 0)) for index, hospital_id in enumerate(dict.fromkeys(hospital_ids))],
    )


def _set_members(act: Act, visit_id: int, person_ids: Iterable[int]) -> None:
    act.db.execute("DELETE FROM visit_member WHERE visit_id = ?", [visit_id])
    act.db.conn.executemany(
        "INSERT INTO visit_member (visit_id, person_id) VALUES (?, ?)",
        [(visit_id, person_id) for person_id in dict.fromkeys(person_ids)],
    )


def _add_sheet(act: Act, visit_id: int, visit: Visit, version: int) -> None:
    self_id = assessment_rows.latest_self(act.db, visit.host_id, visit.fiscal_year, version)
    row = {"visit_id": visit_id, "version_id": version, "self_assessment_id": self_id}
    visit_sheet_id = insert(act, "visit_sheet", row)
    # Made with the visit, empty: a tablet without a network can answer only what has a number already.
    assessment_rows.add_visitor(act, visit_sheet_id, visit.host_id, visit.fiscal_year, version)
