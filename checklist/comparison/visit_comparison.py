"""Self against visitor of one visit, by chapter and by item; each side asks its own permission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist import words
from checklist.comparison.visit_sides import ChapterPair, ItemPair, Side
from checklist.errors import Forbidden
from checklist.formats.table import Chart, Column, Table, Value
from checklist.model.assessments import Assessment, AssessmentState, Track
from checklist.model.permission import Verb
from checklist.model.scales import SCALES, Scale
from checklist.model.sheets import Item, SheetVersion
from checklist.model.visits import Visit
from checklist.rules import access, scoring
from checklist.rules.scoring import Score
from checklist.store import region
from checklist.store.act import View
from checklist.store.assessments import assessments, expected_items
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from checklist.words.first_screen import ONE_VISIT

SELF, VISITOR = words.TRACKS[Track.SELF], words.TRACKS[Track.VISITOR]
DIFFERS, SAME, ONE_SIDED = "差あり", "一致", "片側のみ"


@dataclass(frozen=True)
class SheetComparison:
    """One visit sheet, its version with the items that are for its host: both sides, chapters (全体 last) and all items in sheet order."""

    version: SheetVersion
    self_side: Side
    visitor_side: Side
    chapters: tuple[ChapterPair, ...]
    items: tuple[ItemPair, ...]
    left_out: tuple[str, ...] = ()
    """The sentence about the items that are not for its host."""

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides, self first."""
        return self.self_side, self.visitor_side

    @property
    def scale(self) -> Scale:
        """The scale of the sheet."""
        return SCALES[self.version.scale]

    @property
    def scored(self) -> bool:
        """Whether the scale of the sheet has a score."""
        return self.scale.scored

    @property
    def attention(self) -> str:
        """What the table of everything that needs attention is called: the letters of its values."""
        return words.letters(self.scale.commented)

    @property
    def notes(self) -> tuple[str, ...]:
        """State of both sides, why one is absent, and how the score is defined."""
        absent = tuple(f"{side.name}：{side.absence}" for side in self.sides if side.absence)
        states = tuple(
            f"{side.name}：{words.ASSESSMENT_STATES[side.assessment.state]}"
            for side in self.sides
            if side.shown and side.assessment
        )
        sheet = f"点検表：{self.version.sheet_name} {self.version.name}"
        return (sheet, *self.left_out, *states, *absent, scoring.definition(self.scale))

    def chapter_table(self, title: str = "章別の比較") -> Table:
        """Chapters with both scores and their denominators."""
        rows = tuple(_chapter_row(pair, self.scored) for pair in self.chapters)
        return Table(title, _CHAPTER_COLUMNS, rows, self.notes)

    def item_table(self, title: str = "項目別の比較", differences_first: bool = False) -> Table:
        """Every item with both sides; on demand those that differ come first."""
        ordered = sorted(self.items, key=lambda pair: differences_first and pair.difference != DIFFERS)
        return Table(title, _ITEM_COLUMNS, tuple(map(_item_row, ordered)), self.notes)

    def attention_table(self, title: str = "") -> Table:
        """Every item for the host that either side gave a value that needs a comment, with both ratings and comments."""
        found = [
            pair
            for pair in self.items
            if pair.code in self.version.codes
            and any(map(self.scale.needs_comment, (pair.self_value, pair.visitor_value)))
        ]
        return Table(title or self.attention, _ITEM_COLUMNS, tuple(map(_item_row, found)), self.notes)

    def overall_table(self, title: str = "評定の内訳") -> Table:
        """How often each side gave each value."""
        names = (*(one.letter for one in self.scale.values), words.UNANSWERED)
        columns = (
            Column("評価", "text", 14),
            Column("得点率", "percent", 10),
            *(Column(n, "number", 9) for n in names),
        )
        return Table(title, columns, tuple(self._overall(side) for side in self.sides if side.shown), self.notes)

    def _overall(self, side: Side) -> tuple[Value, ...]:
        given = [side.value(item.code) for item in self.version.items]
        percent = percent_cell(side.score(self.version.items, self.scale), self.scored)
        return (side.name, percent, *(given.count(value) for value in (*self.scale.codes, None)))


