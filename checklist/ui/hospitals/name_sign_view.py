"""外字 of a hospital's names on its page: how they are printed today, the choice for one of them, and every choice so far."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import streamlit as st

from checklist import words
from checklist.errors import ChecklistError, Fault, Refused
from checklist.formats import glyphs
from checklist.model.accounts import Principal
from checklist.model.hospitals import Hospital, NameSign
from checklist.rules.hospitals import name_signs as rule
from checklist.store.act import Act
from checklist.store.files import picture
from checklist.store.hospitals import name_signs
from checklist.ui import inputs, markup, session, widgets
from checklist.ui.markup import Head

TITLE = "名称の外字の印刷を決める"
FORM = "name-sign"
PICTURE = "図（任意。白い地に黒い1文字のPNGまたはJPEG。選ばずに保存すると図は使いません）"
KINDS = ("png", "jpg", "jpeg")
HEADS = ("名称", "印刷", "置き換え")
PAST = ("日時", "変更した人", Head("外字", 6), "印刷する文字")
HINT = (
    "外字など、書類の書体にない文字は、PDFでは「〓」と印刷されます。ここで決めた文字を、PDF・Excel・PowerPointの書類で、この病院の名称・"
    "開設者・所在地・グループと所属する人の氏名に限って代わりに印刷し、書類に注記します。図（画像）も登録すると、PDFでは図を印刷します。登録されている名称は変わりません。"
)


def open_signs(hospital: Hospital, found: Sequence[NameSign]) -> tuple[str, ...]:
    """The signs of a hospital's own names for which 〓 is printed."""
    known = rule.standing(found)
    return tuple(one for one in glyphs.unprintable("".join(_names(hospital))) if one not in known)


def _names(hospital: Hospital) -> tuple[str, ...]:
    return tuple(filter(None, (hospital.name, hospital.founder, hospital.address, hospital.corporate_group)))


def form(principal: Principal, hospital: Hospital, found: Sequence[NameSign]) -> None:
    """What stands on paper today, and the choice for one sign."""
    st.html(markup.paragraph(HINT))
    known = rule.standing(found)
    drawn = rule.pictures(found)
    told = {sign: f"{text}（PDFでは図）" if sign in drawn else text for sign, text in known.items()}
    rows = [[name, _printed(name, known), _used(name, told)] for name in _names(hospital)]
    st.html(markup.listing("名称の印刷", HEADS, [row for row in rows if row[2]] or rows[:1]))
    waiting = open_signs(hospital, found)
    key = f"{FORM}-{hospital.id}-{session.round_of(FORM)}"
    with st.form(key, enter_to_submit=False):
        left, right = st.columns(2)
        with left:
            start = rule.called(waiting[0]) if waiting else ""
            sign = inputs.text("外字（文字、またはU+E000のような番号）", start, 20, f"{key}-sign")
        with right:
            text = inputs.text("印刷する文字（空欄で保存すると取消し）", "", rule.LONGEST, f"{key}-text")
        name, content = inputs.file(PICTURE, KINDS, f"{key}-picture")
        if st.form_submit_button("外字の印刷を保存する", type="primary"):
            _save(principal, hospital, sign, text, content if name else b"")
    for one, shown in drawn.items():
        st.image(base64.b64decode(shown), f"{rule.called(one)}の図", width=64)
    if found:
        past = [
            [
                words.moment(one.at),
                one.by,
                rule.called(one.sign),
                f"{one.text}{'と図' if one.picture else ''}" or "取消し",
            ]
            for one in reversed(found)
        ]
        st.html(markup.listing("外字の変更の記録", PAST, past))


def _save(principal: Principal, hospital: Hospital, sign: str, text: str, content: bytes) -> None:
    try:
        small = picture.sign(content) if content else b""
    except ChecklistError as error:
        widgets.refused(error)
        return
    widgets.save(principal, lambda act: _choose(act, hospital, sign, text, small), "", FORM)


def _printed(name: str, known: dict[str, str]) -> str:
    for sign in sorted(known, key=len, reverse=True):
        name = name.replace(sign, known[sign])
    return glyphs.printed(name)


def _used(name: str, known: dict[str, str]) -> str:
    told = [f"{rule.called(sign)}→{text}" for sign, text in known.items() if sign in name]
    told += [f"{rule.called(one)}→{glyphs.GETA}" for one in glyphs.unprintable(name) if one not in known]
    told += [f"{rule.called(one)}→標準の字形" for one in glyphs.common_forms(name) if one not in known]
    return markup.lines(told)


def _choose(act: Act, hospital: Hospital, sign: str, text: str, small: bytes) -> str:
    if missing := glyphs.unprintable(text):
        raise Refused([Fault(rule.TEXT, glyphs.told(missing))])
    meant = name_signs.choose(act, hospital.id, sign, text, small)
    told = "印刷を保存しました。" if text.strip() else "印刷の指定を取り消しました。"
    return f"{rule.called(meant)}の{told}"
