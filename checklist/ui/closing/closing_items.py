"""The items that come up at the closing meeting: both ratings with their comments, and one tap to agree on a value."""

from __future__ import annotations

import uuid
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import Refused
from checklist.model.accounts import Principal
from checklist.model.assessments import COMMENT_LIMIT, Operation, Rating
from checklist.model.closing import FindingKind
from checklist.model.scales import SCALES
from checklist.readings.closing_page import Meeting
from checklist.rules.closing import closing_meeting
from checklist.rules.closing.closing_meeting import FINDING_LIMIT
from checklist.store.act import Act
from checklist.store.assessments import answers
from checklist.store.closing import findings
from checklist.store.closing.closings import ClosingItem, ClosingSheet
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.assessments import photo_view

AGREED_COMMENT = "合意のコメント"


def show(principal: Principal, meeting: Meeting, sheet: ClosingSheet) -> None:
    """The items of one sheet by chapter, with the number of those that are left out."""
    scale = SCALES[sheet.version.scale]
    found, rest = sheet.to_discuss, len(sheet.items) - len(sheet.to_discuss)
    st.html(
        markup.paragraph(
            f"{len(sheet.items)}項目のうち、評定が異なる項目と、{words.letters(scale.discussed)}を含む項目の"
            f"{len(found)}項目を表示しています。双方の評定が一致した残りの{rest}項目は、その評定を合意評価とします。"
        )
    )
    if not found:
        widgets.empty("話し合う項目はありません", "双方の評定はすべて一致しています。")
        return
    if sheet.unagreed and st.toggle(f"{words.UNAGREED}の項目のみを表示する", key=f"unagreed-{sheet.version.code}"):
        found = sheet.unagreed
    names = {chapter.code: chapter.name for chapter in sheet.version.chapters}
    for code, group in groupby(found, key=lambda one: one.item.chapter_code):
        widgets.subsection(f"{code}　{names[code]}")
        for one in group:
            with st.container(border=True, key=f"closing-{sheet.version.code}-{one.item.code}"):
                st.html(_both(one))
                photo_view.show(("", photo) for photo in meeting.photos.get((sheet.version.code, one.item.code), ()))
                _item(principal, meeting, sheet, one)


