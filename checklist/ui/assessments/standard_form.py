"""The standard form: one chapter at a time with plain inputs, saved through the same door as the sheet."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.assessments import COMMENT_LIMIT, Operation, OperationResult, Rating
from checklist.model.scales import SCALES
from checklist.model.sheets import Item, SheetVersion
from checklist.store.act import acting, viewing
from checklist.store.assessments import answers, assessments, expected_items
from checklist.ui import markup, session, widgets
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


def show(principal: Principal, assessment_id: int, version: SheetVersion, writable: bool) -> None:
    """Choose a chapter and fill it in, or read it."""
    names = {chapter.code: f"{chapter.code}　{chapter.name}" for chapter in version.chapters}
    chapter = widgets.choice("章", list(names), "chapter", names.__getitem__)
    items = [item for item in version.items if item.chapter_code == chapter]
    with viewing(principal) as view:
        needed = expected_items.of_assessment(view, assessments.get(view, assessment_id))
    place = f"{assessment_id}-{chapter}"
    if not writable:
        _read_only(principal, assessment_id, items, needed)
        return
    shown = _shown(principal, assessment_id, place)
    _conflicts(principal, assessment_id, version, place)
    with st.form(f"form-{place}-{session.round_of(place)}", enter_to_submit=False):
        drafts = [_inputs(item, shown.get(item.code), version.scale, place, needed) for item in items]
        if st.form_submit_button("この章を保存する", type="primary"):
            _save(principal, assessment_id, place, [one for one in drafts if _changed(one, shown.get(one.item))])


def _shown(principal: Principal, assessment_id: int, place: str) -> Mapping[str, Rating]:
    """The ratings as they stood when the form was first shown; kept until it is saved or another chapter is opened."""
    kept: tuple[str, Mapping[str, Rating]] | None = session.recall("standard-form")
    if kept and kept[0] == place:
        return kept[1]
    with viewing(principal) as view:
        found = assessments.ratings(view, assessment_id)
    session.keep("standard-form", (place, found))
    session.renew(place)
    return found


def _inputs(item: Item, rating: Rating | None, scale: str, place: str, needed: Collection[str]) -> Draft:
    """One item: its text, guide, rating and comment."""
    key = f"{place}-{session.round_of(place)}-{item.code}"
    st.html(
        f'<div class="item"><b>{escape(item.code)}</b>{escape(item.text)}{_exempt(item, needed)}{guide(item)}</div>'
    )
    options = [NOTHING, *SCALES[scale]]
    chosen = st.radio(
        f"{item.code} の評定", options, index=options.index((rating.value if rating else None) or NOTHING),
        format_func=_option, horizontal=True, key=f"{key}-value",
    )  # fmt: skip
    comment = st.text_area(
        f"{item.code} のコメント",
        rating.comment if rating else "",
        max_chars=COMMENT_LIMIT,
        height=90,
        key=f"{key}-comment",
    )
    return Draft(item.code, chosen or None, comment, rating.version if rating else 0)


def guide(item: Item) -> str:
    """Purpose, procedure and evidence of an item, folded away."""
    parts = (("目的", item.purpose), ("根拠", item.basis), ("確認の手順", item.procedure), ("確認資料", item.evidence))
    lines = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in parts if text)
    return f'<details class="guide"><summary>確認の手引き</summary><dl>{lines}</dl></details>'


def _exempt(item: Item, needed: Collection[str]) -> str:
    """A line at an item that this hospital need not answer."""
    return "" if item.code in needed else f'<p class="soft">{words.exempt(item.classes)}</p>'


def _option(value: str) -> str:
    if value == NOTHING:
        return words.UNANSWERED
    word = words.value_word(value)
    return word if word == words.VALUES[value] else f"{word}　{words.VALUES[value]}"


def _changed(draft: Draft, rating: Rating | None) -> bool:
    before = (rating.value, rating.comment) if rating else (None, "")
    return (draft.value, draft.comment) != before


def operation(draft: Draft) -> Operation:
    """A draft as the store takes it."""
    return Operation(str(uuid.uuid4()), draft.item, draft.base_version, draft.value, draft.comment)


def _save(principal: Principal, assessment_id: int, place: str, sent: list[Draft]) -> None:
    """Send drafts; a conflict keeps what was typed until somebody decides."""

    def act() -> str:
        results = record(principal, assessment_id, sent)
        kept = [pair for pair in zip(sent, results, strict=True) if pair[1].status not in _STORED]
        session.keep(f"conflicts-{place}", [*_waiting(place, sent), *kept] or None)
        session.keep("standard-form", None)
        if not sent:
            return "変更した項目はありません。"
        saved = f"{len(sent) - len(kept)}項目を保存しました。"
        return f"{saved}{len(kept)}項目は保存していません。下の内容を確認してください。" if kept else saved

    widgets.save(act, "")


def _waiting(place: str, decided: Sequence[Draft] = ()) -> list[tuple[Draft, OperationResult]]:
    """Conflicts that nobody has decided yet."""
    codes = {draft.item for draft in decided}
    kept: list[tuple[Draft, OperationResult]] = session.recall(f"conflicts-{place}") or []
    return [pair for pair in kept if pair[0].item not in codes]


def record(principal: Principal, assessment_id: int, drafts: list[Draft]) -> list[OperationResult]:
    """Store drafts through the one door for answers."""
    with acting(principal) as act:
        return answers.record(act, assessment_id, [operation(draft) for draft in drafts])


def _conflicts(principal: Principal, assessment_id: int, version: SheetVersion, place: str) -> None:
    """Items that somebody else answered first: both answers, and the choice between them."""
    texts = {item.code: item.text for item in version.items}
    for draft, result in _waiting(place):
        with st.container(border=True, key=f"conflict-{place}-{draft.item}"):
            st.warning(f"{draft.item}：{result.message}")
            st.html(_both(draft, result.current, texts[draft.item]))
            left, right = st.columns(2)
            if left.button("保存されている回答を残す", key=f"theirs-{place}-{draft.item}"):
                session.keep(f"conflicts-{place}", _waiting(place, [draft]) or None)
                st.rerun()
            if right.button("自分の回答で置き換える", key=f"mine-{place}-{draft.item}"):
                _save(principal, assessment_id, place, [replace(draft, base_version=result.version)])


def _both(draft: Draft, current: Rating | None, text: str) -> str:
    """My answer beside the stored one, with name and time."""
    theirs = ""
    if current:
        theirs = (
            f"<dt>保存されている回答（{escape(current.saved_by)}、{words.moment(current.saved_at)}）</dt>"
            f"<dd>{markup.rating(words.value_word(current.value))} {escape(current.comment)}</dd>"
        )
    mine = f"<dt>自分の回答</dt><dd>{markup.rating(words.value_word(draft.value))} {escape(draft.comment)}</dd>"
    return f'<div class="item">{escape(text)}<dl>{theirs}{mine}</dl></div>'


def _read_only(principal: Principal, assessment_id: int, items: list[Item], needed: Collection[str]) -> None:
    """The chapter as it stands, for those who may not or no longer write."""
    with viewing(principal) as view:
        found = assessments.ratings(view, assessment_id)
    rows = [
        (
            escape(item.code),
            escape(item.text) + _exempt(item, needed) + guide(item),
            markup.rating(words.value_word(found[item.code].value if item.code in found else None)),
            escape(found[item.code].comment) if item.code in found else "",
        )
        for item in items
    ]
    st.html(
        markup.listing(
            "回答",
            ("項目コード", Head("項目", 20), "評定", Head("コメント", 18)),
            [[Markup(cell) for cell in row] for row in rows],
        )
    )
