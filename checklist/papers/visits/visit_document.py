"""One visit, or one assessment, as a document: facts, chapters, items, and what needs attention."""

from __future__ import annotations

from collections.abc import Sequence

from checklist import words
from checklist.comparison.visit_comparison import (
    SheetComparison,
    VisitComparison,
    charts,
    percent_cell,
    side,
    visit_comparison,
)
from checklist.comparison.visit_sides import Side
from checklist.formats.document import Document, Facts, overview
from checklist.formats.table import Chart, Column, Cover, Table, Value
from checklist.model.assessments import Assessment, Track
from checklist.model.permission import Verb
from checklist.model.scales import SCALES
from checklist.model.sheets import SheetVersion
from checklist.model.visits import Visit
from checklist.papers.closing import agreed_tables
from checklist.rules import scoring
from checklist.rules.visits import visit_times
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.assessments import assessments, expected_items
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets

TABLES = 5
"""How many tables each sheet of a visit has, the first of them by chapter."""

_ATTENTION_COLUMNS = (
    Column("評価", "text", 10),
    Column("章", "text", 20),
    Column("項目コード", "text", 9),
    Column("項目", "text", 44),
    Column("評定", "text", 10),
    Column("コメント", "text", 50),
)
_UNANSWERED_COLUMNS = _ATTENTION_COLUMNS[:4]
_CHAPTER_COLUMNS = (
    Column("章", "text", 28, least=11),
    Column("得点率", "percent", 10),
    Column("評定数", "number", 9),
    Column("該当なし", "number", 9),
    Column("確認不能", "number", 9),
    Column("未回答", "number", 9),
)
_ITEM_COLUMNS = (
    Column("章", "text", 20),
    Column("項目コード", "text", 9),
    Column("項目", "text", 46),
    Column("評定", "text", 10),
    Column("コメント", "text", 50),
    Column("回答者", "text", 16),
    Column("回答日時", "date", 24),
)


def visit_document(view: View, visit_id: int) -> Document:
    """The document of one visit; a side that the reader may not read is absent and said so. Raises Forbidden."""
    found = visit_comparison(view, visit_id)
    facts = _visit_facts(view, found)
    tables = [overview(facts)]
    for one in found.sheets:
        suffix = f" {one.version.name}" if len(found.sheets) > 1 else ""
        tables += [
            one.chapter_table(f"章別{suffix}"),
            one.overall_table(f"評定の内訳{suffix}"),
            one.attention_table(f"{one.attention}{suffix}"),
            one.item_table(f"項目別{suffix}"),
            unanswered_table(f"未回答{suffix}", one.version, one.sides),
        ]
    tables += agreed_tables.of_visit(view, visit_id)
    host = hospitals.get(view, found.visit.host_id)
    title = f"{host.name} {found.visit.fiscal_year}年度 訪問評価"
    return Document(
        title,
        facts,
        tuple(tables),
        _items(found.sheets) or tables[0],
        charts(found.sheets, 1, TABLES),
        found.notes,
        found.fictional,
        _visit_cover(view, found),
    )


def _visit_cover(view: View, found: VisitComparison) -> Cover:
    """The letter with which the evaluating hospitals hand over what they found."""
    host = hospitals.get(view, found.visit.host_id)
    senders = tuple(hospitals.get(view, one).name for one in found.visit.evaluator_ids)
    # Table 0 is the overview; then each sheet begins with its chapters, and the values it gave come second.
    overall = tuple(2 + TABLES * place for place in range(len(found.sheets)))
    return Cover("医療安全対策　相互評価結果", f"{host.name}　病院長　殿", senders, numbered=True, first_page=overall)


def _items(found: Sequence[SheetComparison]) -> Table | None:
    """The items of all sheets as one table; of several sheets with their version in front."""
    tables = [one.item_table("項目別") for one in found]
    if len(tables) < 2:
        return tables[0] if tables else None
    rows = [(one.version.name, *row) for one, table in zip(found, tables, strict=True) for row in table.rows]
    return Table("項目別", (Column("点検表の版"), *tables[0].columns), tuple(rows))


def _visit_facts(view: View, found: VisitComparison) -> Facts:
    visit = found.visit
    versions = [f"{one.version.sheet_name} {one.version.name}" for one in found.sheets]
    return (
        ("受審病院", hospitals.get(view, visit.host_id).name),
        ("訪問病院", "、".join(hospitals.get(view, one).name for one in visit.evaluator_ids)),
        ("年度", words.fiscal_year(visit.fiscal_year)),
        ("訪問日", visit_times.of_visit(visit) or "未定"),
        ("実施方法", words.VISIT_MODES[visit.mode]),
        ("評価者", _members(view, visit)),
        ("点検表の版", "、".join(versions) or "なし（記録のみ）"),
        ("状態", words.VISIT_STATES[visit.state]),
        *((part.name, _state(part)) for one in found.sheets for part in one.sides),
    )


