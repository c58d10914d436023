"""Which hospitals have somebody in which role."""

from __future__ import annotations

from checklist.model.accounts import Role
from checklist.model.permission import Thing, Verb
from checklist.store.act import View


def staffed(view: View) -> dict[Role, frozenset[int]]:
    """Role -> the hospitals that have somebody active in it, for whoever keeps the accounts or plans visits.

    Roles without a hospital are there, with none, if anybody active has them. Raises Forbidden.
    """
    if not view.may(Verb.READ, Thing.ACCOUNTS):
        view.require(Verb.READ, Thing.VISITS)
    return view.once("staffed", lambda: _staffed(view))


def _staffed(view: View) -> dict[Role, frozenset[int]]:
    found: dict[Role, set[int]] = {}
    for row in view.db.execute(
        "SELECT DISTINCT role, hospital_id FROM person JOIN role ON role.person_id = person.id WHERE active = 1"
    ):
        found.setdefault(Role(row["role"]), set()).update({row["hospital_id"]} - {None})
    return {role: frozenset(places) for role, places in found.items()}
