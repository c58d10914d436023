"""A dated set of requirements as it stands in data/criteria/: points, requirements, and what inspectors ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from checklist.model.criteria import Certainty
from checklist.model.hospitals import Addon

Parameters = Mapping[str, float | str | tuple[str, ...]]


@dataclass(frozen=True)
class AddonClass:
    """One add-on in one class, such as safety-1, with its points for one admission."""

    code: str
    name: str
    addon: Addon
    addon_class: int
    points: int
    needs: str = ""
    """The add-on that has to be met as well, such as safety-1 for regional-1."""
    certainty: Certainty | None = None
    """How far its points were confirmed; None where the set was read as a whole."""
    source: str = ""
    """Where its points come from, where the set does not say it for all."""


@dataclass(frozen=True)
class Requirement:
    """One line of the 施設基準; `rule` names its function, `number` is its place such as 管理体制（ア）."""

    code: str
    addon: str
    section: str
    number: str
    text: str
    rule: str
    source: str
    evidence: tuple[str, ...] = ()
    parameters: Parameters = field(default_factory=dict)
    emphasis: bool = False
    """★ 重点確認事項 of the inspection book."""
    wording: str = ""
    """How it is judged from the records, with parameters in braces: a yardstick of ours, not the words of the law."""
    inspection: int = 0
    """Its place in the order in which inspectors ask."""
    title: str = ""
    """What it is about in a few words, where its number alone does not tell."""
    certainty: Certainty | None = None
    """How far it was confirmed against the notice; None where the set was read as a whole."""

    @cached_property
    def question(self) -> tuple[str, frozenset[object]]:
        """What it asks, whatever add-on asks it: its rule with the parameters."""
        return self.rule, frozenset(self.parameters.items())

    @property
    def place(self) -> str:
        """Its section, number and title, such as 医療安全管理体制（ア）（ロ）研修の時間."""
        # A bracket sets a number apart by itself; a word such as 委員会 would run into its title, 委員会の開催.
        if self.number.startswith("（"):
            return f"{self.section}{self.number}{self.title}"
        return " ".join(filter(None, (self.section, self.number, self.title)))

    @property
    def measure(self) -> str:
        """How it is judged from the records, with the numbers that it is judged by."""
        return self.wording.format_map(self.parameters)

    def measured_by(self, yardsticks: Parameters) -> Requirement:
        """The same with other values for those of its parameters that are named."""
        changed = {name: yardsticks[name] for name in self.parameters if name in yardsticks}
        return replace(self, parameters={**self.parameters, **changed}) if changed else self

    def number_of(self, name: str) -> float:
        """A parameter that is a number; 0 without it."""
        found = self.parameters.get(name, 0)
        return found if isinstance(found, int | float) else 0

    def texts_of(self, name: str) -> tuple[str, ...]:
        """A parameter that is a list of codes; empty without it."""
        found = self.parameters.get(name, ())
        return found if isinstance(found, tuple) else ()


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of document that inspectors ask for; `window` is current, months:1, or years:2 (this and the last)."""

    code: str
    name: str
    window: str
    source: str
    certain: bool = True


@dataclass(frozen=True)
class RuleSet:
    """Everything of one revision; `statement` is what a reader has to know of it before any answer."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    source: str
    addons: tuple[AddonClass, ...]
    requirements: tuple[Requirement, ...]
    evidence: tuple[EvidenceKind, ...]
    self_check_as_of: tuple[int, int]
    """Month and day of the 定例報告, the yearly self-check of the filings (8月1日現在)."""
    self_check_due_month: int
    """The month by whose last weekday it is handed in."""
    notes: tuple[str, ...] = ()
    statement: str = ""

    def measured_by(self, yardsticks: Parameters) -> RuleSet:
        """The same with a region's yardsticks in place of those parameters that it names."""
        return replace(self, requirements=tuple(one.measured_by(yardsticks) for one in self.requirements))

    def of_addon(self, code: str) -> tuple[Requirement, ...]:
        """The requirements of one add-on in the order of the law."""
        return tuple(one for one in self.requirements if one.addon == code)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where points come from that the source of the set does not tell."""
        return tuple(f"{one.name}の点数：{one.source}" for one in self.addons if one.source)

    def addon(self, code: str) -> AddonClass:
        """One add-on by its code."""
        return next(one for one in self.addons if one.code == code)

    def self_check_due(self, year: int) -> date:
        """The last day for the 定例報告 of a year: the last weekday of its month."""
        last = date(year + self.self_check_due_month // 12, self.self_check_due_month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=max(0, last.weekday() - 4))

    def counts_on(self, day: date) -> bool:
        """Whether the set is the one of a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