def _members(view: View, visit: Visit) -> str:
    return "、".join(people.named(view, one).name for one in visit.member_ids) or "未定"


def _state(found: Side) -> str:
    if found.assessment is None:
        return found.absence
    submitted = words.moment(found.assessment.submitted_at)
    state = words.ASSESSMENT_STATES[found.assessment.state]
    return f"{state}（{submitted}）" if submitted else state


def attention_table(version: SheetVersion, sides: Sequence[Side]) -> Table:
    """Every answer that needs a comment, side by side in sheet order, under the letters of those values."""
    scale = SCALES[version.scale]
    names = {chapter.code: chapter.name for chapter in version.chapters}
    rows = tuple(
        (one.name, names[item.chapter_code], item.code, item.text, one.word(item.code), one.comment(item.code))
        for item in version.items
        for one in sides
        if scale.needs_comment(one.value(item.code))
    )
    return Table(words.letters(scale.commented), _ATTENTION_COLUMNS, rows)


def unanswered_table(title: str, version: SheetVersion, sides: Sequence[Side]) -> Table:
    """Items without an answer, for each side that is shown."""
    names = {chapter.code: chapter.name for chapter in version.chapters}
    rows = tuple(
        (one.name, names[item.chapter_code], item.code, item.text)
        for item in version.items
        for one in sides
        if one.shown and one.value(item.code) is None
    )
    return Table(title, _UNANSWERED_COLUMNS, rows)


def assessment_document(view: View, assessment_id: int) -> Document:
    """The document of one assessment; raises NotFound or Forbidden."""
    assessments.require(view, assessment_id, Verb.READ)
    assessment = assessments.get(view, assessment_id)
    whole = sheets.get(view, assessment.version_code)
    version = whole.only(expected_items.of_assessment(view, assessment))
    own = side(view, words.TRACKS[assessment.track], assessment_id, whole.codes - version.codes)
    host = hospitals.get(view, assessment.hospital_id).name
    facts = _assessment_facts(host, assessment, version, own)
    scale = SCALES[version.scale]
    notes = (
        f"点検表：{version.sheet_name} {version.name}",
        *words.left_out(len(whole.items) - len(version.items)),
        scoring.definition(scale),
    )
    items = Table("項目別", _ITEM_COLUMNS, _item_rows(whole, own), notes)
    tables = (
        overview(facts),
        Table("章別", _CHAPTER_COLUMNS, _chapter_rows(version, own), notes),
        items,
        attention_table(version, [own]),
        unanswered_table("未回答", version, [own]),
    )
    title = f"{host} {assessment.fiscal_year}年度 {own.name}"
    drawn = (Chart("column", f"章別の得点率（{own.name}）", 1, "章", ("得点率",)),) if scale.scored else ()
    return Document(title, facts, tables, items, drawn, notes, region.load(view.db).fictional, _own_cover(assessment))


def _own_cover(assessment: Assessment) -> Cover | None:
    """A self-assessment goes to the director, who signs it."""
    if assessment.track is not Track.SELF:
        return None
    return Cover("医療安全対策　自己評価書", signatures=("病院長", "医療安全管理者"))


def _assessment_facts(host: str, assessment: Assessment, version: SheetVersion, own: Side) -> Facts:
    return (
        ("病院", host),
        ("年度", words.fiscal_year(assessment.fiscal_year)),
        ("評価の種類", own.name),
        ("回", f"第{assessment.edition}回"),
        ("点検表の版", f"{version.sheet_name} {version.name}"),
        ("状態", _state(own)),
        ("院長承認", words.moment(assessment.approved_at) or "未承認"),
    )


def _chapter_rows(version: SheetVersion, own: Side) -> tuple[tuple[Value, ...], ...]:
    rows: list[tuple[Value, ...]] = []
    scale = SCALES[version.scale]
    for code, name in (*((chapter.code, chapter.name) for chapter in version.chapters), ("", "全体")):
        score = own.score([item for item in version.items if code in ("", item.chapter_code)], scale)
        if score is not None:
            counts = (score.rated, score.not_applicable, score.unverified, score.unanswered)
            rows.append((name, percent_cell(score, scale.scored), *counts))
    return tuple(rows)


def _item_rows(version: SheetVersion, own: Side) -> tuple[tuple[Value, ...], ...]:
    names = {chapter.code: chapter.name for chapter in version.chapters}
    rows: list[tuple[Value, ...]] = []
    for item in version.items:
        rating = own.ratings.get(item.code)
        answer = (own.word(item.code), own.comment(item.code))
        by = (rating.saved_by, words.moment(rating.saved_at)) if rating else ("", "")
        rows.append((names[item.chapter_code], item.code, item.text, *answer, *by))
    return tuple(rows)
