"""What several pages show the same way: tables, links, empty states, faults, and the usual inputs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.errors import ChecklistError, Refused
from checklist.formats.file_kinds import DOCUMENTS
from checklist.formats.table import Table
from checklist.model.accounts import Principal, Retyped
from checklist.readings.agenda import Task
from checklist.rules.fields import option
from checklist.rules.scoring import DEFINITION
from checklist.store.accounts import confirmation
from checklist.store.act import Act, acting
from checklist.ui import in_vain, markup, plain_text, session
from checklist.ui.plain_text import plain as plain

T = TypeVar("T")
UNCHOSEN = "選択"
"""What stands in a list from which nothing is chosen, in place of Streamlit's "Choose an option"."""
LONG = 12
"""Lists with more rows than this can be narrowed."""
RANGE = 172
"""Pixels of the input that says which rows of a list are shown."""
PAGE = 50
"""So many rows of a list are sent at once: all rows of 300 hospitals made pages of 1 to 15 MB."""


def heading(title: str, lead: str = "", name: str = "") -> None:
    """The title of a page, and what was just saved; `name` is the part of the title that stays on one line."""
    if name:
        st.html(markup.heading(1, title, [name]))
    else:
        st.title(plain(title), anchor=False)
    if lead:
        st.html(markup.paragraph(lead))
    in_vain.place()
    saved()


def saved(place: str = "") -> None:
    """What was just saved; the key, new for each save, tells typed_text.js that a form was saved."""
    if message := session.told(place):
        with st.container(key=f"told-{message.key}"):
            st.success(plain(message.text))


def back(label: str, href: str) -> None:
    """The way back to the list, above the title."""
    st.html(markup.link(label, href, "back"))


def compact(title: str, name: str, *found: tuple[str, str]) -> None:
    """A title in one line with its links, for a page whose content needs the room; `name` as in `heading`."""
    ways = markup.row(markup.link(label, href) for label, href in found)
    st.html(Markup('<div class="compact">{}{}</div>').format(markup.heading(1, title, [name]), ways))


def section(title: str, anchor: str = "", names: Iterable[str] = ()) -> None:
    """The heading of a part of a page; a link with `#anchor` leads there, and none of the `names` in it is torn."""
    if names := list(names):
        st.html(markup.heading(2, title, names))
    else:
        st.header(plain(plain_text.whole(title)), anchor=anchor or False)


def anchor(name: str) -> None:
    """Where a link with `#name` leads, if it is no heading."""
    st.html(Markup('<span id="{}"></span>').format(name))


def subsection(title: str, name: str = "") -> None:
    """The heading of a smaller part; `name` as in `heading`."""
    if name:
        st.html(markup.heading(3, title, [name]))
    else:
        st.subheader(plain(plain_text.whole(title)), anchor=False)


def table(found: Table, with_notes: bool = True, tall: bool = False) -> None:
    """A table as every output shows it, with what its numbers are made of."""
    st.html(markup.table(found, with_notes, tall))


def notes(found: Iterable[str]) -> None:
    """What the numbers are made of, if there is anything to say."""
    if shown := markup.notes(found):
        st.html(shown)


def empty(what: str, next_step: str, label: str = "", href: str = "") -> None:
    """Nothing here yet, and what to do about it."""
    action = markup.row([markup.link(label, href, "primary")]) if href else ""
    st.html(Markup('<div class="blank"><b>{}</b>{}{}</div>').format(what, next_step, action))


def links(*found: tuple[str, str], primary: bool = False) -> None:
    """Links that look like buttons, the first one filled if wanted."""
    kinds = ["primary" if primary and index == 0 else "button" for index in range(len(found))]
    st.html(markup.row(markup.link(label, href, kind) for (label, href), kind in zip(found, kinds, strict=True)))


def downloads(path: str, query: str = "", more: Sequence[tuple[str, str]] = ()) -> None:
    """The same tables as PDF, Excel and CSV, and what else can be taken away."""
    links(*((f"{kind.word}で保存", f"{path}{kind.ending}{query}") for kind in DOCUMENTS), *more)


