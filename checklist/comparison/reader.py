"""Who looks at a comparison: whom they know by name, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from checklist.comparison.selection import Scope
from checklist.errors import Forbidden
from checklist.rules import access
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import submitted
from checklist.store.assessments.editions import Audience
from checklist.store.assessments.submitted import Flags, Numbers, Taken
from checklist.store.hospitals import hospitals
from checklist.store.visits import visits


@dataclass(frozen=True)
class Reader:
    """Who looks: the hospitals that may be named, the own hospital, and the smallest group that may be shown.

    `partners` are (hospital, year) of the visits made between the own hospital and another, with whether the own one was the
    visitor; `every` tells that all hospitals are known by name at any time. Groups without names come from the editions
    made for the `audience`.
    """

    names: Mapping[int, str]
    minimum: int
    own: int | None
    fictional: bool
    every: bool
    partners: Mapping[tuple[int, int], bool]
    audience: Audience

    def scope(self, asked: Scope) -> Scope:
        """The scope that can be had: without a hospital of one's own there are no partners."""
        return Scope.REGION if self.own is None else asked

    def knows(self, hospital: Numbers, year: Numbers) -> Flags:
        """Of which of these hospitals, each in its year, the reader knows the name."""
        if self.every:
            return np.ones(len(hospital), np.bool_)
        keys = [submitted.hospital_year(*pair) for pair in self.partners]
        mine: Flags = hospital == (self.own or -1)
        return mine | np.isin(submitted.hospital_year(hospital, year), keys)

    def knows_one(self, hospital: int, year: int) -> bool:
        """The same of one."""
        return self.every or hospital == self.own or (hospital, year) in self.partners

    def visited(self, taken: Taken) -> Flags:
        """Which assessments are of hospitals that the own one visited in their year."""
        keys = [submitted.hospital_year(*pair) for pair, visitor in self.partners.items() if visitor]
        return np.isin(taken.hospital_years, keys)


def reader(view: View) -> Reader:
    """What the principal may see; raises Forbidden."""
    if not access.may_open("comparison", view.principal):
        raise Forbidden
    return view.once("reader of comparisons", lambda: _reader(view))


def _reader(view: View) -> Reader:
    settings, own = region.of(view), view.principal.hospital_id
    every = access.knows_every_name(view.principal)
    partners = visits.partner_years(view, own) if own is not None and not every else {}
    named = access.named_hospitals(view.principal, {one for one, _ in partners})
    names = {one: name for one, name in hospitals.all_names(view).items() if every or one in named}
    audience = Audience.REGION if access.compares_by_name(view.principal) else Audience.CENTER
    return Reader(
        names, settings.minimum_group_size, own if own in names else None, settings.fictional, every, partners, audience
    )  # fmt: skip
