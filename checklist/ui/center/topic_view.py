"""The topics on the screen: what the centre and a hospital wish, and the editions of the list itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from checklist import words
from checklist.comparison.learning_page import LearningPage, OwnWishes
from checklist.errors import Fault, Refused
from checklist.formats import file_lines
from checklist.imports import topic_file
from checklist.model.accounts import Principal
from checklist.model.center.learning import Topic, TopicEdition
from checklist.rules.center.topics import MOST_WISHES
from checklist.store.act import Act
from checklist.store.center import topics
from checklist.ui import inputs, markup, session, table_form, widgets

_HOW = f"大切なものから順に、{MOST_WISHES}つまで選んでください。"


def own_wishes(principal: Principal, page: OwnWishes) -> None:
    """What the own hospital wishes this year, and wished before."""
    widgets.section(f"支援センターへの希望（{page.year}年度）")
    st.html(
        markup.paragraph(
            "研修会や情報提供で取り上げてほしいテーマを伝えられます。支援センターと地域事務局には、テーマごとの病院数のみを示し、病院名は示しません。"
        )
    )
    if page.writes:
        _form(principal, page.edition, page.wished.get(page.year, ()), page.hospital_id)
    _earlier(page.edition, page.wished, "希望はまだありません", "医療安全管理者が入力します。")


def center_wishes(principal: Principal, page: LearningPage) -> None:
    """What the centre itself wants to take up, and what the questionnaires of its trainings asked for."""
    widgets.section(f"センターの希望（{page.year}年度）")
    _form(principal, page.edition, page.wished.get(page.year, ()), None)
    _earlier(page.edition, page.wished, "希望はまだありません", "上の欄から選んで保存してください。")
    widgets.section("研修会のアンケートの希望")
    if page.asked:
        rows = [[words.day(day), theme, markup.prose(wish)] for day, theme, wish in page.asked]
        heads: list[markup.Head | str] = ["実施日", markup.Head("研修会", 10), markup.Head("希望するテーマ・講師", 14)]
        st.html(markup.listing("研修会のアンケートの希望", heads, rows))
    else:
        widgets.empty("アンケートの希望はまだありません", "「事業」の研修会に記録すると、ここに表示します。")


def _form(principal: Principal, edition: TopicEdition, wished: tuple[str, ...], hospital_id: int | None) -> None:
    labels = {one.code: one.label for one in edition.topics}
    form = f"wishes-{hospital_id or 0}"
    key = f"{form}-{session.round_of(form)}"
    chosen = inputs.several(_HOW, labels, [one for one in wished if one in labels], key, most=MOST_WISHES)
    if st.button("希望を保存する", type="primary", key=f"{form}-save"):
        widgets.save(principal, lambda act: topics.wish(act, hospital_id, chosen), "希望を保存しました。", form)


def _earlier(edition: TopicEdition, wished: Mapping[int, tuple[str, ...]], nothing: str, step: str) -> None:
    if not any(wished.values()):
        widgets.empty(nothing, step)
        return
    labels = {one.code: one.label for one in edition.topics}
    rows = [
        [words.fiscal_year(year), "、".join(f"{place}. {labels.get(one, one)}" for place, one in enumerate(said, 1))]
        for year, said in wished.items()
    ]
    st.html(markup.listing("年度別の希望", ["年度", markup.Head("希望するテーマ", 16)], rows))


def editions(principal: Principal, page: LearningPage) -> None:
    """Which topics are in use since when, the list as a file, and the way to take a new edition in."""
    rows = [[one.name, words.day(one.since), f"{len(one.topics)}"] for one in reversed(page.editions)]
    st.html(markup.listing("テーマの版", ("版", "適用を始めた日", "テーマの数"), rows))
    widgets.notes(
        [
            "テーマは、点検表の章、相談内容の分類、運営要領の研修の内容を対応させた一覧です。ファイルを変更し、新しい版として取り込みます。"
        ]
    )
    widgets.links(
        ("今のテーマをExcelで保存", "/download/center/topics.xlsx"), ("CSVで保存", "/download/center/topics.csv")
    )
    with st.expander("新しい版を取り込む"):
        name = inputs.text("版の名称", "", 100, f"topics-name-{session.round_of('topics')}")
        since, fault = inputs.day("適用を始める日", page.today, f"topics-since-{session.round_of('topics')}")
        table_form.show(
            principal, "topics", "テーマのファイル", "テーマを取り込む", topic_file.read,
            lambda act, found: _adopt(act, name, since or page.today, found, fault), topic_file.shown,
            len(page.editions),
        )  # fmt: skip
    for one in page.edition.topics:
        with st.expander(widgets.plain(one.label)):
            for head, codes in (("点検表の章", one.chapters), ("相談内容", one.subjects)):
                told = "、".join(page.names.get(code, code) for code in codes)
                st.html(markup.paragraph(f"{head}：{told or 'なし'}"))


def _adopt(act: Act, name: str, since: date, found: list[Topic], fault: str) -> str:
    if fault:
        raise Refused([Fault("適用を始める日", fault)])
    with file_lines.by_row(found):
        topics.adopt(act, name, since, found)
    return f"「{name}」を{words.day(since)}から使います。"
