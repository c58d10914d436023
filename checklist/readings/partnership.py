"""The partners of a hospital: whom it visits and who visits it, as filed and as the visits really are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from checklist import words
from checklist.formats.table import Column, Table
from checklist.model.criteria import REGIONAL, Direction
from checklist.model.hospitals import Addon, Filing, Hospital
from checklist.model.permission import Verb
from checklist.model.visits import Visit, VisitState
from checklist.rules import fiscal_year
from checklist.rules.criteria import partners
from checklist.rules.criteria.facts import FiledPartner
from checklist.rules.criteria.partners import Difference
from checklist.rules.hospitals import filed_class
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import filing_partners, hospitals
from checklist.store.visits import visits

COLUMNS = (
    Column("医療機関名", "text", 26, least=10),
    Column("開設者名", "text", 22, least=9),
    Column("所在地", "text", 30, least=10),
    Column("区分", "text", 10),
    Column("評価の予定・実施", "text", 28, least=9),
    Column("届出", "text", 20),
)
NOT_REGISTERED = (
    "届け出た連携先が登録されていません。届出の控えを見て登録すると、実際の訪問と異なるときにお知らせします。"
)
_DONE = frozenset({VisitState.ON_SITE, VisitState.REPORTED, VisitState.ACKNOWLEDGED, VisitState.CLOSED})


class Standing(Enum):
    """How a hospital stands with what it has filed, in words."""

    UNFILED = "届出なし"
    UNNAMED = "連携先が未登録"
    DIFFERS = "連携先が届出と異なります"
    SAME = "差異なし"


@dataclass(frozen=True)
class Partnership:
    """A hospital with its partners in one fiscal year."""

    hospital: Hospital
    year: int
    today: date
    addon_class: int | None
    """The class of the 地域連携加算 that is filed today."""
    registered: bool
    """Whether any partner was ever entered here; without one nobody can say what was filed."""
    named: tuple[FiledPartner, ...]
    met: dict[partners.Pair, list[Visit]]
    still: frozenset[partners.Pair]
    """Partnerships of the year before, which stand until this one is over."""
    known: dict[int, Hospital]
    classes: dict[int, int]
    infection: int | None = None
    """The class of 感染対策向上加算 that is filed today."""

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The tables that the filing has: 加算2 names only those who come to visit."""
        return (Direction.VISITED_BY,) if self.addon_class == 2 else REGIONAL

    @property
    def difference(self) -> Difference | None:
        """Where filing and visits differ; None without a filing of the 地域連携加算, or with no partner entered."""
        if self.addon_class is None or not self.registered:
            return None
        return partners.compare(self.named, self.met.keys(), self.today, self.addon_class, self.still)

    @property
    def standing(self) -> Standing:
        """How it stands; who is filed without a visit may still be planned, and makes no difference."""
        found = self.difference
        if found is None:
            return Standing.UNNAMED if self.addon_class else Standing.UNFILED
        # Who visits without being filed has to be filed (改めて届出).
        return Standing.DIFFERS if found.unfiled or found.changed else Standing.SAME

    def warnings(self) -> list[str]:
        """What has to be done about the difference, one sentence each."""
        found = self.difference
        if found is None:
            return [NOT_REGISTERED] if self.addon_class else []
        names = {pair: self.known[pair[1]].name for pair in self.met}
        told = partners.told(found, names)
        return told + ([partners.AGAIN] if found.changed or found.unfiled else [])

    def table(self, direction: Direction) -> Table:
        """The partners of one direction, filed or met."""
        filed = {one.partner_id: one for one in self.named if one.direction is direction}
        met = {one: found for (way, one), found in self.met.items() if way is direction}
        ids = sorted({*filed, *met}, key=lambda one: (one not in filed, self.known[one].code))
        rows = tuple(self._row(self.known[one], filed.get(one), met.get(one, [])) for one in ids)
        return Table(partners.WORDS[direction], COLUMNS, rows)

    def _row(self, partner: Hospital, filed: FiledPartner | None, met: list[Visit]) -> tuple[str, ...]:
        told = "、".join(_state(one, self.today) for one in met) or "訪問の登録なし"
        when = f"{words.day(filed.filed_on)}届出" if filed else "届出なし"
        group = words.addon_class(self.classes.get(partner.id))
        return (partner.name, partner.founder, partner.address, group, told, when)


def _state(visit: Visit, today: date) -> str:
    if visit.visit_date is None:
        return "予定（日は未定）"
    done = visit.state in _DONE and visit.visit_date <= today
    return f"{'実施' if done else '予定'} {words.day(visit.visit_date)}"


def read(view: View, hospital_id: int) -> Partnership:
    """The partners of a hospital today; raises NotFound or Forbidden."""
    filing_partners.require(view, hospital_id, Verb.READ)
    return read_all(view, [hospitals.get(view, hospital_id)])[0]


def read_all(view: View, found: Sequence[Hospital]) -> list[Partnership]:
    """The partners of several hospitals today, the region read once; raises Forbidden."""
    today = view.today
    year = fiscal_year.of_day(today, region.load(view.db).fiscal_year_start_month)
    filed = filing_partners.of_hospitals(view, today, {one.id for one in found})
    every = defaultdict[int, list[Filing]](list)
    for filing in hospitals.filings(view):
        every[filing.hospital_id].append(filing)
    classes, regional, infection = (
        {hospital: held for hospital, own in every.items() if (held := filed_class.class_on(own, addon, today))}
        for addon in (Addon.SAFETY, Addon.REGIONAL, Addon.INFECTION)
    )
    met, before = _met(view, year), _met(view, year - 1)
    known = {one.id: one for one in hospitals.all_hospitals(view)}
    return [
        Partnership(
            one, year, today, regional.get(one.id), bool(filed.get(one.id)),
            tuple(
                partners.with_classes(each, every[each.partner_id], today)
                for each in partners.named_on(filed.get(one.id, ()), today)
            ),
            met.get(one.id, {}), frozenset(before.get(one.id, ())), known, classes, infection.get(one.id),
        )
        for one in found
    ]  # fmt: skip


def _met(view: View, year: int) -> dict[int, dict[partners.Pair, list[Visit]]]:
    """Hospital -> its partners in the visits of a year, cancelled ones left out."""
    found: dict[int, dict[partners.Pair, list[Visit]]] = {}
    for visit in visits.visible_to(view):
        if visit.fiscal_year == year and visit.state is not VisitState.CANCELLED:
            for hospital in {visit.host_id, *visit.evaluator_ids}:
                for pair in partners.of_visit(hospital, visit.host_id, visit.evaluator_ids):
                    found.setdefault(hospital, {}).setdefault(pair, []).append(visit)
    return found
