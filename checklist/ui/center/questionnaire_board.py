"""The questionnaire of a training on the screen: its link and code, when it is open, its questions, and the answers at once."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.center.questionnaires import Purpose, Question, QuestionEdition, QuestionKind, Questionnaire
from checklist.papers.center import questionnaire_poster
from checklist.readings.center import questionnaire_results
from checklist.readings.center.questionnaire_results import Results
from checklist.readings.center.trainings_page import TrainingsPage
from checklist.rules.center import questionnaires as rules
from checklist.rules.center.questionnaires import Tally
from checklist.rules.closing import erasure
from checklist.store import outer
from checklist.store.act import Act, viewing
from checklist.store.center import questionnaire_erasures, questionnaires
from checklist.ui import axes, charts, inputs, markup, sentences, session, widgets
from checklist.ui.colors import SOFT
from checklist.ui.records.incident_charts import BARS
from checklist.words.center import PURPOSES, QUESTION_KINDS

EVERY = 5
"""Seconds between two looks at the answers."""
USUAL_DAYS = 14


def show(principal: Principal, page: TrainingsPage) -> None:
    """The one of the part's purpose: to make, or with what came in."""
    assert page.chosen
    if page.questionnaire is None:
        _start(principal, page)
    else:
        _link(page, page.questionnaire)
        _window(principal, page, page.questionnaire)
        if page.results:
            _answers(principal, page.results)
            _erase(principal, page.results)
    if page.edition:
        _questions(principal, page, page.edition)


def _start(principal: Principal, page: TrainingsPage) -> None:
    one, purpose = page.chosen, page.purpose
    assert one
    word = PURPOSES[purpose]
    widgets.empty(f"{word}はまだありません", "受付期間を決めて作成すると、リンクとQRコードができます。")
    before = purpose is Purpose.BEFORE
    first = page.today if before else one.held_on
    # Of those who watch on demand the last ones answer when the window closes.
    last = one.held_on if before else (one.demand_until or one.held_on + timedelta(days=USUAL_DAYS))
    days = _days(first, max(first, last), f"window-{one.id}-{purpose}")
    if st.button(f"{word}を作成する", type="primary", key=f"start-{one.id}-{purpose}"):
        widgets.save(
            principal,
            lambda act: _made(act, one.id, purpose, days),
            f"{word}を作成しました。",
        )


def _made(act: Act, training_id: int, purpose: Purpose, days: tuple[date | None, date | None]) -> None:
    questionnaires.start(act, training_id, purpose, *days)


def _days(first: date, last: date, key: str) -> tuple[date | None, date | None]:
    left, right = st.columns(2)
    with left:
        opens, _ = inputs.day("受付の開始日", first, f"{key}-opens")
    with right:
        closes, _ = inputs.day("受付の終了日", last, f"{key}-closes")
    return opens, closes


def base() -> str:
    """The address of the server as this browser reached it, unless the settings say another."""
    here = urlsplit(st.context.url or "")
    return str(outer.outer() or f"{here.scheme or 'http'}://{here.netloc or 'localhost'}")


def _link(page: TrainingsPage, asked: Questionnaire) -> None:
    """The code as large as the screen lets it, for a hall that scans it from there."""
    address = questionnaire_poster.address(base(), asked)
    state = "受付中" if asked.is_open(page.today) else "受付前" if page.today < asked.opens_on else "受付終了"
    told = Markup('{}<p>{}</p><p class="hash">{}</p>').format(
        markup.chip(state, "done" if state == "受付中" else "quiet"), questionnaire_results.window(asked), address
    )
    picture = markup.picture(questionnaire_poster.code(base(), asked), f"{PURPOSES[asked.purpose]}のQRコード", "code")
    st.html(Markup('<div class="invitation">{}<div>{}</div></div>').format(picture, told))
    widgets.links(
        ("回答の画面を開く", f"/q/{asked.token}"),
        ("QRコードを印刷する（A4・PDF）", f"/download/center/questionnaires/{asked.id}/poster.pdf"),
    )


def _window(principal: Principal, page: TrainingsPage, asked: Questionnaire) -> None:
    with st.expander("受付期間を変更する"):
        days = _days(asked.opens_on, asked.closes_on, f"reopen-{asked.id}")
        if st.button("受付期間を変更する", key=f"reopen-{asked.id}-save"):
            widgets.save(principal, lambda act: questionnaires.reopen(act, asked.id, *days), "受付期間を変更しました。")


# A fragment: while people in the hall answer, the pictures grow without the page being read anew.
@st.fragment(run_every=EVERY)
def _answers(principal: Principal, first: Results) -> None:
    with viewing(principal) as view:
        found = questionnaire_results.read(view, first.questionnaire.id)
    widgets.section("回答")
    st.html(Markup('<p class="prose" role="status"><b>{}</b></p>').format(found.base))
    if not found.answers:
        widgets.empty("回答はまだありません", "QRコードを示すと、回答がここに表示されます（自動で更新します）。")
        return
    for tally in found.tallies:
        _tally(found, tally)
    widgets.downloads(f"/download/center/questionnaires/{found.questionnaire.id}/results")


