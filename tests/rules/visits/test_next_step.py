"""The next step of a visit: in every state one sentence and one button, for each role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from checklist.model.closing import Signatory
from checklist.model.visits import VisitState as S
from checklist.rules.visits.deadlines import Progress
from checklist.rules.visits.next_step import LABELS, Deed, Standing, next_step

DAY, BEFORE, SEALED = date(2026, 11, 25), date(2026, 11, 1), date(2026, 11, 26)
MANAGER = frozenset({Deed.AGREE, Deed.ASSESS, Deed.MEET, Deed.SIGN, Deed.RECEIVE, Deed.PAPER, Deed.PLAN})
LEADER = frozenset({Deed.APPROVE, Deed.SIGN, Deed.RECEIVE})
MEMBER = frozenset({Deed.AGREE, Deed.RATE, Deed.MEET, Deed.SIGN, Deed.SEAL, Deed.HAND_OVER, Deed.PAPER, Deed.CLOSE,
                    Deed.REVIVE})  # fmt: skip
OFFICE = frozenset({Deed.CHANGE, Deed.AGREE, Deed.PAPER, Deed.CLOSE, Deed.REVIVE})
READERS = {"manager": MANAGER, "leader": LEADER, "member": MEMBER, "office": OFFICE, "nobody": frozenset[Deed]()}
SIDES = {"manager": Signatory.HOST, "leader": Signatory.HOST, "member": Signatory.EVALUATOR}
PLAN = Progress(S.PLANNED, DAY)
DONE = replace(PLAN, agreed=True, self_submitted=True, self_approved=True)


def seen(progress: Progress, reader: str, today: date = DAY, **more: object) -> Standing:
    return replace(Standing(progress, today, READERS[reader], side=SIDES.get(reader)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standing", "deed", "part"),
    [
        (seen(PLAN, "office", BEFORE, members=False), Deed.CHANGE, "訪問評価者を決めて"),
        (seen(replace(PLAN, visit_date=None), "member", BEFORE), Deed.LOOK, "訪問日が決まっていません"),
        (seen(PLAN, "manager", BEFORE), Deed.AGREE, "協議し、記録して"),
        (seen(PLAN, "leader", BEFORE), Deed.LOOK, "協議の記録を待って"),
        (seen(replace(PLAN, agreed=True), "manager", BEFORE), Deed.ASSESS, "自己評価を訪問日"),
        (seen(replace(PLAN, agreed=True), "member", BEFORE), Deed.LOOK, "自己評価の提出を待って"),
        (seen(replace(DONE, self_approved=False), "leader", BEFORE), Deed.APPROVE, "院長承認"),
        (seen(DONE, "member", BEFORE), Deed.LOOK, "訪問日（2026年11月25日（水））を待って"),
        (seen(DONE, "member", unrated=("医療安全 第1版", "感染対策 第1版")), Deed.RATE, "「医療安全 第1版」・「感染対策 第1版」"),
        (seen(DONE, "manager", unrated=("医療安全 第1版",)), Deed.LOOK, "訪問評価者が点検表「医療安全 第1版」に記入"),
        (seen(replace(DONE, self_submitted=False), "manager"), Deed.ASSESS, "講評会を始められます"),
        (seen(DONE, "member"), Deed.MEET, "講評会を始めてください"),
        (seen(replace(DONE, state=S.AGREED), "manager"), Deed.MEET, "講評会を始めてください"),
        (seen(replace(DONE, state=S.ON_SITE), "office"), Deed.LOOK, "講評会が始まるのを待って"),
        (seen(replace(DONE, state=S.ON_SITE), "manager", opened=True), Deed.SIGN, "受審病院として署名"),
        (seen(replace(DONE, state=S.ON_SITE), "manager", opened=True, signed=frozenset({Signatory.HOST})), Deed.WATCH,
         "訪問側の署名を待って"),
        (seen(replace(DONE, state=S.ON_SITE), "manager", opened=True, unagreed=3), Deed.MEET,
         "未合意の項目が3件あります。合意評価を決めてから、双方が署名"),
        (seen(replace(DONE, state=S.ON_SITE), "leader", opened=True, unagreed=3), Deed.WATCH,
         "講評会の途中です。未合意の項目が3件あります。"),
        (seen(replace(DONE, state=S.ON_SITE), "member", opened=True, unagreed=1, signed=frozenset({Signatory.HOST})), Deed.SIGN,
         "未合意の項目が1件あります。評定の合意と"),
        (seen(replace(DONE, state=S.ON_SITE), "member", opened=True, signed=frozenset(Signatory)), Deed.SEAL, "確定して"),
        (seen(replace(DONE, state=S.ON_SITE), "leader", opened=True, signed=frozenset(Signatory)), Deed.WATCH, "確定します"),
        (seen(replace(DONE, state=S.REPORTED, reported_on=SEALED), "member", sealed=True), Deed.HAND_OVER, "手交日を記録"),
        (seen(replace(DONE, state=S.REPORTED, reported_on=SEALED), "leader", sealed=True), Deed.LOOK, "手交を待って"),
        (seen(replace(DONE, state=S.REPORTED, handed_over_on=SEALED), "leader", sealed=True), Deed.RECEIVE, "受領を記録"),
        (seen(replace(DONE, state=S.REPORTED, handed_over_on=SEALED), "office", sealed=True), Deed.LOOK, "受領を待って"),
        (seen(replace(PLAN, state=S.REPORTED, has_sheets=False), "leader"), Deed.RECEIVE, "受領を記録"),
        (seen(replace(PLAN, state=S.REPORTED, has_sheets=False), "member", external_host=True), Deed.CLOSE, "終了に"),
        (seen(replace(PLAN, state=S.PLANNED, has_sheets=False), "member"), Deed.PAPER, "写し（スキャン）と手交日"),
        (seen(replace(DONE, state=S.ACKNOWLEDGED, findings_without_plan=2), "manager"), Deed.PLAN, "2件あります"),
        (seen(replace(DONE, state=S.ACKNOWLEDGED, findings_without_plan=2), "member"), Deed.LOOK, "受審病院が改善計画"),
        (seen(replace(DONE, state=S.ACKNOWLEDGED), "office"), Deed.CLOSE, "終了にしてください"),
        (seen(replace(DONE, state=S.CLOSED), "nobody"), Deed.PLAN, "改善計画で確認できます"),
        (seen(replace(PLAN, state=S.CLOSED, has_sheets=False), "manager"), Deed.LOOK, "写しは「報告書と書類」にあります"),
        (seen(replace(DONE, state=S.CANCELLED), "office"), Deed.REVIVE, "中止されています"),
    ],
)  # fmt: skip
def test_who_may_do_it_is_led_there_and_the_others_are_told_for_whom_they_wait(
    standing: Standing, deed: Deed, part: str
) -> None:
    found = next_step(standing)
    assert (found.deed, part in found.sentence) == (deed, True), found


def test_the_button_names_the_sheet_of_a_joint_visit() -> None:
    found = next_step(seen(DONE, "member", unrated=("医療安全 第1版", "感染対策 第1版")))
    assert found.label == "「医療安全 第1版」に記入する"


@pytest.mark.parametrize(("state", "reader"), list(product(S, READERS)))
def test_in_every_state_and_for_everybody_there_is_one_sentence_and_one_button(state: S, reader: str) -> None:
    for sheets, submitted, opened, sealed, late in product((True, False), repeat=5):
        progress = replace(PLAN, state=state, has_sheets=sheets, self_submitted=submitted)
        found = next_step(seen(progress, reader, DAY if late else BEFORE, opened=opened, sealed=sealed))
        assert found.sentence.endswith("。")
        assert found.label
        assert found.deed in READERS[reader] | {Deed.LOOK, Deed.WATCH, Deed.PLAN}
    assert set(LABELS) == set(Deed)
