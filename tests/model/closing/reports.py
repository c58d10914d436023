"""A small report for tests: two sheets with an item of the same code, a finding, and one that is followed up."""

from __future__ import annotations

from datetime import date

from checklist.model.assessments import Track
from checklist.model.closing import FindingKind, Signatory
from checklist.model.closing.report import (
    FORMAT,
    Chapter,
    Concordance,
    Finding,
    FollowUp,
    Head,
    Host,
    Item,
    Member,
    Photo,
    Rating,
    Report,
    Sheet,
    Signature,
    Visited,
)
from checklist.model.improvements import Sequel
from checklist.model.visits import VisitMode

MOMENT = "2026-11-22T01:15:00.000000+00:00"


def rating(comment: str) -> Rating:
    return Rating("B", comment, 1, MOMENT, "架空 評価者")


def item(code: str, own: Rating | None, visitor: Rating | None) -> Item:
    return Item(code, "1", f"項目{code}", "ア", own, visitor, agreed=None, agreed_value=None)


def sheet(code: str, *items: Item) -> Sheet:
    return Sheet(
        code, "点検表", "第1版", "abcx", (Chapter("1", "体制"),), items, Concordance(3, 2, 66.7, None, 0, 0, 1),
        (Photo(5, Track.VISITOR, "1-01", "0" * 64),),
    )  # fmt: skip


def finding(number: int, text: str) -> Finding:
    return Finding(number, FindingKind.FINDING, text, "mini-2", "1-01", "項目1-01", "体制")


def small(text: str) -> Report:
    """What the visitors wrote at two items of one sheet and one of another, and what two findings and two earlier ones say."""
    return Report(
        format=FORMAT,
        region="架空地域",
        fictional=True,
        head=Head("医安相2026-001-1", "架空病院 病院長", 1, MOMENT, "架空 評価者"),
        visit=Visited(
            1, 2026, date(2026, 11, 22), VisitMode.IN_PERSON, Host("H01", "架空病院", "架空会", "架空市"), ("架空市民病院",),
            (Member("架空 評価者", "架空市民病院"),),
        ),
        sheets=(
            sheet("mini-2", item("1-01", rating("なし"), rating(text)), item("1-02", None, rating(text))),
            sheet("infection", item("1-01", None, rating(text))),
        ),
        findings=(finding(3, text), finding(4, text)),
        remarks="おおむね良好である。",
        signatures=(Signature(Signatory.HOST, "架空 院長", MOMENT), Signature(Signatory.EVALUATOR, "架空 評価者", MOMENT)),
        follow_ups=tuple(FollowUp(one, Sequel.CONTINUED, "", text, "1-01", 2025) for one in (3, 5)),
    )  # fmt: skip
