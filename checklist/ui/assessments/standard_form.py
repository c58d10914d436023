"""The standard form: one chapter at a time with plain inputs, each change saved at once through the door of the sheet."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.assessments import COMMENT_LIMIT, Operation, OperationResult, Rating
from checklist.model.closing import FindingKind
from checklist.model.scales import SCALES, known_value
from checklist.model.sheets import FOCUS_CHAPTER, Item
from checklist.readings.answer_page import AnswerPage
from checklist.store.act import Act
from checklist.store.assessments import answers
from checklist.store.improvements.follow_ups import EarlierFinding
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

NOTHING = ""
"""The option of the radio that stands for an item without an answer."""


Seen = dict[str, Rating | None]
"""Item -> its rating as this screen shows it, with the version on top of which a change is saved."""


@dataclass(frozen=True)
class Draft:
    """What a person entered for one item, and the version that was on the screen then."""

    item: str
    value: str | None
    comment: str
    base_version: int


@dataclass(frozen=True)
class Form:
    """The form of one assessment in this browser tab."""

    assessment_id: int

    def place(self, item: str) -> str:
        """What the keys of an item begin with; typed_text.js knows by it that there is no button that saves."""
        return f"kept-{self.assessment_id}-{item}"

    def key(self, item: str, what: str) -> str:
        """The key of an input of an item."""
        place = self.place(item)
        return f"{place}-{session.round_of(place)}-{what}"

    @property
    def seen(self) -> Seen:
        """Shared by the runs of the page."""
        found: Seen = session.recall(f"seen-{self.assessment_id}") or {}
        session.keep(f"seen-{self.assessment_id}", found)
        return found

    @property
    def waiting(self) -> dict[str, tuple[Draft, OperationResult]]:
        """By item, what could not be saved and waits for somebody to decide."""
        found: dict[str, tuple[Draft, OperationResult]] = session.recall(f"waiting-{self.assessment_id}") or {}
        session.keep(f"waiting-{self.assessment_id}", found)
        return found


def show(page: AnswerPage) -> None:
    """Choose a chapter and fill it in, or read it; every change is saved at once, as on the sheet."""
    version, form = page.version, Form(page.line.assessment.id)
    names = {FOCUS_CHAPTER: words.focus_of(page.line.assessment.fiscal_year)} if page.focus else {}
    names |= {chapter.code: words.chapter(chapter.code, chapter.name) for chapter in version.chapters}
    chapter = widgets.choice("章", list(names), "chapter", names.__getitem__)
    chosen = page.focus if chapter == FOCUS_CHAPTER else ()
    items = [item for item in version.items if item.code in chosen or item.chapter_code == chapter]
    if fault := session.recall("standard-form-fault"):
        session.keep("standard-form-fault", None)
        st.error(widgets.plain(f"保存していません。{fault}"))
    if not page.line.writable:
        _read_only(items, page)
        return
    _progress(items, page)
    for item in items:
        _item(form, item, page)
    codes = list(names)
    after = codes[codes.index(chapter) + 1 :]
    if after:
        address = f"/answer?assessment={form.assessment_id}&form=standard&chapter={after[0]}"
        widgets.links((f"次の章へ：{names[after[0]]}", address))


def _progress(items: Sequence[Item], page: AnswerPage) -> None:
    needed = [item.code for item in items if item.code in page.needed]
    answered = sum(code in page.ratings and page.ratings[code].value is not None for code in needed)
    told = f"この章の{len(needed)}項目中{answered}項目に回答しました。回答とコメントは、入力するたびに保存します。"
    st.html(markup.paragraph(told))


def _item(form: Form, item: Item, page: AnswerPage) -> None:
    """One item: its text, what others said, the guide, rating and comment, and where they are."""
    code, seen = item.code, form.seen
    found = page.ratings.get(code)
    if code not in form.waiting and _version(seen.get(code, found)) != _version(found):
        # Somebody else has answered it since: inputs under other keys begin with what stands now.
        session.renew(form.place(code))
    if code not in form.waiting:
        seen[code] = found
    rating = seen[code]
    head = Markup('<div class="item asked"><b>{}</b>{}{}{}{}</div>')
    st.html(head.format(code, item.text, _exempt(item, page.needed), beside(item.code, page), guide(item)))
    options = {value: _option(value) for value in (NOTHING, *SCALES[page.version.scale].codes)}
    start, written = ((rating.value or NOTHING), rating.comment) if rating else (NOTHING, "")
    keep = partial(_keep, form, code)
    inputs.one_of(f"{code} の評定", options, start, form.key(code, "value"), keep)
    inputs.long_text(f"{code} のコメント", written, COMMENT_LIMIT, form.key(code, "comment"), 90, keep)
    _trace(code, rating)
    if code in form.waiting:
        _decide(form, item)


def _version(rating: Rating | None) -> int:
    return rating.version if rating else 0


def _trace(code: str, rating: Rating | None) -> None:
    """Since when and by whom an answer is saved; a key of its own after each save tells typed_text.js of it."""
    text = f"保存済み {words.moment(rating.saved_at)} {rating.saved_by}" if rating else "まだ保存していません"
    last, key = session.recall("standard-form-saved") or ("", "")
    with st.container(key=f"told-{key}") if last == code else st.container():
        st.html(Markup('<p class="soft" role="status">{}</p>').format(text))


def beside(code: str, page: AnswerPage) -> Markup:
    """What the host answered itself, what was answered last year, and earlier findings at an item."""
    found = page.beside
    if found is None:
        return Markup("")
    parts = []
    if found.own is not None:
        absent = "評定すると表示します" if found.blind and _value(page, code) is None else words.UNANSWERED
        parts.append(_reference("自己評価", found.own.get(code), absent))
    if found.previous:
        parts.append(_reference(found.previous.label, found.previous.ratings.get(code), "対応する項目の評定なし"))
    parts += [_noted(one, page.line.assessment.visit_id) for one in found.findings.get(code, ())]
    return Markup("<dl>{}</dl>").format(markup.joined(parts)) if parts else Markup("")


def _value(page: AnswerPage, code: str) -> str | None:
    return page.ratings[code].value if code in page.ratings else None


def _reference(name: str, rating: Rating | None, absent: str) -> Markup:
    if rating is None or rating.value is None:
        return Markup("<dt>{}</dt><dd>{}</dd>").format(name, absent)
    return _answer(name, rating.value, rating.comment)


def _noted(one: EarlierFinding, visit_id: int | None) -> Markup:
    kind = words.FINDING_KINDS[one.finding.kind]
    told = [
        one.finding.text,
        f"改善策：{one.action}" if one.action else "",
        f"直近の進捗：{one.progress}" if one.progress else "",
    ]
    if one.mark:
        told.append(f"今回の判定：{words.SEQUELS[one.mark]}")
    link = Markup("")
    if visit_id and one.finding.kind is FindingKind.FINDING:
        link = markup.link("解決・継続・再発を記録する", f"/improvements?visit={visit_id}")
    text = "\n".join(filter(None, told))
    return Markup("<dt>{}年度の{}</dt><dd>{} {}</dd>").format(one.fiscal_year, kind, text, link)


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


def _keep(form: Form, item: str) -> None:
    """Save an item as it is entered now; called by Streamlit before the page runs again."""
    value, comment = session.recall(form.key(item, "value")), session.recall(form.key(item, "comment"))
    before = form.seen.get(item)
    draft = Draft(item, value or None, comment or "", _version(before))
    if (draft.value, draft.comment) != ((before.value, before.comment) if before else (None, "")):
        _send(form, draft)


def _send(form: Form, draft: Draft) -> None:
    """Store one draft; a conflict keeps it until somebody decides, a fault is told by the run that follows."""
    fault = widgets.save_within(lambda act: _store(act, form, draft))
    session.keep("standard-form-fault", fault or None)


def _store(act: Act, form: Form, draft: Draft) -> None:
    (result,) = answers.record(act, form.assessment_id, [operation(draft)])
    act.after(lambda: _take_in(form, draft, result))


def _take_in(form: Form, draft: Draft, result: OperationResult) -> None:
    """The screen goes on from what is stored now."""
    if result.status in (answers.SAVED, answers.DUPLICATE):
        form.seen[draft.item] = result.current
        form.waiting.pop(draft.item, None)
        session.keep("standard-form-saved", (draft.item, token_hex(4)))
    else:
        form.waiting[draft.item] = (draft, result)


def operation(draft: Draft) -> Operation:
    """A draft as the store takes it."""
    return Operation(str(uuid.uuid4()), draft.item, draft.base_version, draft.value, draft.comment)


def _decide(form: Form, item: Item) -> None:
    """An item that somebody else answered first: both answers, and the choice between them."""
    draft, result = form.waiting[item.code]
    with st.container(border=True, key=f"conflict-{form.assessment_id}-{item.code}"):
        st.warning(widgets.plain(f"{item.code}：{result.message}"))
        st.html(_both(draft, result.current, item.text))
        left, right = st.columns(2)
        left.button("保存されている回答を残す", key=f"theirs-{item.code}", on_click=_give_way, args=(form, item.code))
        again = replace(draft, base_version=result.version)
        right.button("自分の回答で置き換える", key=f"mine-{item.code}", on_click=_send, args=(form, again))


def _give_way(form: Form, item: str) -> None:
    form.waiting.pop(item, None)
    form.seen.pop(item, None)
    session.renew(form.place(item))


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
