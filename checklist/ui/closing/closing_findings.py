"""指摘事項, 好事例 and 講評: drafted from comments, edited together, every conflict told."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.closing import FindingKind
from checklist.readings.closing_page import Meeting
from checklist.rules.closing.closing_meeting import FINDING_LIMIT, REMARKS_LIMIT, Draft
from checklist.store.closing import closings, findings, host_comments
from checklist.store.closing.closings import Closing, ClosingSheet
from checklist.store.closing.findings import Finding
from checklist.ui import inputs, markup, session, shared_form, widgets
from checklist.ui.closing import finding_photos, host_view

TONES = {FindingKind.FINDING: "busy", FindingKind.GOOD_PRACTICE: "done"}


def show(principal: Principal, meeting: Meeting) -> None:
    """The findings as they will stand in the report, and what can still be taken from the comments."""
    widgets.section("指摘事項と好事例")
    for kind in FindingKind:
        mine = [one for one in meeting.noted if one.kind is kind]
        widgets.subsection(f"{words.FINDING_KINDS[kind]}（{len(mine)}件）")
        if not mine:
            st.html(markup.paragraph(f"{words.FINDING_KINDS[kind]}はまだありません。"))
        for one in mine:
            with st.container(border=True, key=f"finding-{one.id}"):
                st.html(_finding(one))
                taken = meeting.photos.get((one.version_code, one.item), ())
                finding_photos.show(principal, one, taken, meeting.notes)
                if meeting.notes:
                    _edit(principal, one)
                if one.id in meeting.publishes:
                    widgets.links(("好事例として公開する", f"/practices?finding={one.id}"))
                host_view.show(principal, meeting, one.id, f"{one.item}への受審病院のコメント")
    if meeting.notes:
        for sheet in meeting.found.sheets:
            _drafts(principal, meeting.found.visit_id, sheet)


def _finding(one: Finding) -> Markup:
    place = f"{one.chapter_name}　{one.item}　{one.item_text}"
    return Markup('<div class="item">{} {}</div><p class="note">{}</p>').format(
        markup.chip(words.FINDING_KINDS[one.kind], TONES[one.kind]),
        one.text,
        markup.lines([place, f"{one.updated_by}、{words.moment(one.updated_at)}"]),
    )


def _edit(principal: Principal, one: Finding) -> None:
    """Wording and kind of a finding, and leaving it out."""
    form = f"finding-form-{one.id}"
    kept = shared_form.begin(form, one.version, (one.kind, one.text))
    key = shared_form.key(form)
    with st.expander("文言を修正する・取り下げる", expanded=kept.told):
        shared_form.notice(form, one.version, _finding(one))
        with st.form(f"{key}-form", enter_to_submit=False, border=False):
            kind = inputs.one_of("種類", words.FINDING_KINDS, kept.value[0], f"{key}-kind")
            text = inputs.long_text("文言", kept.value[1], FINDING_LIMIT, f"{key}-text", 120)
            saved = st.form_submit_button("文言を保存する", type="primary")
        if saved:
            shared_form.save(
                principal,
                form,
                one.version,
                lambda act, base: findings.change(act, one.id, base, kind, text),
                "文言を保存しました。",
            )
        if st.button("取り下げる（報告書に載せない）", key=f"{key}-drop"):
            widgets.save(
                principal,
                lambda act: findings.drop(act, one.id, one.version),
                f"{one.item}の{words.FINDING_KINDS[one.kind]}を取り下げました。",
            )


def _drafts(principal: Principal, visit_id: int, sheet: ClosingSheet) -> None:
    """What the visitors' comments propose, one tap each."""
    if not sheet.drafts:
        return
    # A label with a number in it would be a new expander, closed again, after every tap.
    with st.expander(widgets.plain(f"訪問評価のコメントから加える（{sheet.version.sheet_name}）")):
        st.html(markup.paragraph(f"まだ加えていないコメントは{len(sheet.drafts)}件です。"))
        for place, draft in enumerate(sheet.drafts):
            _draft(principal, visit_id, sheet, draft, f"draft-{sheet.version.code}-{draft.item}-{place}")


def _draft(principal: Principal, visit_id: int, sheet: ClosingSheet, draft: Draft, key: str) -> None:
    """One comment with the button that takes it over as it is; one that is too long for a report is shortened first."""
    kind, text = words.FINDING_KINDS[draft.kind], draft.text
    left, right = st.columns([4, 1.3], vertical_alignment="center")
    with left:
        chip = markup.chip(kind, TONES[draft.kind])
        if len(text) <= FINDING_LIMIT:
            st.html(Markup("{} <b>{}</b>　{}").format(chip, draft.item, text))
        else:
            st.html(Markup("{} <b>{}</b>").format(chip, draft.item))
            label = f"{draft.item}のコメント（{len(text):,}文字あります。{FINDING_LIMIT:,}文字以内に短くしてください）"
            # Without a limit of its own, which would cut the comment: what is still too long is refused and stays.
            text = st.text_area(widgets.plain(label), text, height=200, key=f"{key}-text")
    if right.button(f"{widgets.plain(kind)}に加える", key=key, width="stretch"):
        widgets.save(
            principal,
            lambda act: findings.add(act, visit_id, sheet.version.code, draft.item, draft.kind, text),
            f"{draft.item}の{kind}を加えました。",
        )


def remarks(principal: Principal, meeting: Meeting) -> None:
    """The 講評 of the visitors, and what the host says to it."""
    widgets.section("講評")
    if meeting.notes:
        _remarks(principal, meeting.found)
    else:
        st.html(_prose(meeting.found.remarks or "講評の記載はありません。"))
    host_view.show(principal, meeting, host_comments.REMARKS, "講評への受審病院のコメント")


def _remarks(principal: Principal, found: Closing) -> None:
    form = f"remarks-{found.visit_id}"
    kept = shared_form.begin(form, found.version, found.remarks)
    key = shared_form.key(form)
    shared_form.notice(form, found.version, _prose(found.remarks))
    with st.form(f"{key}-form", enter_to_submit=False):
        text = inputs.long_text("講評の本文", kept.value, REMARKS_LIMIT, f"{key}-text", 240)
        saved = st.form_submit_button("講評を保存する", type="primary")
    if saved:
        shared_form.save(
            principal,
            form,
            found.version,
            lambda act, base: closings.save_remarks(act, found.visit_id, base, text),
            "講評を保存しました。",
        )


def _prose(text: str) -> Markup:
    return Markup('<div class="value prose">{}</div>').format(text)


def forget(meeting: Meeting) -> None:
    """Once the record is locked, forms begin anew from what is stored."""
    hosts = (host_view.form_of(meeting, about) for about in (host_comments.REMARKS, *(one.id for one in meeting.noted)))
    for form in (f"remarks-{meeting.found.visit_id}", *(f"finding-form-{one.id}" for one in meeting.noted), *hosts):
        session.keep(form, None)
