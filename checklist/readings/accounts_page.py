"""The accounts with everything that stands on their page: one read for all its parts."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.model.accounts import Identity, Invitation, Person, SecondFactor
from checklist.model.hospitals import Hospital
from checklist.store.accounts import identities, invitations, people, second_factors
from checklist.store.act import View
from checklist.store.hospitals import hospitals


@dataclass(frozen=True)
class AccountsPage:
    """Every account, the hospitals that one can belong to, and the account that was asked for, if there is such.

    With that one its authenticator, if it has one, and by what providers it is known; without it the open invitations, and
    who has no password of their own.
    """

    people: tuple[Person, ...]
    hospitals: tuple[Hospital, ...]
    chosen: Person | None
    identities: tuple[Identity, ...]
    second_factor: SecondFactor | None
    invitations: tuple[Invitation, ...]
    without_own_password: frozenset[int]


def read(view: View, person_id: int | None) -> AccountsPage:
    """The accounts, and one of them."""
    found = tuple(people.all_people(view))
    chosen = next((one for one in found if one.id == person_id), None)
    places = tuple(hospitals.all_hospitals(view))
    if chosen:
        known, factor = tuple(identities.of_person(view, chosen.id)), second_factors.of_person(view, chosen.id)
        return AccountsPage(found, places, chosen, known, factor, (), frozenset())
    waiting = tuple(invitations.open_ones(view))
    return AccountsPage(found, places, None, (), None, waiting, invitations.without_own_password(view))
