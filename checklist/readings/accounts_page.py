"""The accounts with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.accounts import Identity, Person
from checklist.model.hospitals import Hospital
from checklist.store.accounts import identities, people
from checklist.store.act import View
from checklist.store.hospitals import hospitals


@dataclass(frozen=True)
class AccountsPage:
    """Every account, the hospitals that one can belong to, and the account that was asked for, if there is such.

    `identities`: by what providers know that one.
    """

    people: tuple[Person, ...]
    hospitals: tuple[Hospital, ...]
    chosen: Person | None
    identities: tuple[Identity, ...] = ()


def read(view: View, person_id: int | None) -> AccountsPage:
    """The accounts, and one of them."""
    found = tuple(people.all_people(view))
    chosen = next((one for one in found if one.id == person_id), None)
    known = tuple(identities.of_person(view, chosen.id)) if chosen else ()
    return AccountsPage(found, tuple(hospitals.all_hospitals(view)), chosen, known)