def empty_forms(noun: str) -> None:
    """The table to fill in, where it is taken in again."""
    base = f"/download/forms/{noun}"
    links(("記入様式（Excel）", f"{base}.xlsx"), ("記入様式（CSV）", f"{base}.csv"))


def definition() -> None:
    """What a score is made of, one click from the numbers."""
    with st.popover("得点率の計算方法"):
        st.write(DEFINITION)


def tasks(found: Iterable[Task]) -> None:
    """Things to do, each with its link, only the first one filled; on the page where they are done there is none."""
    line = Markup('<li class="{}"><div class="what"><b>{}</b><span class="soft">{}</span></div>{}</li>')
    lines = []
    for place, one in enumerate(found):
        look = "primary" if one.tone and not place else "button"
        way = markup.link(one.label, one.href, look) if one.href else ""
        lines.append(line.format(one.tone, markup.unbroken(one.title), one.detail, way))
    st.html(Markup('<ul class="tasks">{}</ul>').format(markup.joined(lines)))


def refused(error: ChecklistError, lead: str = "保存していません。次の点を修正してください。") -> None:
    """Why nothing was done, one sentence for each fault; what was typed stays in the form."""
    faults = [str(fault) for fault in error.faults] if isinstance(error, Refused) else [error.message]
    body = "\n".join(f"- {plain(fault)}" for fault in faults)
    st.error(f"{plain(lead)}\n\n{body}")


def save_confirmed(
    principal: Principal, typed: Retyped, action: Callable[[Act], object], message: str, form: str = ""
) -> None:
    """The same for what asks for the password again: nothing is done before it was found right, and the code with it."""
    try:
        confirmation.confirm(principal, typed, session.whence().address)
    except ChecklistError as error:
        refused(error)
        return
    save(principal, action, message, form, confirmed=True)


def save(
    principal: Principal, action: Callable[[Act], object], message: str, form: str = "", confirmed: bool = False,
    place: str = "",
) -> None:  # fmt: skip
    """Do it in one act, then show the page anew with a sentence (the action's own, if it has one); on a fault keep the form.

    The sentence stands at the top of the page, or above the form of the name `place`.
    """
    try:
        with acting(principal, whence=session.whence(confirmed)) as act:
            own = action(act)
            beside = act.told
    except ChecklistError as error:
        refused(error)
        return
    # After the act, never in it: st.rerun, by which the sentence is told, is an exception and would undo what was done.
    if form:
        session.renew(form)
    session.tell((own if isinstance(own, str) else message) + beside, place)


def save_within(action: Callable[[Act], object]) -> str:
    """Do it in one act before the page runs again, for a field that is saved as it is left; '' or why it was not done."""
    try:
        # Looked up here: a field is handed in before the page asks who is signed in.
        with acting(session.principal(), whence=session.whence()) as act:
            action(act)
    except ChecklistError as error:
        return error.message
    return ""


def fiscal_year(label: str, years: Sequence[int], key: str, default: int | None = None) -> int:
    """A fiscal year, chosen in the page's address so that the page can be opened there again."""
    return choice(label, years, key, words.fiscal_year, default)


def typed(label: str, key: str, widget: str, example: str, most: int) -> None:
    """Words to look for, kept in the page's address under `key`."""
    st.text_input(
        plain(label), st.query_params.get(key, ""), key=widget, placeholder=example, autocomplete="off", max_chars=most,
        on_change=_into_address, args=(key, widget),
    )  # fmt: skip


def choice(label: str, options: Sequence[T], key: str, shown: Callable[[T], str] = str, default: T | None = None) -> T:
    """One of the options, kept in the page's address under `key`; letters typed narrow long ones."""
    index = options.index(option.chosen(options, st.query_params.get(key), default))
    widget = f"choice-{key}"
    in_vain.choice(label, key, options, widget)
    # A callback runs before the script does: a page reads what its address asks for, and draws its inputs after that.
    found: T = st.selectbox(
        plain(label), options, index=index, format_func=shown, key=widget, placeholder=UNCHOSEN,
        filter_mode="contains" if len(options) > LONG else None, on_change=_into_address, args=(key, widget),
    )  # fmt: skip
    # Also without a tap: what an address asked for in vain is put right, so that a link copied from it shows the same.
    if str(found) != st.query_params.get(key, str(options[0])):
        st.query_params[key] = str(found)
    return found


