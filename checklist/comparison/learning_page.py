"""結果から学ぶ: the topics side by side, one topic with all its figures, what was drafted from them, and everybody's wishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.comparison import learning_outcomes, learning_signals
from checklist.comparison.learning_outcomes import Outcome
from checklist.comparison.learning_signals import Signal, Signals
from checklist.formats.table import Column, Table, Value
from checklist.model.center.activities import CouncilMeeting, Training
from checklist.model.center.information import Information
from checklist.model.center.learning import Source, Topic, TopicEdition
from checklist.model.permission import Thing, Verb
from checklist.rules import access, fiscal_year
from checklist.rules.fields import option
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import information, learning, topics
from checklist.store.hospitals import hospitals
from checklist.store.records import records

TOPICS, OUTCOMES, WISHES, EDITIONS = "topics", "outcomes", "wishes", "editions"
PARTS = {TOPICS: "テーマ", OUTCOMES: "下書きとその後", WISHES: "センターの希望", EDITIONS: "テーマの版"}
LATELY = 12
"""So many things that the centre sent stand on the page of a hospital."""
FIRST = 4
"""So many topics stand on top as those to look at first."""
COLUMNS = (
    Column("テーマ", "text", 30, least=9),
    Column("得点率（％）", "percent", 12),
    Column("指摘（件）", "number", 11),
    Column("繰り返し（件）", "number", 14, least=4),
    Column("相談（件）", "number", 11),
    Column("前の12か月（件）", "number", 16, least=6),
    Column("希望（病院）", "number", 12, least=4),
    Column("センター（番目）", "number", 16, least=4),
)


@dataclass(frozen=True)
class TopicLine:
    """One topic with its figures; `ahead` says what stands out."""

    topic: Topic
    signals: tuple[Signal, ...]

    @property
    def ahead(self) -> tuple[Signal, ...]:
        """The figures that stand out."""
        return tuple(one for one in self.signals if one.ahead)


@dataclass(frozen=True)
class Attended:
    """A training that was held, and the hospitals that attended it."""

    training: Training
    hospitals: frozenset[int]


@dataclass(frozen=True)
class LearningPage:
    """One part of the page; what the reader may not see is empty."""

    part: str
    writes: bool
    today: date
    year: int
    edition: TopicEdition
    lines: tuple[TopicLine, ...]
    chosen: TopicLine | None
    table: Table
    outcomes: tuple[Outcome, ...]
    trainings: tuple[Attended, ...]
    hospitals: Mapping[int, str]
    editions: tuple[TopicEdition, ...]
    names: Mapping[str, str]
    """What the codes of chapters (`sheet:chapter`) and of 相談内容 are called, for the editions."""
    wished: Mapping[int, tuple[str, ...]]
    asked: tuple[tuple[date, str, str], ...]
    """Day, theme and wishes of the questionnaires of the last trainings."""
    meeting: int | None
    """The number of the next meeting of the council."""


@dataclass(frozen=True)
class OwnWishes:
    """What one's own hospital wishes."""

    hospital_id: int
    writes: bool
    year: int
    edition: TopicEdition
    wished: Mapping[int, tuple[str, ...]]
    sent: tuple[Information, ...]
    """What the centre sent to facilities, the newest first."""
    confirmed: frozenset[tuple[str, int]]


def own(view: View) -> OwnWishes | None:
    """For people of a hospital what it wishes; None for everybody else. Raises Forbidden."""
    hospital_id = view.principal.hospital_id
    if hospital_id is None or view.may(Verb.READ, Thing.WISH_TOTALS):
        return None
    wished = topics.wished(view, hospital_id)
    writes = view.may(Verb.WRITE, Thing.TOPIC_WISHES, access.of_hospital(hospital_id))
    return OwnWishes(
        hospital_id, writes, _year(view), topics.in_use(view), wished, information.sent(view)[:LATELY],
        information.confirmed(view, hospital_id),
    )  # fmt: skip


def read(view: View, asked: Mapping[str, str]) -> LearningPage:
    """The part and the topic that an address asks for; raises Forbidden."""
    writes = view.may(Verb.WRITE, Thing.CENTER_RECORDS)
    part = option.chosen(tuple(PARTS), asked.get("part")) if writes else TOPICS
    found = learning_signals.read(view)
    lines = ordered(found)
    chosen = next((one for one in lines if one.topic.code == asked.get("topic")), None) if part == TOPICS else None
    outcomes = learning_outcomes.read(view, found) if part == OUTCOMES else ()
    trainings = _trainings(view) if part == OUTCOMES else ()
    names = {one.id: one.name for one in hospitals.all_hospitals(view) if not one.external} if trainings else {}
    return LearningPage(
        part, writes, view.today, _year(view), found.edition, lines, chosen, table(found, lines), outcomes, trainings, names,
        topics.editions(view) if part == EDITIONS else (), _names(found), topics.wished(view, None) if part == WISHES else {},
        _questionnaires(view) if part == WISHES else (), _meeting(view) if chosen and writes else None,
    )  # fmt: skip


