"""The partners named in the filing beside those whom the hospital really visited, or who visited it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checklist import words
from checklist.model.hospitals import Addon
from checklist.model.visits import VisitState
from checklist.rules.criteria import partners
from checklist.rules.criteria.facts import Facts, FiledPartner
from checklist.rules.criteria.partners import Difference
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, unknown


def differences(facts: Facts) -> Difference:
    """Where the filed partners are not the real ones: by class, by visits of the window and planned ones, or unseen."""
    real, still = _met(facts)
    return partners.compare(facts.partners, real, facts.on, facts.filed_class(Addon.REGIONAL) or 1, still)


def told(facts: Facts, found: Difference) -> list[str]:
    """What differs, one sentence for each kind of difference."""
    return partners.told(found, _met(facts)[0])


def _met(facts: Facts) -> tuple[dict[partners.Pair, str], set[partners.Pair]]:
    """The partnerships of the window with the partner's name, planned ones included; and those that still stand."""
    last, now = facts.ends or date.max, dict[partners.Pair, str]()
    still = set[partners.Pair]()
    for one in facts.visits:
        known = one.known_from is None or one.known_from <= facts.on
        # A visit that has no day yet counts: its hospital was told before that its partner differs from the filing.
        day = one.on or one.year_ends
        if not known or day is None or one.state is VisitState.CANCELLED:
            continue
        pairs = partners.of_visit(facts.hospital.id, one.host_id, one.evaluators)
        if facts.since <= day <= last:
            now |= {pair: one.partner_names.get(pair[1], "連携先") for pair in pairs}
        elif one.on and facts.stands_until(one.on) >= facts.on:
            still |= pairs
    return now, still


def _shown(found: Sequence[FiledPartner]) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            "partner",
            one.partner_id,
            f"{partners.WORDS[one.direction]}：{one.partner_name}（{words.day(one.filed_on)}届出）",
        )
        for one in found
    )


def partners_filed(facts: Facts, asked: Requirement) -> Verdict:
    """The filed partners are the real ones and still what they were filed as; where not, the filing changes."""
    named = partners.named_on(facts.partners, facts.on)
    if not named:
        return unknown(
            "届け出た連携先が登録されていません。",
            "「届出・連携先」で連携先（医療機関名・開設者名・所在地）を登録してください。",
        )
    found = differences(facts)
    if lines := told(facts, found):
        remedy = partners.AGAIN if found.changed or found.unfiled else partners.VISIT
        return unknown("".join(lines), remedy, _shown(named))
    return met(
        f"届け出た連携先{len({one.partner_id for one in named})}件と、訪問評価の相手が一致しています。", _shown(named)
    )