def _item(principal: Principal, meeting: Meeting, sheet: ClosingSheet, one: ClosingItem) -> None:
    if not meeting.writable or sheet.agreed_assessment_id is None:
        return
    version = one.recorded.version if one.recorded else 0
    recorded = one.recorded.value if one.recorded else None
    # The version in the key lets a tap at another screen show here.
    tapped = st.segmented_control(
        widgets.plain(f"{one.item.code}の合意評価"), SCALES[sheet.version.scale].codes, default=recorded or one.agreed,
        format_func=words.value_word, key=f"agree-{sheet.agreed_assessment_id}-{one.item.code}-{version}",
        label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    if tapped != (recorded or one.agreed):
        _tapped(principal, sheet.agreed_assessment_id, one, version, tapped)
    with st.popover(
        "コメント・指摘を書く" if meeting.notes else "合意のコメントを書く",
        key=f"write-{sheet.version.code}-{one.item.code}",
    ):
        _write(principal, meeting, sheet, one)


def _tapped(principal: Principal, assessment_id: int, one: ClosingItem, version: int, value: str | None) -> None:
    """Record a value at once, or with the sentence that says why it is neither side's."""
    comment = one.recorded.comment if one.recorded else ""
    if comment.strip() or not closing_meeting.needs_reason(value, *one.values[1:]):
        agree(principal, assessment_id, Operation(_number(), one.item.code, version, value, comment))
        return
    form = f"reason-{assessment_id}-{one.item.code}-{version}"
    with st.form(form, enter_to_submit=False):
        st.write("双方の評定と異なる評定です。理由を1文で入力すると記録します。")
        why = inputs.text(f"{one.item.code}の合意評価の理由", "", COMMENT_LIMIT, f"{form}-text")
        if st.form_submit_button("理由を添えて合意する", type="primary"):
            agree(principal, assessment_id, Operation(_number(), one.item.code, version, value, why))


def _number() -> str:
    return str(uuid.uuid4())


def agree(principal: Principal, assessment_id: int, operation: Operation) -> None:
    """Record an agreed value (None takes it back); a tap that came second is told and stores nothing."""

    def record(act: Act) -> str:
        result = answers.record(act, assessment_id, [operation])[0]
        if result.status == answers.SAVED:
            if operation.value is None:
                return f"{operation.item}：合意評価の記録を取り消しました。"
            return f"{operation.item}：合意評価を「{words.value_word(operation.value)}」にしました。"
        if result.status == answers.REFUSED:
            raise Refused(result.message)
        current = words.value_word(result.current.value if result.current else None)
        return f"{operation.item}：ほかの人が先に合意評価を「{current}」にしたため、保存していません。"

    widgets.save(principal, record, "")


def _write(principal: Principal, meeting: Meeting, sheet: ClosingSheet, one: ClosingItem) -> None:
    """A comment on the agreed value, or a finding or good practice at this item."""
    form = f"note-{sheet.version.code}-{one.item.code}"
    visit_id = meeting.found.visit_id
    kinds = [*(FindingKind if meeting.notes else ()), AGREED_COMMENT]
    with st.form(f"{form}-{session.round_of(form)}", enter_to_submit=False, border=False):
        named = words.FINDING_KINDS | {AGREED_COMMENT: AGREED_COMMENT}
        kind = st.radio("種類", kinds, format_func=lambda found: widgets.plain(named[found]), key=f"{form}-kind")
        # The visitors' words begin their finding; to the comment of both sides they would be a comment of their own.
        start = one.visitor.comment if one.visitor and meeting.notes else ""
        label, key = f"{one.item.code}　{one.item.text}", f"{form}-{session.round_of(form)}-text"
        text = inputs.long_text(label, start, min(FINDING_LIMIT, COMMENT_LIMIT), key, 140)
        if st.form_submit_button("保存する", type="primary"):
            if kind == AGREED_COMMENT:
                _comment(principal, sheet, one, text, form)
            else:
                chosen = FindingKind(kind)
                message = f"{one.item.code}の{words.FINDING_KINDS[chosen]}を加えました。"
                widgets.save(
                    principal,
                    lambda act: findings.add(act, visit_id, sheet.version.code, one.item.code, chosen, text),
                    message,
                    form,
                )


def _comment(principal: Principal, sheet: ClosingSheet, one: ClosingItem, text: str, form: str) -> None:
    version, value = (one.recorded.version, one.recorded.value) if one.recorded else (0, None)
    operation = Operation(_number(), one.item.code, version, value, text)

    def record(act: Act) -> str:
        result = answers.record(act, int(sheet.agreed_assessment_id or 0), [operation])[0]
        if result.status == answers.SAVED:
            act.after(lambda: session.renew(form))
            return f"{one.item.code}の合意のコメントを保存しました。"
        return f"{one.item.code}：{result.message}入力した内容は残っています。"

    widgets.save(principal, record, "")


def _both(one: ClosingItem) -> Markup:
    """The item with both sides' ratings and what is agreed so far."""
    if one.agreed is None:
        agreed = markup.chip(words.UNAGREED, "late")
    else:
        how = "話し合いで合意" if one.recorded and one.recorded.value else "双方の評定が一致"
        agreed = Markup("{} {}").format(markup.rating(words.value_word(one.agreed)), markup.small(how))
    sides = (
        _side("自己評価", _word(one.own), one.own.comment if one.own else ""),
        _side("訪問評価", _word(one.visitor), one.visitor.comment if one.visitor else ""),
        _side("合意評価", agreed, one.recorded.comment if one.recorded else ""),
    )
    return Markup('<div class="item"><b>{}</b>{}</div><dl class="sides">{}</dl>').format(
        one.item.code, one.item.text, markup.joined(sides)
    )


def _word(rating: Rating | None) -> Markup:
    return markup.rating(words.value_word(rating.value if rating else None))


def _side(name: str, word: Markup, comment: str) -> Markup:
    text = Markup("<p>{}</p>").format(comment) if comment else ""
    return Markup("<div><dt>{}</dt><dd>{}{}</dd></div>").format(name, word, text)