def _names(found: Signals) -> dict[str, str]:
    chapters = {place: words.chapter(place.split(":", 1)[1], name) for place, name in found.chapters.items()}
    return chapters | dict(found.consulted.names if found.consulted else {})


def _year(view: View) -> int:
    return fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)


def ordered(found: Signals) -> tuple[TopicLine, ...]:
    """The topics: those of which most kinds of figures stand out first, then as the edition has them."""
    lines = [TopicLine(one, learning_signals.of_topic(found, one)) for one in found.edition.topics]
    return tuple(sorted(lines, key=lambda one: -len({each.ground.source for each in one.ahead})))


def table(found: Signals, lines: tuple[TopicLine, ...]) -> Table:
    """Every topic with one figure of each kind, and below it what these are made of."""
    return Table("テーマごとの結果と希望", COLUMNS, tuple(_row(found, one) for one in lines), _notes(found))


def _row(found: Signals, line: TopicLine) -> tuple[Value, ...]:
    of = {source: [one for one in line.signals if one.ground.source is source] for source in Source}
    lowest = min(of[Source.CHAPTER], key=lambda one: one.ground.value, default=None)
    again = (
        [found.found.by_chapter.get(one.ground.code, (0, 0))[1] for one in of[Source.REPEATED]] if found.found else []
    )
    codes = [one.ground.code for one in of[Source.SUBJECT]]
    wish = of[Source.WISH][0].ground if of[Source.WISH] and found.wishes.answered is not None else None
    rank = found.wishes.center.index(line.topic.code) + 1 if line.topic.code in found.wishes.center else None
    return (
        line.topic.label,
        lowest.ground.value if lowest else None,
        _sum(of[Source.REPEATED]),
        sum(again) if again else None,
        _sum(of[Source.SUBJECT]),
        sum(found.consulted.before[one] for one in codes) if found.consulted and codes else None,
        int(wish.value) if wish else None,
        rank,
    )


def _sum(found: list[Signal]) -> int | None:
    return int(sum(one.ground.value for one in found)) if found else None


def _notes(found: Signals) -> tuple[str, ...]:
    """Of what each column is made."""
    least = "最少の病院数に満たない集計は表示しません。"
    results, said, consulted, wishes = found.results, found.found, found.consulted, found.wishes
    rated = (
        f"得点率：{results.year}年度の訪問評価、{results.hospitals}病院。テーマの章のうち最も低いもの。加算1と加算2に共通の項目。{least}"
        if results
        else f"得点率：表示できる集計がまだありません。{least}"
    )
    pointed = (
        f"指摘：{said.fiscal_year}年度、{said.hospitals}病院。「繰り返し」は、以前の年度に同じ病院の同じ項目で指摘があったもの。"
        if said
        else "指摘：表示できる集計がまだありません。"
    )
    asked = (
        f"相談：{learning_signals.span(consulted)}の相談事例{consulted.totals[0]:,}件（前の12か月は{consulted.totals[1]:,}件）。"
        "「増えている相談」は、割合の増加の95％信頼区間が0を含まないもの。"
        if consulted
        else "相談：件数は、支援センターの職員のみに表示します。"
    )
    wished = (
        f"希望：{wishes.fiscal_year}年度、{wishes.answered}病院が回答（少数の病院の追加と変更は、まとまった数になってから反映）。「センター」は、支援センターの希望の順番。"
        if wishes.answered is not None
        else f"希望：{wishes.fiscal_year}年度は、回答した病院が少ないため表示しません。"
    )
    return rated, pointed, asked, wished


def _trainings(view: View) -> tuple[Attended, ...]:
    """The trainings of the last years that were held."""
    held = [one for one in records.of_hospital(view, None, Training, until=view.today) if one.held][:20]
    came = learning.attendance(view, [one.id for one in held])
    return tuple(Attended(one, came.get(one.id, frozenset())) for one in held)


def _questionnaires(view: View) -> tuple[tuple[date, str, str], ...]:
    found = records.of_hospital(view, None, Training, until=view.today)
    return tuple((one.held_on, one.theme, one.wishes) for one in found if one.held and one.wishes)[:10]


def _meeting(view: View) -> int | None:
    coming = records.of_hospital(view, None, CouncilMeeting, since=view.today)
    following = min((one for one in coming if not one.held), key=lambda one: (one.held_on, one.id), default=None)
    return following.id if following else None
