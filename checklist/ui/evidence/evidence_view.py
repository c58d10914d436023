"""Evidence documents on their page: the inspection list, the form that adds one, and the way to take one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import Busy, Fault, Refused, TooLarge
from checklist.model.accounts import Principal
from checklist.model.permission import Thing, Verb
from checklist.papers.evidence import submission
from checklist.readings import evidence_documents_list as stored_list
from checklist.readings import evidence_list
from checklist.readings.evidence_list import EvidenceList
from checklist.rules import access
from checklist.rules.evidence import evidence_days
from checklist.rules.evidence.evidence_days import DocumentFields, EvidenceLine
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.evidence import evidence_documents
from checklist.store.evidence.evidence_documents import EvidenceDocument
from checklist.store.files import attachment
from checklist.store.files.attachment import Attachment
from checklist.ui import inputs, list_view, markup, session, widgets
from checklist.ui.markup import Head

ASKED_HEADS = (Head("書類", 12), "求められる期間", Head("状態", 5), Head("内容", 12))


def may_write(principal: Principal) -> bool:
    """Whether the person may add and take back documents of the own hospital."""
    own = principal.hospital_id
    return own is not None and access.may(principal, Verb.WRITE, Thing.EVIDENCE, access.of_hospital(own))


def summary(found: EvidenceList) -> None:
    """In one line whether something is missing."""
    asked, lacking = [line for line in found.lines if line.asked], found.missing
    if lacking:
        names = "、".join(line.kind.name for line in lacking)
        st.warning(f"{len(asked)}種類のうち{len(lacking)}種類に不足があります：{widgets.plain(names)}")
    else:
        st.success(f"求められる{len(asked)}種類の書類と記録がそろっています。")


def pack(found: EvidenceList) -> None:
    """The way to take everything away, as it stood on the day."""
    path, query = f"/download/hospitals/{found.hospital.id}/evidence-pack", f"?on={found.on.isoformat()}"
    widgets.links(
        ("証拠書類一式を保存（ZIP）", f"{path}.zip{query}"), ("1つのPDFで保存", f"{path}.pdf{query}"), primary=True
    )


def for_submission(found: EvidenceList) -> None:
    """The pack for the inspectors: what goes into it is chosen first."""
    options = submission.choices(found)
    chosen = inputs.choices("含める書類", options, tuple(options), "parts")
    path = f"/download/hospitals/{found.hospital.id}/submission"
    query = f"?on={found.on.isoformat()}&parts={','.join(chosen)}"
    st.caption("表紙、調査の順の目次、通し番号を付け、判定は載せません。保存する前に、含める書類を確かめてください。")
    widgets.links(("提出用PDFを保存", f"{path}.pdf{query}"), ("提出用ZIPを保存（別添つき）", f"{path}.zip{query}"))


def listing(found: EvidenceList) -> None:
    """The inspection list in its order."""
    st.html(markup.listing("求められる書類", ASKED_HEADS, [_line(line) for line in found.lines]))
    st.caption(
        "「目安」は、公表資料で求められることを確認できていない書類です。最終の判断は地方厚生（支）局・最新の通知で確認してください。"
    )


def _line(line: EvidenceLine) -> list[str]:
    state = ("不足", "late") if not line.presence.complete else ("あり", "done") if line.asked else ("対象外", "quiet")
    missing = evidence_list.missing_word(line)
    there = [f"登録：{evidence_list.there_word(line)}", *([f"不足：{missing}"] if missing else [])]
    guess = [] if line.kind.certain else [markup.chip("目安")]
    return [
        Markup(" ").join([line.kind.name, *guess]),
        evidence_list.window_word(line.kind),
        markup.chip(*state),
        markup.lines(there),
    ]


def documents(stored: Sequence[EvidenceDocument], writes: bool) -> None:
    """Every stored document with its file."""
    if not stored:
        hint = "「書類を登録する」から登録してください。" if writes else "書類は医療安全管理者が登録します。"
        widgets.empty("登録した書類はありません", hint)
        return
    pieces: dict[str, Callable[[EvidenceDocument], str]] = {
        stored_list.TITLE: lambda one: markup.link(one.fact.title, f"/download/evidence-documents/{one.file.id}"),
        stored_list.DATED: lambda one: f"{one.fact.dated_on:%Y/%m/%d}",
        stored_list.PERIOD: _period,
        stored_list.KEPT: lambda one: markup.lines([one.file.by, words.moment(one.file.at)]),
        stored_list.STATE: _state,
    }
    list_view.show(stored_list.listed(stored), pieces, folded=True)


def _state(one: EvidenceDocument) -> str:
    if one.withdrawn_at:
        return Markup(" ").join([markup.chip("取消し", "off"), one.withdraw_reason])
    return markup.chip("有効", "done")


def _period(one: EvidenceDocument) -> Markup:
    first, last = one.fact.period_from, one.fact.period_to
    return markup.lines([f"{first:%Y/%m/%d}から", f"{last:%Y/%m/%d}"] if first and last else [])


def form(principal: Principal, found: EvidenceList) -> None:
    """Add a document; it begins with the first kind that is missing."""
    first = found.missing[0].kind.code if found.missing else next(iter(evidence_days.KINDS))
    key = f"evidence-new-{session.round_of('evidence')}"
    with st.form(key, enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            kind = inputs.choice("書類の種類", evidence_days.KINDS, first, f"{key}-kind")
            dated_on, day_fault = inputs.day("書類の日付（作成・発行・開催の日）", None, f"{key}-day", past=True)
            begin, begin_fault = inputs.day("対象の期間のはじめ（期間があるとき）", None, f"{key}-from", past=True)
        with right:
            title = inputs.text("書類の名称", "", evidence_days.TITLE_LIMIT, f"{key}-title")
            note = inputs.text("補足", "", evidence_days.NOTE_LIMIT, f"{key}-note")
            end, end_fault = inputs.day("対象の期間の終わり", None, f"{key}-to")
        label = f"ファイル（PDF・画像・Word・Excel・PowerPoint、{inputs.FILE_LIMIT}MBまで）"
        name, content = inputs.file(label, list(attachment.SUFFIXES), f"{key}-file")
        if st.form_submit_button("書類を登録する", type="primary"):
            typed = [("書類の日付", day_fault), ("対象の期間", begin_fault or end_fault)]
            faults = [Fault(where, text) for where, text in typed if text]
            faults += [] if dated_on or day_fault else [Fault("書類の日付", "入力してください。")]
            checked, wrong = _checked(name, content)
            faults += wrong
            # Today stands in for a day that cannot be read, so that everything else is checked in the same pass.
            fields = DocumentFields(kind, title, dated_on or clock.today(), begin, end, note)
            widgets.save(
                principal,
                lambda act: add(act, fields, checked, faults),
                f"「{title}」を登録しました。",
                "evidence",
            )


def _checked(name: str, content: bytes) -> tuple[Attachment | None, list[Fault]]:
    """The file as it may be kept, looked at before any transaction, or what is wrong with it."""
    try:
        return (
            (attachment.check(name, content), []) if name else (None, [Fault("ファイル", "ファイルを選んでください。")])
        )
    except (Refused, TooLarge, Busy) as error:
        return None, [Fault("ファイル", error.message)]


def add(act: Act, fields: DocumentFields, checked: Attachment | None, faults: Sequence[Fault] = ()) -> None:
    """Keep a document of the own hospital, if every input could be read; everything wrong is told at once."""
    more = [
        one for one in evidence_days.faults(fields, clock.today()) if one.where not in {fault.where for fault in faults}
    ]
    if faults or checked is None:
        raise Refused([*faults, *more])
    evidence_documents.add(act, act.principal.hospital_id or 0, fields, checked)


def withdrawal(principal: Principal, stored: Sequence[EvidenceDocument]) -> None:
    """Take one document back with a reason."""
    labels = {
        one.file.id: f"{evidence_days.KINDS.get(one.fact.kind, '')}　{one.fact.title}（{words.day(one.fact.dated_on)}）"
        for one in stored
        if one.withdrawn_at is None
    }
    key = f"evidence-withdraw-{session.round_of('evidence-withdraw')}"
    with st.form(key, enter_to_submit=False):
        chosen = inputs.choice_or_none("取り消す書類", labels, None, f"{key}-which")
        reason = inputs.text("取消しの理由", "", evidence_documents.REASON_LIMIT, f"{key}-reason")
        if st.form_submit_button("書類を取り消す"):
            widgets.save(
                principal, lambda act: withdraw(act, chosen, reason), "書類を取り消しました。", "evidence-withdraw"
            )


def withdraw(act: Act, document_id: int | None, reason: str) -> None:
    """Take a document back; raises Refused without one."""
    if document_id is None:
        raise Refused([Fault("取り消す書類", "選んでください。")])
    evidence_documents.withdraw(act, document_id, reason)
