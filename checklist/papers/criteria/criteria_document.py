"""The judgement of the 施設基準 on paper, as a workbook and as a list: every requirement with its reason and records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checklist import words
from checklist.formats.document import Document, overview
from checklist.formats.table import Column, Table, Value
from checklist.model.criteria import Certainty, Result
from checklist.readings import criteria, criteria_words
from checklist.rules.criteria.evaluation import Evaluation, Judgement
from checklist.rules.criteria.points import ESTIMATE, Option, Standing, admissions, options, standings
from checklist.rules.criteria.rule_set import Requirement
from checklist.store import region
from checklist.store.act import View

_STANDINGS = (
    Column("加算", "text", 30),
    Column("届出", "text", 10),
    Column("判定", "text", 20),
    Column("適", "number", 8),
    Column("否", "number", 8),
    Column("要確認", "number", 8),
    Column("点数", "number", 8),
    Column("点数の確認", "text", 20),
)
_REQUIREMENTS = (
    Column("加算", "text", 18),
    Column("要件", "text", 20),
    Column("判定", "text", 8),
    Column("理由", "text", 50),
    Column("必要な対応", "text", 34),
    Column("示す記録", "text", 40),
    Column("基準の内容", "text", 50),
    Column("判定の目安", "text", 40),
    Column("根拠", "text", 40),
)
# With all nine columns in one table the paper had 26 pages. Answers first, words and sources behind them: nine.
_ON_PAPER = (
    Column("要件", "text", 24),
    Column("判定", "text", 20),
    Column("理由", "text", 50),
    Column("必要な対応", "text", 22),
    Column("示す記録", "text", 40),
)
_TEXTS = (
    Column("要件", "text", 24),
    Column("基準の内容", "text", 60),
    Column("判定の目安", "text", 44),
    Column("根拠", "text", 44),
)
_OUTLINE = ("加算", "要件", "判定", "基準の内容", "判定の目安", "根拠")
"""What a reader of the answers alone has of a requirement."""
SHOWN = 3
"""That many records stand in a line on paper; the list has them all."""
_OPTIONS = (
    Column("組合せ", "text", 40, least=11),
    Column("点数", "number", 8),
    Column("満たしていない要件", "text", 44, least=12),
    Column("要確認", "number", 8),
    Column("年間の金額（試算）", "number", 14),
    Column("届出中との差", "text", 44, least=7),
)


def certainty_word(certainty: Certainty | None) -> str:
    """How far something was confirmed; an empty text where its set was read as a whole."""
    return words.CERTAINTIES[certainty] if certainty else ""


def sourced(asked: Requirement) -> str:
    """Where a requirement comes from, and how far it was confirmed."""
    return "\n".join(one for one in (certainty_word(asked.certainty), asked.source) if one)


def document(view: View, hospital_id: int, on: date) -> Document:
    """The judgement of a hospital on a day; raises Forbidden or Refused."""
    found = criteria.evaluation(view, hospital_id, on)
    facts = [
        ("病院", found.facts.hospital.name),
        ("基準日", words.day(on)),
        ("施設基準", f"{found.rule_set.name}（{found.rule_set.source}）"),
        ("判定", criteria_words.headline(found)),
    ]
    facts += [] if found.outline else [("金額", criteria_words.money(found))]
    notes = tuple(
        one for one in (found.rule_set.statement, ESTIMATE, *found.rule_set.sources, *found.rule_set.notes) if one
    )
    main = requirement_table(found, notes)
    worth = () if found.outline else (option_table(found),)
    tables = (overview(tuple(facts), width=70), standing_table(found), *worth, *_on_paper(found))
    title = f"{found.facts.hospital.name} 施設基準の判定 {words.day(on)}"
    return Document(title, tuple(facts), tables, main, (), notes, region.load(view.db).fictional)


def standing_table(found: Evaluation) -> Table:
    """Each add-on with its answer, how many requirements have which, and its points with how far they were confirmed."""
    return Table("加算ごとの判定", _STANDINGS, tuple(_standing(one) for one in standings(found)))


def _standing(one: Standing) -> tuple[Value, ...]:
    counts = [len(one.of(result)) for result in (Result.MET, Result.NOT_MET, Result.UNKNOWN)]
    return (
        one.addon.name,
        "届出中" if one.filed else "なし",
        words.RESULTS[one.result],
        *counts,
        one.addon.points,
        certainty_word(one.addon.certainty),
    )


def requirement_table(found: Evaluation, notes: tuple[str, ...] = ()) -> Table:
    """Every requirement in the order of the law."""
    table = Table("要件ごとの判定", _REQUIREMENTS, tuple(_row(found, one) for one in found.judgements), notes)
    return _columns(table, _OUTLINE) if found.outline else table


def _columns(table: Table, names: tuple[str, ...]) -> Table:
    """Some columns of a table."""
    kept = [index for index, one in enumerate(table.columns) if one.name in names]
    rows = tuple(tuple(row[index] for index in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[index] for index in kept), rows=rows)


def _row(found: Evaluation, one: Judgement) -> tuple[Value, ...]:
    asked, verdict = one.requirement, one.verdict
    return (
        found.rule_set.addon(asked.addon).name,
        one.requirement.place,
        criteria_words.result_word(one),
        criteria_words.reason(one),
        verdict.remedy,
        "\n".join(shown.label for shown in verdict.shown),
        asked.text,
        asked.measure,
        sourced(asked),
    )


def _on_paper(found: Evaluation) -> tuple[Table, ...]:
    """The requirements of the add-ons that are filed (of all where none is), and then their words and sources."""
    chosen = [one.addon for one in criteria_words.claimed(found)] or list(found.rule_set.addons)
    judgements = [one for addon in chosen for one in found.of_addon(addon.code)]
    answers = [
        Table(f"{addon.name}の要件", _ON_PAPER, tuple(_short_row(one) for one in found.of_addon(addon.code)))
        for addon in chosen
    ]
    answers = [_columns(one, _OUTLINE) if found.outline else one for one in answers]
    asked = [one.requirement for one in judgements]
    # 加算1 and 加算2 share most of their words; each is printed once.
    texts = {(one.place, one.text): (one.place, one.text, one.measure, sourced(one)) for one in asked}
    return (*answers, Table("基準の内容と根拠", _TEXTS, tuple(texts.values())))


def _short_row(one: Judgement) -> tuple[Value, ...]:
    shown = [line.label for line in one.verdict.shown]
    more = [f"ほか{len(shown) - SHOWN}件"] if len(shown) > SHOWN else []
    records = "\n".join([*shown[:SHOWN], *more])
    return (
        one.requirement.place,
        criteria_words.result_word(one),
        criteria_words.reason(one),
        one.verdict.remedy,
        records,
    )


AS_IF_FILED = "「満たしていない要件」は、その組合せを届け出た場合の判定です。"


def option_table(found: Evaluation) -> Table:
    """The four combinations with what they lack and what they are worth."""
    notes = (admissions(found.facts).basis, AS_IF_FILED, ESTIMATE)
    return Table("点数と金額の試算", _OPTIONS, tuple(_option(one) for one in options(found)), notes)


def _option(one: Option) -> tuple[Value, ...]:
    missing = criteria_words.names(one.judgements(Result.NOT_MET)) or "なし"
    unknown = len(one.judgements(Result.UNKNOWN))
    yen = one.yen if one.yearly else None
    return (one.name, one.points, missing, unknown, yen, _difference(one))


def _difference(one: Option) -> str:
    """What it would bring beside what is filed now; less is told, too."""
    if one.filed:
        return "届出中"
    if not one.yearly:
        return f"{one.more_points:+d}点"
    return one.sentence or f"{one.more_points:+d}点 × 10円 × 新入院 {one.yearly:,}人 = {one.more_yen:+,}円/年"