def _tally(found: Results, tally: Tally) -> None:
    table = questionnaire_results.table(found, tally)
    widgets.subsection(table.title)
    if tally.counts and tally.told:
        key = f"tally-{found.questionnaire.id}-{tally.number}"
        sentences.say(sentences.most(tally.counts.items(), "人"))
        charts.draw(_bars(tally), f"{tally.question.text}。同じ数値は下の表で確認できます。", key)
    st.html(markup.table(table, tall=len(table.rows) > 14))


def _bars(tally: Tally) -> go.Figure:
    """The numbers as bars beside their words, the first one on top."""
    names = list(tally.counts)
    counts = list(tally.counts.values())
    trace = {
        "type": "bar", "orientation": "h", "x": counts, "y": names, "text": [f"{one}" for one in counts],
        "textposition": "outside", "cliponaxis": False, "marker": {"color": BARS[0]},
        "hovertemplate": "%{y}<br>%{x}人<extra></extra>",
    }  # fmt: skip
    font = {"color": SOFT, "size": 14}
    across = axes.counts(max(counts)) | {"tickangle": 0}
    up = {"autorange": "reversed", "fixedrange": True, "automargin": True, "tickfont": font, "type": "category",
          "ticklabelstandoff": 4}  # fmt: skip
    settings = charts.layout(80 + 34 * len(names)) | {
        "xaxis": across,
        "yaxis": up,
        "showlegend": False,
        "margin": {"l": 8, "r": 40, "t": 12, "b": 36},
    }
    return charts.figure([trace], settings)


def _erase(principal: Principal, found: Results) -> None:
    """A name that was written although nobody should: its text goes, and the answer still counts."""
    texts = {
        f"{tally.number}\n{text}": f"質問{tally.number}：{text}"
        for tally in found.tallies
        for text in tally.texts
        if not erasure.is_tombstone(text)
    }
    if not texts:
        return
    with st.expander("個人名が書かれた自由記述を削除する"):
        key = f"erase-{found.questionnaire.id}"
        chosen = inputs.choice_or_none("削除する自由記述", texts, None, f"{key}-{session.round_of(key)}")
        reason = inputs.reason("削除する理由", f"{key}-reason-{session.round_of(key)}")
        if st.button("この記述を削除する", key=f"{key}-save") and chosen:
            number, _, text = chosen.partition("\n")
            widgets.save(
                principal,
                lambda act: questionnaire_erasures.erase(act, found.questionnaire.id, number, text, reason),
                "記述を削除しました。回答の数は変わりません。",
                key,
            )


def _questions(principal: Principal, page: TrainingsPage, edition: QuestionEdition) -> None:
    with st.expander("質問を見る・変更する"):
        widgets.notes(
            [
                f"次に作成する{PURPOSES[edition.purpose]}から使う質問です（{edition.name}）。作成済みのアンケートの質問は変わりません。",
                "選択肢は1行に1つ入力します。5段階では、1と5の言葉を2行で入力します。質問の欄を空にすると、その質問を除きます。",
            ]
        )
        key = f"questions-{edition.purpose}-{edition.number}"
        key = f"{key}-{session.round_of(key)}"
        name = inputs.text("版の名称", f"{words.day(page.today)}の版", 100, f"{key}-name")
        asked = [_question(place, edition.questions, key) for place in range(rules.MOST_QUESTIONS)]
        if st.button("この質問を使う", key=f"{key}-save"):
            shown = [one for one in asked if one]
            widgets.save(
                principal,
                lambda act: questionnaires.adopt(act, edition.purpose, name, shown) and None,
                "次に作成するアンケートから、この質問を使います。",
            )


def _question(place: int, known: tuple[Question, ...], key: str) -> Question | None:
    old = known[place] if place < len(known) else Question(QuestionKind.TEXT, "")
    widgets.notes([f"質問{place + 1}"])
    text = inputs.text(f"質問{place + 1}の文", old.text, rules.QUESTION_LIMIT, f"{key}-text-{place}")
    left, right = st.columns(2)
    with left:
        kind = inputs.choice(f"質問{place + 1}の種類", QUESTION_KINDS, old.kind.value, f"{key}-kind-{place}")
        wish = st.checkbox(
            widgets.plain(f"質問{place + 1}の回答を次のテーマの希望に加える"), old.wish, key=f"{key}-wish-{place}"
        )
    with right:
        options = inputs.long_text(f"質問{place + 1}の選択肢", "\n".join(old.options), 900, f"{key}-options-{place}")
    lines = tuple(line.strip() for line in options.splitlines() if line.strip())
    made = Question(QuestionKind(kind), text, () if kind == QuestionKind.TEXT else lines, wish)
    return made if text.strip() else None
