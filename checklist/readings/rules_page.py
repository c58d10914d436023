"""The sets of the 施設基準 as the secretariat confirms and corrects them: one read for all its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.formats.table import Column, Table
from checklist.model.criteria import Correction
from checklist.model.permission import Thing, Verb
from checklist.readings import criteria, criteria_sets
from checklist.rules.criteria import corrections
from checklist.rules.criteria.rule_set import RuleSet
from checklist.store.act import View
from checklist.store.criteria import rule_corrections

COLUMNS = (
    Column("要件", "text", 40, least=12),
    Column("内容", "text", 30, least=10),
    Column("適用を始める日", "text", 20),
    Column("確認した人・日", "text", 26, least=8),
    Column("出典", "text", 40, least=10),
    Column("登録", "text", 20),
)


@dataclass(frozen=True)
class RulesPage:
    """The set of a day as the region has it, what was laid over it, and whether the reader may change it."""

    shipped: RuleSet
    present: RuleSet
    history: tuple[Correction, ...]
    writes: bool

    @property
    def targets(self) -> Mapping[str, str]:
        """Everything that can be confirmed or corrected: code -> its name."""
        names = {one.code: one.name for one in self.shipped.addons}
        points = {one.code: f"{one.name}　点数" for one in self.shipped.addons}
        return points | {one.code: f"{names[one.addon]}　{one.place}" for one in self.shipped.requirements}

    def fields(self, code: str) -> Mapping[str, str]:
        """What can be corrected of one of them, with the present value."""
        return corrections.fields(self.present, code)

    def table(self) -> Table:
        """The history, the newest first."""
        return Table("確認・修正の履歴", COLUMNS, tuple(self._row(one) for one in reversed(self.history)))

    def _row(self, one: Correction) -> tuple[str, ...]:
        told = f"{words.PARAMETERS[one.field]}：{one.value}" if one.field else "変更なしと確認"
        taken = f"取消し（{one.withdraw_reason}）" if one.withdraw_reason else ""
        return (
            self.targets.get(one.requirement, one.requirement),
            told,
            words.day(one.valid_from),
            f"{one.confirmed_by} {words.day(one.confirmed_on)}",
            one.source,
            "\n".join(part for part in (one.recorded_by, taken) if part),
        )


def read(view: View, day: date) -> RulesPage | None:
    """The set of a day for the secretariat; None for others; raises Refused for a day before the first set."""
    if not view.may(Verb.WRITE, Thing.RULES):
        return None
    present = criteria.set_on(view, day)
    shipped = next(one for one in criteria_sets.shipped() if one.code == present.code)
    history = tuple(one for one in rule_corrections.of_region(view, True) if one.rule_set == present.code)
    return RulesPage(shipped, present, history, True)
