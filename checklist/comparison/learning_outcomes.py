"""下書きとその後: what was drafted from a figure, and whether the figure moved since then, each time with its denominator."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.comparison import learning_signals
from checklist.comparison.learning_signals import Signals
from checklist.formats.table import Column, Table, Value, points
from checklist.model.center.activities import CouncilItem, Training
from checklist.model.center.learning import Draft, Drafted, Effect, Ground, Side, Source
from checklist.model.fields import Record
from checklist.rules import fiscal_year, uncertainty
from checklist.rules.center import drafts
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import learning
from checklist.store.records import records
from checklist.words.center import NO_CAUSE

CAME, STAYED = "受講した病院", "受講していない病院"
COLUMNS = (
    Column("病院", "text", 24, least=8),
    Column("前（％）", "percent", 10),
    Column("後（％）", "percent", 10),
    Column("変化（ポイント）", "points", 16),
    Column("95％信頼区間", "text", 18),
    Column("病院数", "text", 14),
)
CHANGE = (
    "変化の95％信頼区間は、評定数から求めたものです（ニューカムのスコア法）。区間が0を含む場合、変化は偶然の範囲です。"
)


@dataclass(frozen=True)
class Outcome:
    """One draft: what it is now, its figure then, the figure now, and both sides of a training a year later."""

    draft: Draft
    title: str
    state: str
    ground: str
    now: str
    sentence: str
    table: Table | None
    meeting: int | None
    """Of an item of the council, the meeting on whose agenda it stands."""

    @property
    def address(self) -> str:
        """Where the record is."""
        if self.draft.kind is not Drafted.COUNCIL:
            return f"/activities?part={self.draft.kind}&record={self.draft.record_id}"
        return f"/council?meeting={self.meeting}&item={self.draft.record_id}" if self.meeting else "/council"


def read(view: View, found: Signals) -> tuple[Outcome, ...]:
    """Everything drafted, the newest first; raises Forbidden."""
    every, effects = learning.drafts(view), learning.effects(view)
    known: dict[tuple[Drafted, int], Record] = {}
    for kind, of in learning.KINDS.items():
        mine = records.by_ids(view, None, of, [one.record_id for one in every if one.kind is kind])
        known |= {(kind, one.id): one for one in mine}
    return tuple(_outcome(view, found, one, known[one.kind, one.record_id], effects.get(one.id)) for one in every)


def _outcome(view: View, found: Signals, draft: Draft, record: Record, effect: Effect | None) -> Outcome:
    title = record.theme if isinstance(record, Training) else record.title if isinstance(record, CouncilItem) else ""
    sentence, table = _effect(view, draft, record, effect)
    meeting = record.meeting_id if isinstance(record, CouncilItem) else None
    now = _now(view, found, draft.ground)
    return Outcome(draft, title, _state(record), drafts.told(draft.ground), now, sentence, table, meeting)


def _state(record: Record) -> str:
    if isinstance(record, Training):
        return "実施済み" if record.held else "予定"
    return "議題"


def _now(view: View, found: Signals, ground: Ground) -> str:
    """The same figure of the region as it is now; empty where it is still the one of then."""
    topic = found.edition.topic(ground.topic)
    signals = learning_signals.of_topic(found, topic) if topic else ()
    same = next(
        (one.ground for one in signals if (one.ground.source, one.ground.code) == (ground.source, ground.code)), None
    )
    if same is None and ground.source is Source.ITEM and found.results:
        # Not among the lowest any more, which is what was hoped for.
        cell = next((one for one in found.results.items if one.item == ground.code), None)
        if cell and cell.percent is not None and found.results.year > ground.fiscal_year:
            return f"現在：{cell.percent:.1f}％（{found.results.year}年度、{found.results.hospitals}病院）"
    if same is None or not drafts.is_later(same, ground):
        return ""
    number = f"{same.value:.1f}" if same.unit == "％" else f"{same.value:.0f}"
    return f"現在：{number}{same.unit}（{drafts.made_of(same)}）"


def _effect(view: View, draft: Draft, record: Record, effect: Effect | None) -> tuple[str, Table | None]:
    if not isinstance(record, Training) or draft.ground.source not in (Source.CHAPTER, Source.ITEM):
        return "", None
    if effect is None:
        return _waiting(view, record), None
    if effect.attended is None or effect.others is None:
        return effect.reason, None
    before, after = effect.attended
    told = f"研修後 {before.percent:.1f}％ → {after.percent:.1f}％、{_number(before, after)}"
    rows = (_row(CAME, effect.attended), _row(STAYED, effect.others))
    what = f"{effect.before}年度と{effect.after}年度の訪問評価。両年度に共通の{len(effect.items)}項目（少ない病院のみが評定した項目を除く）で計算しています。"
    return f"{told}。", Table(f"{record.theme}の前と後", COLUMNS, rows, (NO_CAUSE, what, CHANGE))


def _number(before: Side, after: Side) -> str:
    """Of how many hospitals both numbers are; it may be other ones after than before."""
    if before.hospitals == after.hospitals:
        return f"{after.hospitals}施設"
    return f"前{before.hospitals}・後{after.hospitals}施設"


def _row(name: str, sides: tuple[Side, Side]) -> tuple[Value, ...]:
    before, after = sides
    moved = uncertainty.change(before.percent, before.rated, after.percent, after.rated)
    span = f"{points(round(moved.low, 1))}～{points(round(moved.high, 1))}"
    return (name, before.percent, after.percent, moved.value, span, _number(before, after))


def _waiting(view: View, record: Training) -> str:
    start = region.of(view).fiscal_year_start_month
    after = fiscal_year.of_day(record.held_on, start) + 1
    if not record.held:
        return f"実施した後、{after}年度が終わると、受講した病院としなかった病院の得点率をここに表示します。"
    if after >= fiscal_year.of_day(view.today, start):
        return f"{after}年度が終わると、受講した病院としなかった病院の得点率をここに表示します。"
    return "受講した病院が記録されていないか、比較できる確定した集計がありません。"
