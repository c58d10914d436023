"""The partners named in the filing beside those whom the hospital really visited, or who visited it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checklist import words
from checklist.model import Addon
from checklist.rules.criteria.facts import Direction, Facts, FiledPartner
from checklist.rules.criteria.partnership import Partnered, made, received
from checklist.rules.criteria.rule_set import Requirement
from checklist.rules.criteria.verdict import Shown, Verdict, met, unknown

AGAIN = "連携先を変更したときは、改めて届け出てください（改めて届出）。"
WORDS = {Direction.VISITS: "訪問する", Direction.VISITED_BY: "訪問を受ける"}


def filed(facts: Facts) -> list[FiledPartner]:
    """The partners that the filing names on the day."""
    return [
        one for one in facts.partners if one.filed_on <= facts.on and (one.ended_on is None or facts.on <= one.ended_on)
    ]


def differences(facts: Facts) -> list[str]:
    """Who was visited or came without being filed, and who is filed without a visit where the time is over."""
    named = filed(facts)
    found: list[str] = []
    ways = ((Direction.VISITED_BY, received(facts)), (Direction.VISITS, made(facts)))
    # The filing of 加算2 names only those who come to visit.
    for direction, visits in ways[: 1 if facts.filed_class(Addon.REGIONAL) == 2 else 2]:
        expected = {one.partner_id: one.partner_name for one in named if one.direction is direction}
        real = _partners(facts, visits)
        found += [
            f"{WORDS[direction]}連携先「{name}」が届出にありません" for key, name in real.items() if key not in expected
        ]
        if facts.ends is None:
            unseen = (name for key, name in expected.items() if key not in real)
            found += [f"届け出た{WORDS[direction]}連携先「{name}」との訪問評価が期間内にありません" for name in unseen]
    return found


def _partners(facts: Facts, visits: Iterable[Partnered]) -> dict[int, str]:
    return {one.partner: one.name for one in visits if one.visit.on and one.visit.on >= facts.since}


def _shown(found: Sequence[FiledPartner]) -> tuple[Shown, ...]:
    return tuple(
        Shown("partner", one.partner_id, f"{WORDS[one.direction]}：{one.partner_name}（{words.day(one.filed_on)}届出）")
        for one in found
    )


def partners_filed(facts: Facts, asked: Requirement) -> Verdict:
    """The filed partners are the real ones; where not, file again."""
    named = filed(facts)
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
