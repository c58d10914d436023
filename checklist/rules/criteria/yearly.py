"""「少なくとも年1回程度」: an evaluation each year, counted from the last one or from the filing, by no fixed year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from checklist import words
from checklist.model.criteria import Direction
from checklist.model.hospitals import Addon
from checklist.rules.criteria.duty import Done, newest, period, within
from checklist.rules.criteria.evaluations import Partnered, Planned, made, planned, received
from checklist.rules.criteria.facts import Facts, year_from
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Verdict, met, not_met, unknown

REMEDY = {
    Direction.VISITS: "訪問評価を行い、評価報告書の手交まで記録してください。紙で行った訪問も「訪問」に登録できます。",
    Direction.VISITED_BY: "連携先に訪問評価を依頼し、評価報告書の確定まで記録してください。紙で行った訪問も「訪問」に登録できます。",
}


def partner_visited(facts: Facts, asked: Requirement) -> Verdict:
    """地域連携加算1: go to a partner of the class, evaluate, and report back."""
    name = f"加算{int(asked.number_of('class'))}の連携先への訪問評価と報告"
    # 「報告すること」 (令和6年3月5日 通知 別添3 第20): it asks so of the one who evaluates.
    return _Duty(facts, asked, name, Direction.VISITS, tuple(made(facts))).verdict


def visited_by_partner(facts: Facts, asked: Requirement) -> Verdict:
    """Be evaluated by a partner of 加算1; that it was, the report shows, and it need not have been handed over yet."""
    name = f"加算{int(asked.number_of('class'))}の連携先による訪問評価"
    return _Duty(facts, asked, name, Direction.VISITED_BY, tuple(received(facts))).verdict


@dataclass(frozen=True)
class _Duty:
    """One duty of a year with the visits of its direction; only what a report shows fulfils it."""

    facts: Facts
    asked: Requirement
    name: str
    direction: Direction
    visits: tuple[Partnered, ...]

    @property
    def wanted(self) -> int:
        """The class that the partner has to be of."""
        return int(self.asked.number_of("class"))

    def _counts(self, one: Partnered) -> bool:
        return one.evaluates and one.partner_class == self.wanted

    @cached_property
    def done(self) -> list[Done]:
        """The evaluations that fulfil it."""
        found = [one for one in self.visits if self._counts(one) and one.counted]
        return [Done(one.on, one.shown) for one in found]

    @cached_property
    def planned(self) -> list[Planned]:
        """The visits still to come that would, the next one first."""
        return planned(self.facts, self.direction, self.wanted)

    @property
    def verdict(self) -> Verdict:
        """The answer, and for a visit that does not count, why."""
        facts = self.facts
        now, last = within(self.done, facts.since, facts.on), max(self.done, key=lambda one: one.on, default=None)
        near = last is not None and (year_from(last.on) - facts.on).days <= self.asked.number_of("near_days")
        if now and not (near and facts.fiscal_start is None and not self.planned):
            return met(f"期間内（{period(facts)}）に{self.name}が{len(now)}件あります。", newest(now))
        if last and not near:
            until = words.day(year_from(last.on))
            return met(f"{self.name}は前回（{words.day(last.on)}）から1年以内です（{until}まで）。", newest([last]))
        return self._open(last)

    def _open(self, last: Done | None) -> Verdict:
        """Nothing of this window counts yet, or the year since the last one is nearly over."""
        facts, remedy = self.facts, REMEDY[self.direction]
        known = newest([last]) if last else ()
        # 「年1回程度」 names no year: one that was filed in February has a year from then on.
        limits = [facts.stands_until(last.on)] if last else []
        filed = facts.filed_since(Addon.REGIONAL, int(self.asked.number_of("own_class")))
        limits += [year_from(filed)] if filed else []
        limit = max(limits, default=None)
        days = [one.on for one in self.planned if limit and one.on <= limit]
        if last and limit and limit >= facts.on and days:
            reason = f"{self.name}は前の期間に{self._earlier()}件あり、この期間（{words.day(limit)}まで）は{words.day(min(days))}に予定しています。"
            return met(reason, known)
        if waiting := self._waiting():
            return waiting
        coming = f"（予定：{self._coming(self.planned[0])}）" if self.planned else "（予定なし）"
        if last and year_from(last.on) >= facts.on:
            until = words.day(year_from(last.on))
            reason = f"{self.name}は前回（{words.day(last.on)}）から{until}で1年になりますが、次の訪問の日が決まっていません{coming}。"
            return unknown(reason + self._why_not(), remedy, known)
        if limit and limit >= facts.on:
            why = f"前の期間には{self._earlier()}件ありました" if last else "届出からまだ1年たっていません"
            reason = f"{self.name}は{words.day(limit)}までに必要ですが、まだありません{coming}。{why}。"
            return unknown(reason + self._why_not(), remedy, known)
        why = f"前の期間には{self._earlier()}件ありました" if last else "前の期間にもありません"
        reason = f"{self.name}が、期間内（{period(facts)}）にありません{coming}。{why}。"
        return not_met(reason + self._why_not(), remedy, known)

    def _coming(self, one: Planned) -> str:
        """The day and the partner of a visit to come, as it is told on the day itself, too."""
        day = "本日" if one.on == self.facts.on else words.day(one.on)
        return f"{day}、{one.name}"

    def _earlier(self) -> int:
        """How many there were in the time that still stands."""
        return len([one for one in self.done if self.facts.stands_until(one.on) >= self.facts.on]) or len(self.done)

    def _waiting(self) -> Verdict | None:
        """An evaluation whose report is not made, or for the one who made it not handed over yet."""
        known = [one for one in self.visits if self._counts(one) and not one.counted]
        found = [one for one in known if self.facts.stands_until(one.on) >= self.facts.on]
        if not found:
            return None
        one = found[-1]
        made = self.direction is Direction.VISITS
        did = (
            f"{one.name}を評価しましたが、評価報告書の手交が記録されていません。"
            if made
            else f"{one.name}の評価を受けましたが、評価報告書がまだ確定していません。"
        )
        remedy = (
            "評価報告書を手交し、手交日を記録してください。"
            if made
            else "評価した病院に、評価報告書の確定を依頼してください。"
        )
        reason = f"{words.day(one.on)}に{did}"
        return unknown(reason, f"{remedy}紙の報告書は、写しと手交日を登録します。", (one.shown,))

    def _why_not(self) -> str:
        """Why the newest visit of the window does not count."""
        recent = [one for one in self.visits if one.on >= self.facts.since and not self._counts(one)]
        if not recent:
            return ""
        # Of the right class last, so that the reason told is the one that is nearest to being mended.
        one = sorted(recent, key=lambda one: (one.partner_class == self.wanted, one.on))[-1]
        told = f"{words.day(one.on)}の{one.name}は、"
        if not one.visit.held:
            return f"{told}実施が記録されていないため数えません。"
        if not one.visit.safety:
            return f"{told}点検表に医療安全の項目がないため数えません。"
        if one.partner_class != self.wanted:
            return f"{told}その日の届出が{words.addon_class(one.partner_class)}のため数えません。"
        return f"{told}{words.VISIT_MODES[one.visit.mode]}で、直接赴いていないため数えません。"
