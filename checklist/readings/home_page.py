"""Everything on the start page, by role: the first screen of the hospital or the region, and what to do: one read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.formats.tile import Tile
from checklist.model.accounts import Role
from checklist.readings import (
    agenda,
    backup_agenda,
    beginning,
    criteria_agenda,
    hospital_screen,
    mail_agenda,
    region_screen,
    sign_in_agenda,
)
from checklist.readings.beginning import Step
from checklist.readings.center import center_screen
from checklist.readings.first_screen import HospitalScreen, RegionScreen
from checklist.readings.task import Task
from checklist.rules import access
from checklist.store import region
from checklist.store.act import View

AHEAD = 2
"""So many tasks stand before the figures, so that both are on one screen: a safety manager's first ones, and of a leader
those that wait for nobody else, as a report to be received."""


@dataclass(frozen=True)
class HomePage:
    """`first` are the tasks above the figures, `tasks` those below; `nothing` where there is nothing to do at all."""

    today: date
    title: str
    hospital: HospitalScreen | None
    region: RegionScreen | None
    steps: tuple[Step, ...]
    first: tuple[Task, ...]
    tasks: tuple[Task, ...]
    entitlement: tuple[Task, ...]
    backups: tuple[Task, ...]
    center: tuple[Tile, ...] = ()
    """This month at the desk of the support centre."""
    signed_in: tuple[Task, ...] = ()
    """The time before this one."""

    @property
    def no_tasks(self) -> str:
        """That there is nothing to do; beside a figure in red that it is for others to do, as improvement plans are."""
        late = self.hospital and any(one.tone for one in self.hospital.tiles)
        return "ご自身の手続きで、現在対応が必要なものはありません" if late else "現在、対応が必要なことはありません"

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.steps or self.first or self.tasks) and not any(one.tone for one in self.backups)


def read(view: View) -> HomePage:
    """The start page of the reader."""
    steps = beginning.steps(view)
    # First, for it knows all hospitals: what stands above it asks for these one by one.
    found = agenda.tasks(view, view.today)
    manages = access.comes_as(view.principal, Role.SAFETY_MANAGER)
    own = view.principal.hospital_id
    hospital = hospital_screen.read(view, own) if own is not None and hospital_screen.may_read(view) else None
    # A region that is still being set up has nothing to measure.
    whole = region_screen.read(view) if access.manages_region(view.principal) and not steps else None
    ahead = AHEAD if manages else sum(bool(one.tone) for one in found[:AHEAD])
    ahead = ahead if hospital else 0
    title = (region.of(view).name or "医療安全 相互チェック") if whole else "次にすること"
    month = center_screen.tiles(view) if center_screen.may_read(view) else ()
    title = words.CENTER if month else title
    return HomePage(
        view.today,
        title,
        hospital,
        whole,
        tuple(steps),
        tuple(found[:ahead]),
        tuple(found[ahead:]),
        tuple(criteria_agenda.tasks(view, view.today)),
        (*backup_agenda.tasks(view), *mail_agenda.tasks(view)),
        month,
        tuple(sign_in_agenda.tasks(view)),
    )
