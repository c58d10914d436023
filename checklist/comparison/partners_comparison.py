"""Partners in both directions: what A found at B, beside what B found at A in the same year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checklist import words
from checklist.comparison.visit_comparison import SheetComparison, percent_cell, visit_comparison
from checklist.comparison.visit_sides import Side
from checklist.errors import Refused
from checklist.formats.document import Document
from checklist.formats.table import Chart, Column, Table, Value
from checklist.model.accounts import Principal
from checklist.model.visits import Visit, VisitState
from checklist.rules import scoring
from checklist.rules.scoring import Score
from checklist.rules.sheets import lineage
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from checklist.words.first_screen import ONE_VISIT


@dataclass(frozen=True)
class Direction:
    """One way: who visited whom, the visit (None when there was none that year), and what the visitors rated."""

    evaluator: str
    host: str
    visit: Visit | None
    sheet: SheetComparison | None

    @property
    def name(self) -> str:
        """What stands above its column."""
        return f"{self.host}（評価：{self.evaluator}）"

    @property
    def side(self) -> Side | None:
        """The visitors' ratings."""
        return self.sheet.visitor_side if self.sheet else None

    def score(self, codes: Sequence[str]) -> Score | None:
        """The score over some items, None where nothing may be shown."""
        if self.sheet is None or self.side is None or not self.side.shown:
            return None
        return scoring.of_values((self.side.value(code) for code in codes), self.sheet.scale)

    @property
    def note(self) -> str:
        """Where this way stands."""
        if self.visit is None:
            return f"{self.name}：この年度の訪問はありません。"
        if self.side is None:
            return f"{self.name}：記録のみの訪問のため、評定はありません。"
        return f"{self.name}：{self.side.absence or f'訪問日 {words.day(self.visit.visit_date)}'}"


@dataclass(frozen=True, kw_only=True)
class PartnersComparison(Document):
    """Both ways with their chapters and items; `items` are (code, chapter name, text) that both ways share.

    `sheets` are (code, name) of all that can be compared so, one at a time.
    """

    there: Direction
    back: Direction
    items: tuple[tuple[str, str, str], ...]
    sheets: tuple[tuple[str, str], ...] = ()

    @property
    def sheet(self) -> str:
        """The code of the sheet that is compared; empty without any."""
        return next((one.sheet.version.sheet_code for one in (self.there, self.back) if one.sheet), "")

    @property
    def mutual(self) -> bool:
        """Whether both ways hold ratings that the reader may see."""
        return all(one.side is not None and one.side.shown for one in (self.there, self.back))

    @property
    def headline(self) -> str:
        """What each found at the other, in one sentence; empty without any number."""
        codes = [code for code, _, _ in self.items]
        ways = [(one, one.score(codes)) for one in (self.there, self.back)]
        told = [f"{one.name}は{score.percent:.1f}％" for one, score in ways if score and score.percent is not None]
        if not told:
            return ""
        lacking = "" if len(told) > 1 else "逆向きの訪問評価の結果はありません。"
        return f"{words.fiscal_year(self.there.visit.fiscal_year) if self.there.visit else ''}、{'、'.join(told)}です。{lacking}"


def partners_comparison(
    view: View, visit_id: int, partner_id: int | None = None, sheet_code: str = ""
) -> PartnersComparison:
    """A visit beside the one in the other direction; raises NotFound, Forbidden, or Refused for no evaluator of it.

    `partner_id` says which of several evaluator hospitals; without it the reader's own, else the leading one. `sheet_code`
    says which of several sheets that both used; without it, or where they did not, the first.
    """
    visit = visits.get(view, visit_id)
    partner = partner_id or _partner(view.principal, visit)
    if partner not in visit.evaluator_ids:
        raise Refused("この訪問の評価に加わった病院を選んでください。")
    way_back = _way_back(view, visit, partner)
    of_back = visit_comparison(view, way_back.id).sheets if way_back else ()
    sides = (visit_comparison(view, visit.id).sheets, of_back)
    sheet, sheet_back = _both(*sides, sheet_code)
    there = _direction(view, partner, visit.host_id, visit, sheet)
    back = _direction(view, visit.host_id, partner, way_back, sheet_back)
    title = f"{there.host}と{there.evaluator} {visit.fiscal_year}年度 双方向の訪問評価"
    facts = (("年度", words.fiscal_year(visit.fiscal_year)), ("この訪問", there.note), ("逆向きの訪問", back.note))
    items = _shared(view, there, back)
    notes = _notes(there, back, items)
    tables = (_chapters(there, back, items, notes), _items(there, back, items, notes))
    chart = Chart("column", "章別の得点率", 0, "章", tuple(f"{one.name} 得点率" for one in (there, back)))
    return PartnersComparison(
        title, facts, tables, tables[-1], (chart,), notes, region.load(view.db).fictional,
        there=there, back=back, items=items, sheets=_offered(*sides),
    )  # fmt: skip


def _partner(principal: Principal, visit: Visit) -> int:
    own = principal.hospital_id
    return own if own is not None and own in visit.evaluator_ids else visit.evaluator_ids[0]


