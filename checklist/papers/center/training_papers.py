"""The papers of a training: the brief for its lecturer, the announcement, the note with which others forward it, and its results."""

from __future__ import annotations

from checklist import words
from checklist.errors import NotFound
from checklist.formats.document import Document, Facts, overview
from checklist.formats.table import Chart, Column, Cover, Table
from checklist.model.center.activities import Training
from checklist.model.center.questionnaires import Purpose, QuestionKind
from checklist.readings.center import case_figures, questionnaire_results
from checklist.readings.center.questionnaire_results import ANSWER, COUNT, SHARE
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import desk, questionnaires
from checklist.store.records import records
from checklist.words.center import AUDIENCES, BASIC_POLICY, CENTER, TOPICS

BRIEF, ANNOUNCEMENT, FORWARDING = "brief", "announcement", "forwarding"
TITLES = {BRIEF: "講師への説明資料", ANNOUNCEMENT: "研修会のご案内", FORWARDING: "研修案内の転送文"}
_OF_THE_DESK = ("相談内容（大）", "所要")
"""How the titles of the figures begin that tell a lecturer what the desk has to do with."""


def document(view: View, training_id: int, paper: str) -> Document:
    """One of the papers of a training; raises Forbidden or NotFound."""
    if paper not in TITLES:
        raise NotFound("この書類はありません。")
    training = records.get(view, Training, training_id)
    makers = {BRIEF: _brief, ANNOUNCEMENT: _announcement, FORWARDING: _forwarding}
    return makers[paper](view, training)


def _facts(training: Training) -> Facts:
    audience = "、".join(AUDIENCES[code] for code in training.audience if code in AUDIENCES)
    return (
        ("テーマ", training.theme),
        ("実施日", words.day(training.held_on)),
        ("講師", training.lecturer or "未定"),
        ("内容の区分", TOPICS.get(training.topic, "")),
        ("受講の対象", audience or "未定"),
    )


def _lines(title: str, head: str, lines: tuple[str, ...], *notes: str) -> Table:
    return Table(title, (Column(head, "text", 90, least=24),), tuple((one,) for one in lines), notes)


def _made(view: View, heading: str, training: Training, tables: tuple[Table, ...], addressee: str = "") -> Document:
    facts = _facts(training)
    found = (overview(facts), *tables)
    cover = Cover(heading, addressee) if addressee else None
    return Document(f"{heading} {training.theme}", facts, found, tables[0], (), (), region.of(view).fictional, cover)


def _brief(view: View, training: Training) -> Document:
    """What the desk stands for, what it meets with, and what its people want to ask: not a talk in general."""
    rule = desk.rule(view, view.today)
    figures = case_figures.read(view, None)
    tables = [
        _lines("窓口の基本姿勢", "基本方針", BASIC_POLICY, "「医療安全支援センター運営要領」の基本方針によります。"),
        _lines("窓口が行うこと", "行うこと", _split(rule.does)),
        _lines("窓口が行わないこと", "行わないこと", _split(rule.does_not)),
        *(_questions(view, training)),
        *(one for one in figures.tables if one.title.startswith(_OF_THE_DESK)),
        _lines(
            "お願い", "お願いしたいこと",
            ("一般的な内容ではなく、相談窓口の主旨に沿った内容としてください。", "事前の質問を踏まえて、講演の内容を作成してください。"),
        ),
    ]  # fmt: skip
    return _made(view, TITLES[BRIEF], training, tuple(tables))


def _questions(view: View, training: Training) -> tuple[Table, ...]:
    """What was collected beforehand, by question, and what the centre has written itself."""
    found = []
    if asked := questionnaires.of_training(view, training.id).get(Purpose.BEFORE):
        results = questionnaire_results.of(view, asked, training)
        found += [questionnaire_results.table(results, one) for one in results.tallies]
    if typed := _split(training.questions):
        found.append(_lines("センターからの質問", "質問", typed))
    return tuple(found) or (_lines("事前の質問", "質問", (), "事前の質問はまだありません。"),)


def _announcement(view: View, training: Training) -> Document:
    way = ["会場またはオンラインでの受講（時間と会場は別にお知らせします）"]
    if training.demand_from and training.demand_until:
        way.append(f"オンデマンド配信：{words.day(training.demand_from)}から{words.day(training.demand_until)}まで")
    way.append("配信期間に受講できないときは、再配信をお申し出ください。")
    tables = [
        _lines("受講の方法", "方法", tuple(way)),
        _lines("受講の対象", "対象", tuple(AUDIENCES[one] for one in training.audience if one in AUDIENCES)),
    ]
    asked = questionnaires.of_training(view, training.id)
    if before := asked.get(Purpose.BEFORE):
        told = (f"{words.day(before.closes_on)}までに、事前の質問のアンケート（無記名）でお寄せください。",)
        tables.append(_lines("講師への質問", "お願い", told))
    if Purpose.AFTER in asked:
        told = ("受講後、無記名のアンケートにご協力ください。スマートフォンで1分ほどで回答できます。",)
        tables.append(_lines("受講後アンケート", "お願い", told))
    return _made(view, TITLES[ANNOUNCEMENT], training, tuple(tables), "関係機関　各位")


def _forwarding(view: View, training: Training) -> Document:
    body = (
        f"{CENTER}の研修会「{training.theme}」（{words.day(training.held_on)}）の案内を転送します。",
        "当所が主催する研修ではテーマとして取り上げないものであるため、受講して業務の参考にしていただきたく、お知らせします。",
        "会計年度任用職員、委託業者・派遣会社の職員も受講できます。勤務日数が少ない職員は、オンデマンド配信をご利用ください。",
        "オンデマンド配信は、相談電話の着信や来所の面接がないときに、同日に勤務している職員の了解を得て、1名ずつ勤務時間中に受講できます。",
    )
    return _made(view, TITLES[FORWARDING], training, (_lines("転送文", "本文", body),), "相談窓口　担当者　各位")


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def results(view: View, questionnaire_id: int) -> Document:
    """What was answered to a questionnaire: the tables of the screen, cell by cell; raises Forbidden or NotFound."""
    found = questionnaire_results.read(view, questionnaire_id)
    facts = (
        *_facts(found.training)[:3],
        ("回答の数", found.base),
        ("受付期間", questionnaire_results.window(found.questionnaire)),
    )
    tables = tuple(questionnaire_results.table(found, one) for one in found.tallies)
    charts = tuple(
        Chart("bar", table.title, place, ANSWER, (COUNT,))
        for place, (table, one) in enumerate(zip(tables, found.tallies, strict=True), 1)
        if one.question.kind is not QuestionKind.TEXT and one.answers
    )
    title = f"アンケートの結果 {found.training.theme}"
    notes = ("回答は無記名です。",)
    whole = _whole(tables)
    return Document(title, facts, (overview(facts), *tables), whole, charts, notes, region.of(view).fictional)


def _whole(tables: tuple[Table, ...]) -> Table:
    """Every question below the other, for the one table that a CSV file holds."""
    columns = (
        Column("質問", "text", 40),
        Column(ANSWER, "text", 40),
        Column(COUNT, "number", 10),
        Column(SHARE, "percent", 12),
    )
    rows = tuple((one.title, *row, *(None,) * (3 - len(row))) for one in tables for row in one.rows)
    return Table("すべての回答", columns, rows)