@dataclass(frozen=True)
class VisitComparison:
    """Every sheet of one visit; `tables` holds chapters and items of each sheet in turn."""

    title: str
    visit: Visit
    sheets: tuple[SheetComparison, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
    fictional: bool


_CHAPTER_COLUMNS = (
    Column("章", "text", 28, least=11),
    Column(f"{SELF} 得点率", "percent", 11),
    Column(f"{SELF} 評定数", "number", 9),
    Column(f"{SELF} 確認不能", "number", 9),
    Column(f"{SELF} 未回答", "number", 9),
    Column(f"{VISITOR} 得点率", "percent", 11),
    Column(f"{VISITOR} 評定数", "number", 9),
    Column(f"{VISITOR} 確認不能", "number", 9),
    Column(f"{VISITOR} 未回答", "number", 9),
    Column("評定が異なる項目", "number", 10),
)
_ITEM_COLUMNS = (
    Column("章", "text", 18, least=11),
    Column("項目コード", "text", 9),
    Column("項目", "text", 40, least=20),
    Column(SELF, "text", 10),
    Column(VISITOR, "text", 10),
    Column("差", "text", 9),
    Column(f"{SELF}のコメント", "text", 36, least=16),
    Column(f"{VISITOR}のコメント", "text", 36, least=16),
)


def _chapter_row(pair: ChapterPair, scored: bool) -> tuple[Value, ...]:
    cells: list[Value] = [pair.chapter_name]
    for score in (pair.self_score, pair.visitor_score):
        cells += [percent_cell(score, scored)]
        cells += [None, None, None] if score is None else [score.rated, score.unverified, score.unanswered]
    both = pair.self_score is not None and pair.visitor_score is not None
    return (*cells, pair.differences if both else None)


def percent_cell(score: Score | None, scored: bool) -> Value:
    """得点率 as it stands in a cell: nothing for a side that is absent, 比較不可 without a denominator."""
    if score is None:
        return None
    return words.NOT_COMPARABLE if not scored or score.percent is None else score.percent


def _item_row(pair: ItemPair) -> tuple[Value, ...]:
    return (
        pair.chapter_name,
        pair.code,
        pair.text,
        pair.self_word,
        pair.visitor_word,
        pair.difference,
        pair.self_comment,
        pair.visitor_comment,
    )


def visit_comparison(view: View, visit_id: int) -> VisitComparison:
    """Self against visitor of one visit; raises NotFound, or Forbidden when the visit itself may not be known."""
    if view.principal.visit_scope not in (None, visit_id):
        raise Forbidden
    visit = visits.get(view, visit_id)
    tracks = assessments.of_visit(view, visit_id)
    compared = [one.id for one in tracks if one.track is not Track.AGREED]
    # Read together here, so that the sheets and their sides find them read.
    expected_items.of_assessments(view, [one for one in tracks if one.track is Track.VISITOR])
    assessments.ratings_of(view, assessments.readable(view, compared))
    found = tuple(_sheet(view, one, tracks) for one in tracks if one.track is Track.VISITOR)
    titles = [f" {one.version.name}" if len(found) > 1 else "" for one in found]
    tables = tuple(
        table
        for one, title in zip(found, titles, strict=True)
        for table in (one.chapter_table(f"章別の比較{title}"), one.item_table(f"項目別の比較{title}"))
    )
    host = hospitals.get(view, visit.host_id)
    notes = (ONE_VISIT, *dict.fromkeys(note for one in found for note in one.notes))
    title = f"{host.name} {visit.fiscal_year}年度 自己評価と訪問評価の比較"
    return VisitComparison(title, visit, found, tables, charts(found, 0, 2), notes, region.of(view).fictional)


def charts(found: Sequence[SheetComparison], first: int, step: int) -> tuple[Chart, ...]:
    """One chart for each sheet with a score, whose chapter table has the number first, first + step and so on."""
    values = (f"{SELF} 得点率", f"{VISITOR} 得点率")
    return tuple(
        Chart("column", f"章別の得点率（{one.version.name}）", first + step * place, "章", values)
        for place, one in enumerate(found)
        if one.scored
    )


def _sheet(view: View, visitor: Assessment, tracks: Sequence[Assessment]) -> SheetComparison:
    whole = sheets.get(view, visitor.version_code)
    version = whole.only(expected_items.of_assessment(view, visitor))
    # A visit uses each version once, so the self-assessment of that version is the one beside the visitors'.
    mine = [one.id for one in tracks if one.track is Track.SELF and one.version_code == visitor.version_code]
    exempt = whole.codes - version.codes
    sides = (
        side(view, SELF, mine[0] if mine else None, exempt),
        side(view, VISITOR, visitor.id, exempt),
    )
    names = {chapter.code: chapter.name for chapter in whole.chapters}
    # All of them, so that nothing that was written is lost; the numbers are made of those that are for the host.
    items = tuple(_pair(item, names[item.chapter_code], *sides) for item in whole.items)
    every = (*((chapter.code, chapter.name) for chapter in version.chapters), ("", "全体"))
    chapters = [_chapter(code, name, version, items, sides) for code, name in every]
    return SheetComparison(version, *sides, tuple(chapters), items, words.left_out(len(exempt)))


def side(view: View, name: str, assessment_id: int | None, exempt: frozenset[str]) -> Side:
    """One side, empty with its reason unless the principal may read it; `exempt` need not be answered."""
    if assessment_id is None:
        return Side(name, None, {}, f"{name}はまだ開始されていません。")
    facts = assessments.facts(view, assessment_id)
    if Verb.READ in access.assessment_verbs(view.principal, facts):
        ratings = assessments.ratings(view, assessment_id)
        return Side(name, assessments.get(view, assessment_id), ratings, exempt=exempt)
    if facts.blind:
        return Side(name, None, {}, "訪問評価が提出されるまで表示しません。")
    if facts.state is AssessmentState.OPEN:
        return Side(name, None, {}, f"{name}はまだ提出されていないため、表示できません。")
    return Side(name, None, {}, f"{name}を閲覧する権限がありません。")


def _pair(item: Item, chapter_name: str, own: Side, visitor: Side) -> ItemPair:
    code = item.code
    return ItemPair(
        item.chapter_code,
        chapter_name,
        code,
        item.text,
        own.value(code),
        visitor.value(code),
        own.word(code),
        visitor.word(code),
        own.comment(code),
        visitor.comment(code),
        _difference(own, visitor, code),
    )


def _difference(own: Side, visitor: Side, code: str) -> str:
    """How the two sides stand to each other; nothing when one is absent, neither has answered, or nobody had to."""
    values = {own.value(code), visitor.value(code)}
    if not own.shown or not visitor.shown or values == {None} or code in own.exempt:
        return ""
    if None in values:
        return ONE_SIDED
    return SAME if len(values) == 1 else DIFFERS


def _chapter(
    code: str, name: str, version: SheetVersion, pairs: Sequence[ItemPair], sides: tuple[Side, Side]
) -> ChapterPair:
    items = [item for item in version.items if code in ("", item.chapter_code)]
    differing = sum(pair.difference == DIFFERS for pair in pairs if code in ("", pair.chapter))
    own, visitor = (side.score(items, SCALES[version.scale]) for side in sides)
    return ChapterPair(code, name, own, visitor, differing)
