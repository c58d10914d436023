"""The standard form: one chapter at a time with plain inputs, saved through the same door as the sheet."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.assessments import COMMENT_LIMIT, Operation, OperationResult, Rating
from checklist.model.scales import SCALES, known_value
from checklist.model.sheets import FOCUS_CHAPTER, Item, SheetVersion
from checklist.readings.answer_page import AnswerPage
from checklist.store.act import Act
from checklist.store.assessments import answers
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

NOTHING = ""
"""The option of the radio that stands for an item without an answer."""


_STORED = (answers.SAVED, answers.DUPLICATE)


@dataclass(frozen=True)
class Draft:
    """What a person typed for one item, and the version that was on the screen when the form was shown."""

    item: str
    value: str | None
    comment: str
    base_version: int


def show(principal: Principal, page: AnswerPage) -> None:
    """Choose a chapter and fill it in, or read it."""
    assessment_id, version = page.line.assessment.id, page.version
    names = {FOCUS_CHAPTER: words.focus_of(page.line.assessment.fiscal_year)} if page.focus else {}
    names |= {chapter.code: words.chapter(chapter.code, chapter.name) for chapter in version.chapters}
    chapter = widgets.choice("章", list(names), "chapter", names.__getitem__)
    chosen = page.focus if chapter == FOCUS_CHAPTER else ()
    items = [item for item in version.items if item.code in chosen or item.chapter_code == chapter]
    place = f"{assessment_id}-{chapter}"
    if not page.line.writable:
        _read_only(items, page)
        return
    shown = _shown(place, page.ratings)
    _conflicts(principal, assessment_id, version, place)
    with st.form(f"form-{place}-{session.round_of(place)}", enter_to_submit=False):
        drafts = [_draft(item, shown.get(item.code), version.scale, place, page.needed) for item in items]
        if st.form_submit_button("この章を保存する", type="primary"):
            _save(principal, assessment_id, place, [one for one in drafts if _changed(one, shown.get(one.item))])


def _shown(place: str, found: Mapping[str, Rating]) -> Mapping[str, Rating]:
    """The ratings as they stood when the form was first shown; kept until it is saved or another chapter is opened."""
    kept: tuple[str, Mapping[str, Rating]] | None = session.recall("standard-form")
    if kept and kept[0] == place:
        return kept[1]
    session.keep("standard-form", (place, found))
    session.renew(place)
    return found


def _draft(item: Item, rating: Rating | None, scale: str, place: str, needed: Collection[str]) -> Draft:
    """One item: its text, guide, rating and comment."""
    key = f"{place}-{session.round_of(place)}-{item.code}"
    st.html(
        Markup('<div class="item"><b>{}</b>{}{}{}</div>').format(
            item.code, item.text, _exempt(item, needed), guide(item)
        )
    )
    options = {value: _option(value) for value in (NOTHING, *SCALES[scale].codes)}
    start = (rating.value if rating else None) or NOTHING
    chosen = inputs.one_of(f"{item.code} の評定", options, start, f"{key}-value")
    label, written = f"{item.code} のコメント", rating.comment if rating else ""
    comment = inputs.long_text(label, written, COMMENT_LIMIT, f"{key}-comment", 90)
    return Draft(item.code, chosen or None, comment, rating.version if rating else 0)


def guide(item: Item) -> Markup:
    """Purpose, procedure and evidence of an item, folded away."""
    parts = (("目的", item.purpose), ("根拠", item.basis), ("確認の手順", item.procedure), ("確認資料", item.evidence))
    lines = markup.joined(Markup("<dt>{}</dt><dd>{}</dd>").format(name, text) for name, text in parts if text)
    return Markup('<details class="guide"><summary>確認の手引き</summary><dl>{}</dl></details>').format(lines)


def _exempt(item: Item, needed: Collection[str]) -> Markup:
    """A line at an item that this hospital need not answer."""
    return Markup("") if item.code in needed else markup.paragraph(words.exempt(item.audience))


def _option(value: str) -> str:
    found = known_value(value)
    if found is None:
        return words.UNANSWERED
    return found.letter if found.letter == found.word else f"{found.letter}　{found.word}"


def _changed(draft: Draft, rating: Rating | None) -> bool:
    before = (rating.value, rating.comment) if rating else (None, "")
    return (draft.value, draft.comment) != before


def operation(draft: Draft) -> Operation:
    """A draft as the store takes it."""
    return Operation(str(uuid.uuid4()), draft.item, draft.base_version, draft.value, draft.comment)


def _save(principal: Principal, assessment_id: int, place: str, sent: list[Draft]) -> None:
    """Send drafts; a conflict keeps what was typed until somebody decides."""

    def save(act: Act) -> str:
        results = record(act, assessment_id, sent)
        kept = [pair for pair in zip(sent, results, strict=True) if pair[1].status not in _STORED]
        waiting = [*_waiting(place, sent), *kept]
        act.after(lambda: _begin_anew(place, waiting))
        if not sent:
            return "変更した項目はありません。"
        saved = f"{len(sent) - len(kept)}項目を保存しました。"
        return f"{saved}{len(kept)}項目は保存していません。下の内容を確認してください。" if kept else saved

    widgets.save(principal, save, "")


def _begin_anew(place: str, waiting: list[tuple[Draft, OperationResult]]) -> None:
    """The form shows what is stored, and below it what is still to be decided."""
    session.keep(f"conflicts-{place}", waiting or None)
    session.keep("standard-form", None)


def _waiting(place: str, decided: Sequence[Draft] = ()) -> list[tuple[Draft, OperationResult]]:
    """Conflicts that nobody has decided yet."""
    codes = {draft.item for draft in decided}
    kept: list[tuple[Draft, OperationResult]] = session.recall(f"conflicts-{place}") or []
    return [pair for pair in kept if pair[0].item not in codes]


def record(act: Act, assessment_id: int, drafts: list[Draft]) -> list[OperationResult]:
    """Store drafts through the one door for answers."""
    return answers.record(act, assessment_id, [operation(draft) for draft in drafts])


def _conflicts(principal: Principal, assessment_id: int, version: SheetVersion, place: str) -> None:
    """Items that somebody else answered first: both answers, and the choice between them."""
    texts = {item.code: item.text for item in version.items}
    for draft, result in _waiting(place):
        with st.container(border=True, key=f"conflict-{place}-{draft.item}"):
            st.warning(widgets.plain(f"{draft.item}：{result.message}"))
            st.html(_both(draft, result.current, texts[draft.item]))
            left, right = st.columns(2)
            if left.button("保存されている回答を残す", key=f"theirs-{place}-{draft.item}"):
                session.keep(f"conflicts-{place}", _waiting(place, [draft]) or None)
                st.rerun()
            if right.button("自分の回答で置き換える", key=f"mine-{place}-{draft.item}"):
                _save(principal, assessment_id, place, [replace(draft, base_version=result.version)])


def _both(draft: Draft, current: Rating | None, text: str) -> Markup:
    """My answer beside the stored one, with name and time."""
    theirs = Markup("")
    if current:
        name = f"保存されている回答（{current.saved_by}、{words.moment(current.saved_at)}）"
        theirs = _answer(name, current.value, current.comment)
    mine = _answer("自分の回答", draft.value, draft.comment)
    return Markup('<div class="item">{}<dl>{}{}</dl></div>').format(text, theirs, mine)


def _answer(name: str, value: str | None, comment: str) -> Markup:
    return Markup("<dt>{}</dt><dd>{} {}</dd>").format(name, markup.rating(words.value_word(value)), comment)


def _read_only(items: list[Item], page: AnswerPage) -> None:
    """The chapter as it stands, for those who may not or no longer write."""
    found = page.ratings
    rows = [
        (
            item.code,
            markup.joined((item.text, _exempt(item, page.needed), guide(item))),
            markup.rating(words.value_word(found[item.code].value if item.code in found else None)),
            found[item.code].comment if item.code in found else "",
        )
        for item in items
    ]
    st.html(markup.listing("回答", ("項目コード", Head("項目", 20), "評定", Head("コメント", 18)), rows))
