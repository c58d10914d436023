"""The next step of a visit, for whoever looks at it: one sentence, and one deed or the place to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checklist import words
from checklist.model.closing import Signatory
from checklist.model.visits import VisitState as S
from checklist.rules.visits.deadlines import Progress
from checklist.rules.visits.visit_states import AHEAD


class Deed(StrEnum):
    """What the button of the next step does or where it leads."""

    CHANGE = "change"
    AGREE = "agree"
    ASSESS = "assess"
    APPROVE = "approve"
    RATE = "rate"
    MEET = "meet"
    SIGN = "sign"
    SEAL = "seal"
    HAND_OVER = "hand_over"
    RECEIVE = "receive"
    PAPER = "paper"
    PLAN = "plan"
    CLOSE = "close"
    REVIVE = "revive"
    LOOK = "look"
    """Nothing for the reader to do: the list of visits."""
    WATCH = "watch"
    """Nothing to do, but a meeting to follow."""


LABELS = {
    Deed.CHANGE: "訪問の内容を変更する",
    Deed.AGREE: "協議を記録する",
    Deed.ASSESS: "自己評価へ",
    Deed.APPROVE: "自己評価を確認する",
    Deed.RATE: "点検表に記入する",
    Deed.MEET: "講評会を始める",
    Deed.SIGN: "署名の画面へ",
    Deed.SEAL: "報告書を確定する画面へ",
    Deed.HAND_OVER: "手交を記録する",
    Deed.RECEIVE: "受領を記録する",
    Deed.PAPER: "紙の報告書を登録する",
    Deed.PLAN: "改善計画へ",
    Deed.CLOSE: "終了にする",
    Deed.REVIVE: "中止を取り消す",
    Deed.LOOK: "訪問の一覧へ",
    Deed.WATCH: "講評会の画面へ",
}


@dataclass(frozen=True)
class Standing:
    """How a visit stands, and what the reader may do there; `unrated` names the sheets that are not submitted yet."""

    progress: Progress
    on: date
    may: frozenset[Deed]
    unrated: tuple[str, ...] = ()
    members: bool = True
    opened: bool = False
    unagreed: int = 0
    """So many items that the meeting talks about have no agreed value yet."""
    signed: frozenset[Signatory] = frozenset()
    side: Signatory | None = None
    """For which side the reader would sign; None for those who sign for none."""
    sealed: bool = False
    external_host: bool = False


@dataclass(frozen=True)
class NextStep:
    """One sentence and one button."""

    sentence: str
    deed: Deed
    label: str


def next_step(found: Standing) -> NextStep:
    """The next step of a visit in any state, for any reader."""
    state = found.progress.state
    if state is S.CANCELLED:
        return _step(found, Deed.REVIVE, "この訪問は中止されています。", "この訪問は中止されています。")
    if state is S.CLOSED:
        if not found.progress.has_sheets:
            told = "この訪問は終了しています。評価報告書の写しは「報告書と書類」にあります。"
            return NextStep(told, Deed.LOOK, LABELS[Deed.LOOK])
        return NextStep(
            "この訪問は終了しています。指摘事項の改善の状況は、改善計画で確認できます。", Deed.PLAN, LABELS[Deed.PLAN]
        )
    if state in AHEAD or state is S.ON_SITE:
        return _before(found) or _rating(found) or _meeting(found)
    return _reported(found)


def _step(found: Standing, deed: Deed, mine: str, theirs: str, other: Deed = Deed.LOOK, label: str = "") -> NextStep:
    """What is told to those who may do it, and to those who wait for them."""
    if deed in found.may:
        return NextStep(mine, deed, label or LABELS[deed])
    return NextStep(theirs, other, LABELS[other])


def _before(found: Standing) -> NextStep | None:
    """Until the day of the visit."""
    now = found.progress
    if now.state not in AHEAD:
        return None
    if not found.members or now.visit_date is None:
        what = "訪問評価者" if not found.members else "訪問日"
        return _step(
            found, Deed.CHANGE, f"{what}を決めてください。", f"{what}が決まっていません。地域事務局が決めます。"
        )
    if found.on >= now.visit_date:
        return None
    day = words.day(now.visit_date)
    if not now.agreed:
        return _step(
            found,
            Deed.AGREE,
            "訪問について双方で協議し、記録してください。",
            "訪問についての協議の記録を待っています。",
        )
    if now.has_sheets and not now.self_submitted:
        return _step(found, Deed.ASSESS, f"自己評価を訪問日（{day}）までに提出してください。",
                     "受審病院の自己評価の提出を待っています。")  # fmt: skip
    if now.has_sheets and not now.self_approved and Deed.APPROVE in found.may:
        return NextStep("提出された自己評価を承認してください（院長承認）。", Deed.APPROVE, LABELS[Deed.APPROVE])
    return NextStep(f"準備ができています。訪問日（{day}）を待っています。", Deed.LOOK, LABELS[Deed.LOOK])


def _rating(found: Standing) -> NextStep | None:
    """From the day on, until both sides have submitted."""
    now = found.progress
    if not now.has_sheets:
        return _step(found, Deed.PAPER, "記録のみの訪問です。評価報告書の写し（スキャン）と手交日を登録してください。",
                     "評価報告書の写しと手交日の登録を待っています。")  # fmt: skip
    if found.unrated:
        named = "・".join(f"「{one}」" for one in found.unrated)
        return _step(found, Deed.RATE, f"点検表{named}に記入し、訪問評価を提出してください。",
                     f"訪問評価者が点検表{named}に記入しています。提出されると講評会を始められます。",
                     label=f"「{found.unrated[0]}」に記入する")  # fmt: skip
    if not now.self_submitted:
        return _step(found, Deed.ASSESS, "自己評価を提出してください。提出すると講評会を始められます。",
                     "受審病院の自己評価の提出を待っています。提出されると講評会を始められます。")  # fmt: skip
    return None


def _meeting(found: Standing) -> NextStep:
    """From the two submissions to the sealed report."""
    if not found.opened:
        return _step(found, Deed.MEET, "自己評価と訪問評価がそろいました。講評会を始めてください。",
                     "自己評価と訪問評価がそろいました。講評会が始まるのを待っています。")  # fmt: skip
    missing = [side for side in Signatory if side not in found.signed]
    if not missing:
        return _step(found, Deed.SEAL, "双方の署名がそろいました。評価報告書を確定してください。",
                     "双方の署名がそろいました。訪問側が評価報告書を確定します。", Deed.WATCH)  # fmt: skip
    rest = f"未合意の項目が{found.unagreed}件あります。" if found.unagreed else ""
    # Once somebody has signed, nothing can be agreed upon any more.
    if rest and not found.signed:
        return _step(found, Deed.MEET, f"{rest}合意評価を決めてから、双方が署名してください。",
                     f"講評会の途中です。{rest}", Deed.WATCH, LABELS[Deed.WATCH])  # fmt: skip
    if found.side in missing and Deed.SIGN in found.may:
        told = f"評定の合意と指摘事項の文言を確かめて、{words.SIGNATORIES[found.side]}として署名してください。"
        return NextStep(f"{rest}{told}", Deed.SIGN, LABELS[Deed.SIGN])
    waiting = "と".join(words.SIGNATORIES[side] for side in missing)
    return NextStep(f"講評会の途中です。{rest}{waiting}の署名を待っています。", Deed.WATCH, LABELS[Deed.WATCH])


def _reported(found: Standing) -> NextStep:
    """From the report to the end."""
    now = found.progress
    if now.state is S.REPORTED and found.sealed and now.handed_over_on is None:
        return _step(found, Deed.HAND_OVER, "評価報告書を受審病院へ手交し、手交日を記録してください。",
                     "評価報告書が確定しました。訪問側の手交を待っています。")  # fmt: skip
    if now.state is S.REPORTED and not found.external_host:
        return _step(found, Deed.RECEIVE, "評価報告書を確かめて、受領を記録してください。",
                     "評価報告書は手交済みです。受審病院の受領を待っています。")  # fmt: skip
    if now.findings_without_plan:
        told = f"改善計画のない指摘事項が{now.findings_without_plan}件あります。"
        return _step(found, Deed.PLAN, f"{told}改善計画を作成してください。", f"{told}受審病院が改善計画を作成します。")
    return _step(found, Deed.CLOSE, "手続きはすべて済みました。この訪問を終了にしてください。",
                 "手続きはすべて済みました。訪問側か地域事務局が終了にします。")  # fmt: skip