def _way_back(view: View, visit: Visit, partner: int) -> Visit | None:
    """The last visit of the same year in the other direction that the reader may know of."""
    found = [
        one
        for one in visits.visible_to(view)
        if one.fiscal_year == visit.fiscal_year
        and one.host_id == partner
        and visit.host_id in one.evaluator_ids
        and one.state is not VisitState.CANCELLED
    ]
    return found[-1] if found else None


def _offered(there: Sequence[SheetComparison], back: Sequence[SheetComparison]) -> tuple[tuple[str, str], ...]:
    """What both visits used; of one that stands alone, what it used."""
    codes = {one.version.sheet_code for one in back or there}
    return tuple((one.version.sheet_code, one.version.sheet_name) for one in there if one.version.sheet_code in codes)


def _both(
    there: Sequence[SheetComparison], back: Sequence[SheetComparison], asked: str
) -> tuple[SheetComparison | None, SheetComparison | None]:
    """The sheet asked for, else the first that both visits used; without one the first of each, which the notes then say."""
    codes = [code for code, _ in _offered(there, back)]
    wanted = asked if asked in codes else next(iter(codes), "")
    first = next((one for one in there if one.version.sheet_code == wanted), next(iter(there), None))
    same = (one for one in back if first is None or one.version.sheet_code == first.version.sheet_code)
    return first, next(same, next(iter(back), None))


def _direction(view: View, evaluator: int, host: int, visit: Visit | None, sheet: SheetComparison | None) -> Direction:
    return Direction(hospitals.get(view, evaluator).name, hospitals.get(view, host).name, visit, sheet)


def _shared(view: View, there: Direction, back: Direction) -> tuple[tuple[str, str, str], ...]:
    """The items that both ways can be compared on, or those of the only way there is."""
    versions = [one.sheet.version for one in (there, back) if one.sheet]
    if not versions or len({version.sheet_code for version in versions}) > 1:
        return ()
    newest = max(versions, key=lambda version: version.number)
    codes = lineage.comparable_codes(sheets.between(view, {version.code for version in versions}))
    # Each way has the items that are for its host.
    codes = codes.intersection(*({item.code for item in version.items} for version in versions))
    names = {chapter.code: chapter.name for chapter in newest.chapters}
    return tuple((item.code, names[item.chapter_code], item.text) for item in newest.items if item.code in codes)


def _notes(there: Direction, back: Direction, items: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    versions = {one.sheet.version.code: one.sheet.version for one in (there, back) if one.sheet}
    names = [f"点検表：{version.sheet_name} {version.name}" for version in versions.values()]
    total = max((len(version.items) for version in versions.values()), default=0)
    compared = (f"{total}項目中{len(items)}項目で比較しています。",) if len(versions) > 1 else ()
    if len({version.sheet_code for version in versions.values()}) > 1:
        compared = (f"{words.NOT_COMPARABLE}：使用した点検表が異なります。",)
    ways = [(one.name, one.sheet) for one in (there, back) if one.sheet]
    left_out = [f"{name}：{text}" for name, sheet in ways for text in sheet.left_out]
    definitions = dict.fromkeys(scoring.definition(one.sheet.scale) for one in (there, back) if one.sheet)
    return (*names, *compared, *left_out, there.note, back.note, ONE_VISIT, *(definitions or [scoring.DEFINITION]))


def _chapters(
    there: Direction, back: Direction, items: Sequence[tuple[str, str, str]], notes: tuple[str, ...]
) -> Table:  # fmt: skip
    columns = [Column("章", "text", 28, least=11)]
    for one in (there, back):
        columns += [Column(f"{one.name} 得点率", "percent", 16), Column(f"{one.name} 評定数", "number", 16)]
        columns += [Column(f"{one.name} 確認不能", "number", 16)]
    chapters = (*dict.fromkeys(chapter for _, chapter, _ in items), "全体")
    rows: list[tuple[Value, ...]] = []
    for chapter in chapters if items else ():
        codes = [code for code, name, _ in items if chapter in (name, "全体")]
        cells: list[Value] = [chapter]
        for one in (there, back):
            score = one.score(codes)
            scored = bool(one.sheet and one.sheet.scored)
            cells += [percent_cell(score, scored), *((score.rated, score.unverified) if score else (None, None))]
        rows.append(tuple(cells))
    return Table("章別の比較", tuple(columns), tuple(rows), notes)


def _items(
    there: Direction, back: Direction, items: Sequence[tuple[str, str, str]], notes: tuple[str, ...]
) -> Table:  # fmt: skip
    head = (Column("章", "text", 18, least=11), Column("項目コード", "text", 9), Column("項目", "text", 40, least=20))
    sides = [one.side for one in (there, back)]
    columns = [Column(one.name, "text", 14) for one in (there, back)]
    columns += [Column(f"{one.name}のコメント", "text", 36, least=16) for one in (there, back)]
    rows = tuple(
        (
            chapter,
            code,
            text,
            *(side.word(code) if side else "" for side in sides),
            *(side.comment(code) if side else "" for side in sides),
        )
        for code, chapter, text in items
    )
    return Table("項目別の比較", (*head, *columns), rows, notes)
