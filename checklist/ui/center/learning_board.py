"""結果から学ぶ on the screen: what to look at first, all topics side by side, and one topic from which something is drafted."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from checklist.comparison.learning_page import EDITIONS, FIRST, OUTCOMES, PARTS, WISHES, LearningPage, TopicLine
from checklist.comparison.learning_signals import Signal
from checklist.model.accounts import Principal
from checklist.model.center.learning import Ground, Source, Topic
from checklist.rules.center import drafts
from checklist.store.act import Act
from checklist.store.center import learning
from checklist.ui import markup, widgets
from checklist.ui.center import learning_outcome_view, topic_view
from checklist.words.center import SOURCES

_CARD = Markup("<li><h2>{}</h2>{}{}{}</li>")
_NOTHING = (
    "目立つ結果はまだありません",
    "点検の結果、指摘事項、相談、希望がそろうと、検討するテーマをここに並べます。",
)
_UNITS = {Source.CHAPTER: "得点率", Source.ITEM: "得点率", Source.REPEATED: "", Source.SUBJECT: "", Source.WISH: "希望"}


def show(principal: Principal, page: LearningPage) -> None:
    """The part that was asked for; people who draft nothing see the topics alone."""
    if page.writes:
        widgets.part("表示", tuple(PARTS), "part", PARTS.__getitem__)
    if page.part == OUTCOMES:
        learning_outcome_view.show(page)
    elif page.part == WISHES:
        topic_view.center_wishes(principal, page)
    elif page.part == EDITIONS:
        topic_view.editions(principal, page)
    elif page.chosen:
        _topic(principal, page, page.chosen)
    else:
        _topics(page)


def _topics(page: LearningPage) -> None:
    first = [one for one in page.lines if one.ahead][:FIRST]
    if first:
        widgets.section("はじめに検討するテーマ")
        st.html(Markup('<ul class="practices">{}</ul>').format(markup.joined(map(_card, first))))
    else:
        widgets.empty(*_NOTHING)
    widgets.table(page.table)
    widgets.downloads("/download/center/learning")
    names = [one.topic.code for one in page.lines]
    labels = {one.topic.code: one.topic.label for one in page.lines}
    with st.expander("ほかのテーマを開く"):
        st.html(markup.row(markup.link(labels[one], _href(one), "button") for one in names))


def _href(code: str) -> str:
    return f"/learning?topic={code}"


def _card(line: TopicLine) -> Markup:
    """What stands out of a topic, each with its number."""
    chips = markup.row(markup.chip(one, "busy") for one in dict.fromkeys(each.ahead for each in line.ahead))
    told = markup.joined(Markup("<p>{}</p>").format(drafts.told(one.ground)) for one in line.ahead)
    return _CARD.format(line.topic.label, chips, told, markup.link("根拠を確認する", _href(line.topic.code), "button"))


def _topic(principal: Principal, page: LearningPage, line: TopicLine) -> None:
    widgets.back("すべてのテーマ", "/learning")
    widgets.section(line.topic.label)
    if not line.signals:
        widgets.empty(
            "このテーマの結果はまだありません", "点検、指摘事項、相談、希望のいずれかがあると、ここに表示します。"
        )
    for source in Source:
        mine = [one for one in line.signals if one.ground.source is source]
        if mine:
            widgets.subsection(SOURCES[source])
        for place, signal in enumerate(mine):
            _signal(principal, page, line.topic, signal, f"{source.value}-{place}")
    widgets.notes(page.table.notes)


def _signal(principal: Principal, page: LearningPage, topic: Topic, signal: Signal, key: str) -> None:
    """One figure with what it is made of, and what can be drafted from it."""
    ground = signal.ground
    chip = markup.chip(signal.ahead, "busy") if signal.ahead else Markup("")
    with st.container(border=True):
        st.html(
            Markup("<p><b>{}</b> {}<br>{}</p>").format(
                _figure(ground), chip, markup.small(f"{drafts.made_of(ground)}。{signal.detail}。")
            )
        )
        if page.writes:
            with st.container(horizontal=True):
                if st.button("研修会を下書き", key=f"training-{key}"):
                    _draft(principal, page, topic, ground, council=False)
                if st.button("協議会の議題を下書き", key=f"council-{key}"):
                    _draft(principal, page, topic, ground, council=True)


def _figure(ground: Ground) -> str:
    number = f"{ground.value:.1f}" if ground.unit == "％" else f"{ground.value:.0f}"
    return f"{ground.label}　{_UNITS[ground.source]}{number}{ground.unit}"


def _draft(principal: Principal, page: LearningPage, topic: Topic, ground: Ground, council: bool) -> None:
    """Save it, and show where it stands; its day and its words are settled there."""

    def action(act: Act) -> str:
        record = (
            drafts.council_item(topic, ground, act.today, page.meeting)
            if council
            else drafts.training(topic, ground, act.today)
        )
        learning.draft(act, record, ground)
        st.query_params.clear()
        st.query_params["part"] = OUTCOMES
        return "協議会の議題を下書きしました。" if council else "研修会を下書きしました。"

    widgets.save(principal, action, "")
