"""Who is asked for the day of a visit, and what is known that stands against some days."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from checklist.model.permission import Thing, Verb
from checklist.model.visits import Visit, VisitState, Voice
from checklist.rules import access
from checklist.rules.visits import day_conflicts
from checklist.rules.visits.day_conflicts import Conflict, Elsewhere, Sides
from checklist.store.act import View
from checklist.store.db import slots
from checklist.store.hospitals import hospitals

HOST = "受審病院（{}）"


def of_visits(view: View, found: Collection[Visit]) -> dict[int, tuple[Voice, ...]]:
    """Everybody who is asked for the day of each of these visits, the host first; raises Forbidden.

    Members who have left their hospital or lost their account are not waited for, nor is a host without anybody to answer.
    """
    for one in found:
        view.require(Verb.READ, Thing.DATE_POLL, access.of_visit(one))
    hosts = _managers(view, {one.host_id for one in found})
    members = _members(view, {person for one in found for person in one.member_ids})
    return {one.id: (*_host(hosts, one), *_team(members, one)) for one in found}


def _host(managers: dict[int, list[tuple[int, str]]], visit: Visit) -> Iterable[Voice]:
    if known := managers.get(visit.host_id):
        name = HOST.format("・".join(name for _, name in known))
        yield Voice(name, visit.host_id, tuple(person for person, _ in known))


def _team(members: dict[int, tuple[str, int]], visit: Visit) -> Iterable[Voice]:
    for person in visit.member_ids:
        name, hospital = members.get(person, ("", 0))
        # The same as the permission asks: somebody who moved to another hospital is no member any more.
        if hospital in visit.evaluator_ids:
            yield Voice(name, hospital, (person,))


def _managers(view: View, hospital_ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for row in view.db.execute(
        f"""SELECT hospital_id, id, name FROM person WHERE active = 1 AND hospital_id IN ({slots(hospital_ids)})
            AND EXISTS (SELECT 1 FROM role WHERE person_id = person.id AND role = 'safety_manager') ORDER BY id""",
        list(hospital_ids),
    ):
        found.setdefault(row["hospital_id"], []).append((row["id"], row["name"]))
    return found


def _members(view: View, person_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    found = view.db.execute(
        f"""SELECT id, name, hospital_id FROM person WHERE active = 1 AND id IN ({slots(person_ids)})
            AND EXISTS (SELECT 1 FROM role WHERE person_id = person.id AND role = 'evaluator')""",
        list(person_ids),
    )
    return {row["id"]: (row["name"], row["hospital_id"] or 0) for row in found}


def against(view: View, visit: Visit, days: Iterable[date]) -> dict[date, tuple[Conflict, ...]]:
    """What is known that stands against each of these days for a visit; raises Forbidden."""
    view.require(Verb.READ, Thing.DATE_POLL, access.of_visit(visit))
    wanted = sorted(set(days))
    sides, elsewhere = _sides(view, visit), _elsewhere(view, visit, wanted)
    return {day: day_conflicts.of_day(day, sides, elsewhere) for day in wanted}


def _sides(view: View, visit: Visit) -> Sides:
    ids = (visit.host_id, *visit.evaluator_ids)
    known = hospitals.several(view, ids)
    people = {person: name for person, (name, _) in _members(view, visit.member_ids).items()}
    names = {one: known[one].name for one in ids}
    return Sides(visit.host_id, names, {one: known[one].closed_days for one in ids}, people)


def _elsewhere(view: View, visit: Visit, days: Collection[date]) -> Elsewhere:
    """What other visits have taken, whether or not the principal may know of them: told is only that somebody cannot."""
    wanted = [one.isoformat() for one in days]
    there = f"FROM visit WHERE visit_date IN ({slots(wanted)}) AND id <> ? AND state <> '{VisitState.CANCELLED}'"
    hosts = view.db.execute(f"SELECT visit_date, host_id {there}", [*wanted, visit.id])
    people = view.db.execute(
        f"SELECT visit_date, person_id FROM visit_member JOIN (SELECT visit_date, id {there}) v ON v.id = visit_id",
        [*wanted, visit.id],
    )
    return Elsewhere(
        frozenset((date.fromisoformat(row["visit_date"]), row["person_id"]) for row in people),
        frozenset((date.fromisoformat(row["visit_date"]), row["host_id"]) for row in hosts),
    )
