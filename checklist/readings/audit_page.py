"""操作の記録: who did what in the last weeks, of a hospital or of all accounts; one list for screen and file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from checklist import words
from checklist.formats.table import Column
from checklist.model.accounts import Principal
from checklist.model.notices import AuditEntry, AuditKind
from checklist.model.permission import Thing, Verb
from checklist.readings import listing
from checklist.readings.listing import Line, Listing
from checklist.rules import access
from checklist.store import clock
from checklist.store.act import View
from checklist.store.notices import audit
from checklist.words.notices import AUDIT_KINDS

SPANS = {"7": "7日間", "31": "31日間", "366": "1年間", "3660": "10年間"}
DAYS, KIND, PERSON = "days", "kind", "person"
COLUMNS = (
    Column("日時", "text", 18, least=8),
    Column("操作", "text", 18, least=7),
    Column("氏名", "text", 16, least=6),
    Column("対象", "text", 16, least=6),
    Column("内容", "text", 60, least=16),
    Column("接続元", "text", 18, least=7),
)
SIDES = {"host": "受審側", "evaluator": "訪問側"}
STEPS: dict[str, str] = {
    **{str(state): word for state, word in words.VISIT_STATES.items()},
    "handed_over": "評価報告書の手交",
    "acknowledged": "評価報告書の受領",
}
"""Of what a step was taken back, by the code that the audit holds."""
NOBODY = "（サーバー上での操作）"
UNKNOWN = "（不明）"


def read(view: View, address: Mapping[str, str]) -> Listing[AuditEntry]:
    """The list for the days that the address asks for, 31 without; of everything for who keeps it, else of the own hospital.

    Raises Forbidden.
    """
    days = address.get(DAYS, "31")
    # By the clock that wrote them down: in an invented region today is another day.
    today = clock.day_of(view.at)
    since = today - timedelta(days=int(days if days in SPANS else "31"))
    everywhere = view.may(Verb.READ, Thing.AUDIT)
    found = audit.entries(view, since, today, None if everywhere else view.principal.hospital_id)
    lines = tuple(_line(one) for one in found)
    choices = (
        listing.chosen_by(DAYS, "期間", SPANS.items(), "31"),
        listing.chosen_by(
            KIND, "操作", [(kind, word) for kind, word in AUDIT_KINDS.items() if any(one.kind is kind for one in found)]
        ),
        listing.chosen_by(
            PERSON,
            "氏名",
            sorted({(one.person_id, _who(one)) for one in found if one.person_id}, key=lambda one: one[1]),
        ),
    )
    notes = (f"新しい{audit.MOST:,}件までを表示します。",) if len(found) == audit.MOST else ()
    return Listing("audit", "操作の記録", COLUMNS, lines, choices, notes=notes)


def lead(principal: Principal) -> str:
    """Whose deeds the page shows, in one sentence."""
    if access.may(principal, Verb.READ, Thing.AUDIT_DETAILS):
        return "すべてのアカウントのログイン、ファイルの出力、権限や設定の変更です。評定の内容は含みません。"
    if access.may(principal, Verb.READ, Thing.AUDIT):
        return "地域のログイン、ファイルの出力、権限や設定の変更です。操作の種類と氏名のみを表示します。"
    return "自院の職員の操作と、自院の情報に対する操作です。記録は変更も削除もできません。"


def _line(one: AuditEntry) -> Line[AuditEntry]:
    cells = (words.moment(one.at), AUDIT_KINDS[one.kind], _who(one), one.about or "", _what(one), one.address)
    # Every line is of the span that was read.
    keys = listing.keys(days=tuple(SPANS), kind=one.kind, person=one.person_id or "")
    return Line(cells, one, "", keys)


def _what(one: AuditEntry) -> str:
    """The words of a deed; what is written down as a code is told as the screens call it."""
    side, sep, name = one.detail.partition(": ")
    if one.kind in (AuditKind.SIGNED, AuditKind.SIGNATURE_VOIDED):
        return f"{SIDES.get(side, side)}：{name}" if sep else SIDES.get(side, side)
    if one.kind is AuditKind.TAKEN_BACK:
        return STEPS.get(one.detail, one.detail)
    return one.detail


def _who(one: AuditEntry) -> str:
    return one.person or (UNKNOWN if one.about else NOBODY)