def part(label: str, options: Sequence[T], key: str, shown: Callable[[T], str]) -> None:
    """One of the parts of a page, kept in its address: only the chosen one is read and sent."""
    widget = f"part-{key}"
    in_vain.choice(label, key, options, widget)
    st.segmented_control(
        plain(label), options, default=option.chosen(options, st.query_params.get(key)), required=True,
        format_func=lambda one: plain(shown(one)), key=widget, label_visibility="collapsed", width="stretch",
        on_change=_into_address, args=(key, widget),
    )  # fmt: skip


def _into_address(key: str, widget: str) -> None:
    """Bring a choice into the address before the page runs again, so that it is read as it was chosen."""
    found = session.recall(widget)
    st.query_params[key] = ",".join(map(str, found)) if isinstance(found, list) else str(found)


def choices(
    label: str, options: Sequence[T], key: str, shown: Callable[[T], str] = str, default: Sequence[T] = ()
) -> tuple[T, ...]:
    """Some of the options in their order, kept in the page's address under `key`."""
    picked = option.several(options, st.query_params.get(key), default)
    widget = f"choices-{key}"
    found = st.pills(
        plain(label), options, selection_mode="multi", default=picked, format_func=lambda one: plain(shown(one)),
        key=widget,
        on_change=_into_address, args=(key, widget),
    )  # fmt: skip
    kept = tuple(one for one in options if one in found)
    text = ",".join(map(str, kept))
    if text != st.query_params.get(key, ",".join(map(str, default))):
        st.query_params[key] = text
    return kept


def narrowed(found: Sequence[T], said: Callable[[T], str], what: str, key: str) -> list[T]:
    """The rows of a long list that hold the words typed, kept in the address as `find-` and the key; a short list stays."""
    if len(found) <= LONG:
        return list(found)
    with st.columns([1, 1])[0]:
        typed(f"{what}で絞り込む", f"find-{key}", f"narrowed-{key}", "例：中央", 100)
    words_typed = _folded(st.query_params.get(f"find-{key}", "")).split()
    kept = [one for one in found if all(word in _folded(said(one)) for word in words_typed)]
    # Beyond a page of rows, not all of them are shown at once.
    verb = "を表示しています" if len(kept) <= PAGE else "が条件に合います"
    told = Markup('<p class="soft" role="status">全{:,}件のうち{:,}件{}。</p>')
    st.html(told.format(len(found), len(kept), verb))
    return kept


def paged(found: Sequence[T], what: str, key: str) -> list[T]:
    """So many of a very long list as a screen can carry, the others by the address; a shorter list stays as it is."""
    if len(found) <= PAGE:
        return list(found)
    with st.container(width=RANGE):
        # With the number of rows: whoever narrows the list begins at its first ones.
        name, widget = f"page-{key}", f"page-{key}-{len(found)}"
        starts = {f"{one}-{len(found)}": one for one in range(0, len(found), PAGE)}
        first = starts[st.selectbox(
            plain("表示範囲"), list(starts), list(starts).index(option.chosen(list(starts), st.query_params.get(name))),
            lambda one: f"{starts[one] + 1}～{min(starts[one] + PAGE, len(found))}件目",
            key=widget, filter_mode=None, on_change=_into_address, args=(name, widget),
        )]  # fmt: skip
    return list(found[first : first + PAGE])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def address() -> dict[str, str]:
    """What the page's address asks for, by name."""
    return st.query_params.to_dict()


def number_in_address(key: str, name: str = "") -> int | None:
    """An id from the page's address, or None; where something else stands there it is told under its `name`, if it has one."""
    return in_vain.number(name, key)
