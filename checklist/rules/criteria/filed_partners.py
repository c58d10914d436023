"""The partners named in the filing beside those whom the hospital really visited, or who visited it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checklist import words
from checklist.model.criteria import Direction
from checklist.model.hospitals import Addon
from checklist.model.visits import VisitState
from checklist.rules.criteria import partners
from checklist.rules.criteria.facts import Facts, FiledPartner
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, unknown

# The form lets partners be entered as planned, and asks for a new filing when they change
# (平成30年版の届出様式の記載上の注意).
AGAIN = "連携先を変更したときは、改めて届け出てください（改めて届出）。"
WORDS = {Direction.VISITS: "訪問する", Direction.VISITED_BY: "訪問を受ける"}


def differences(facts: Facts) -> list[str]:
    """Partners of the window's visits, planned ones included, whom the filing does not name; and the reverse."""
    real = _met(facts)
    found = partners.compare(facts.partners, real.keys(), facts.on, facts.filed_class(Addon.REGIONAL) or 1)
    told = [f"{WORDS[pair[0]]}連携先「{real[pair]}」が届出にありません" for pair in found.unfiled]
    for one in found.unseen:
        told.append(f"届け出た{WORDS[one.direction]}連携先「{one.partner_name}」との訪問評価が期間内にありません")
    return told


def _met(facts: Facts) -> dict[partners.Pair, str]:
    """The partnerships of the window with the partner's name: visits made, and those still to come, dated or not."""
    last = facts.ends or date.max
    return {
        pair: one.partner_names.get(pair[1], "連携先")
        for one in facts.visits
        # A visit that has no day yet counts: its hospital was told before that its partner differs from the filing.
        if (day := one.on or one.year_ends) and facts.since <= day <= last and one.state is not VisitState.CANCELLED
        if one.known_from is None or one.known_from <= facts.on
        for pair in partners.of_visit(facts.hospital.id, one.host_id, one.evaluators)
    }


def _shown(found: Sequence[FiledPartner]) -> tuple[Shown, ...]:
    return tuple(
        Shown("partner", one.partner_id, f"{WORDS[one.direction]}：{one.partner_name}（{words.day(one.filed_on)}届出）")
        for one in found
    )


def partners_filed(facts: Facts, asked: Requirement) -> Verdict:
    """The filed partners are the real ones; where not, file again."""
    named = partners.named_on(facts.partners, facts.on)
    if not named:
        return unknown(
            "届け出た連携先が登録されていません。",
            "「届出」で連携先（医療機関名・開設者名・所在地）を登録してください。",
        )
    if found := differences(facts):
        return unknown(f"{'、'.join(found)}。", AGAIN, _shown(named))
    return met(
        f"届け出た連携先{len({one.partner_id for one in named})}件と、訪問評価の相手が一致しています。", _shown(named)
    )
