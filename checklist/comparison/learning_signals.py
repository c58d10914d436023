"""Everything that the region, its consultations and wishes say of one topic, as figures from which something can be drafted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from checklist import words
from checklist.comparison import region_results
from checklist.comparison.region_results import RegionResults
from checklist.model.center.learning import Ground, Source, Topic, TopicEdition
from checklist.model.permission import Thing, Verb
from checklist.rules import access, fiscal_year, uncertainty
from checklist.rules.center import option_lists
from checklist.rules.fields import periods
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import desk, learning, topics
from checklist.store.center.topics import WishTotals
from checklist.store.improvements import followed_findings
from checklist.store.sheets import sheets
from checklist.words.center import LISTS

LOWEST_ITEMS, MONTHS = 5, 12
REMARKABLE = 3
"""So many chapters, repeated findings and wishes stand out."""


@dataclass(frozen=True)
class Found:
    """指摘事項 of a closed year by chapter: how many and how many again, of how many hospitals."""

    fiscal_year: int
    hospitals: int
    by_chapter: Mapping[str, tuple[int, int]]
    as_of: date


@dataclass(frozen=True)
class Consulted:
    """Cases of the last twelve whole months and of the twelve before, by subject and detail in the words of today."""

    first: date
    last: date
    now: Counter[str]
    before: Counter[str]
    totals: tuple[int, int]
    """All cases of the last twelve months, and of the twelve before."""
    names: Mapping[str, str]

    def rises(self, code: str) -> bool:
        """Whether the share of a subject rose by more than chance would make it."""
        was, now = self.before[code], self.now[code]
        if not all(self.totals):
            return False
        after, before = self.totals
        moved = uncertainty.change(100 * was / before, before, 100 * now / after, after)
        return moved.low > 0


@dataclass(frozen=True)
class Signals:
    """What there is to learn from; None of what may not be read or is not there."""

    today: date
    edition: TopicEdition
    results: RegionResults | None
    found: Found | None
    consulted: Consulted | None
    wishes: WishTotals
    chapters: Mapping[str, str]
    """`sheet:chapter` -> name."""


@dataclass(frozen=True)
class Signal:
    """One figure of a topic; `ahead` where it stands out, and why."""

    ground: Ground
    detail: str
    ahead: str = ""


def read(view: View) -> Signals:
    """Everything as far as the reader may see it; raises Forbidden."""
    running = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    results = next((found for year in (running - 1, running - 2) if (found := region_results.read(view, year))), None)
    wishes = topics.totals(view, running)
    if wishes.answered is None and not wishes.center:
        wishes = topics.totals(view, running - 1)
    return Signals(
        view.today, topics.in_use(view), results, _found(view, running), _consulted(view), wishes, _chapters(view)
    )


def _chapters(view: View) -> dict[str, str]:
    versions = sheets.several(view, [one.code for one in sheets.versions(view)])
    newest = sorted(versions.values(), key=lambda one: one.number)
    return {f"{one.sheet_code}:{chapter.code}": chapter.name for one in newest for chapter in one.chapters}


def _found(view: View, running: int) -> Found | None:
    """Of the last closed year: sums for the centre, and for whoever knows all hospitals all of theirs."""
    if not access.knows_every_name(view.principal):
        totals = followed_findings.totals(view)
        if not totals.hospitals:
            return None
        year = max(totals.hospitals)
        found = {one.chapter: (one.findings, one.again) for one in totals.found if one.fiscal_year == year}
        return Found(year, totals.hospitals[year], found, _end(view, year))
    every = [one for one in followed_findings.of_region(view) if one.fiscal_year < running]
    if not every:
        return None
    year = max(one.fiscal_year for one in every)
    mine = [one for one in every if one.fiscal_year == year]
    counts, again = Counter(one.chapter for one in mine), Counter(one.chapter for one in mine if one.again)
    return Found(
        year, len({one.hospital_id for one in mine}), {code: (counts[code], again[code]) for code in counts}, view.today
    )


def _end(view: View, year: int) -> date:
    return fiscal_year.bounds(year, region.of(view).fiscal_year_start_month)[1]


def _consulted(view: View) -> Consulted | None:
    if not view.may(Verb.READ, Thing.CENTER_RECORDS):
        return None
    last = view.today.replace(day=1) - timedelta(days=1)
    first = _year_before(last)
    earlier = first - timedelta(days=1)
    editions = desk.in_use(view)
    moved = {name: option_lists.todays(name, editions) for name in ("subject", "detail")}
    place = {one.number: index for index, one in enumerate(editions)}
    spans = ((first, last), (_year_before(earlier), earlier))
    raw = [learning.count_by_subject(view, *one) for one in spans]
    now, before = (_counted(one, moved, place) for one in raw)
    lists = editions[-1].lists()
    names = lists.get("detail", {}) | lists.get("subject", {})
    totals = (sum(raw[0].values()), sum(raw[1].values()))
    return Consulted(first, last, now, before, totals, names)


def _year_before(last: date) -> date:
    """The first day of the twelve months that end with a day."""
    day = periods.following(last.replace(day=1))
    return day.replace(year=day.year - 1)


def _counted(
    found: Mapping[tuple[int, str, str], int], moved: Mapping[str, list[dict[str, str]]], place: Mapping[int, int]
) -> Counter[str]:
    """Code of today -> how many; subjects and details do not share codes."""
    counts: Counter[str] = Counter()
    for (edition, subject, detail), number in found.items():
        for name, code in (("subject", subject), ("detail", detail)):
            if code:
                counts[moved[name][place.get(edition, -1)].get(code, code)] += number
    return counts


def of_topic(all_of: Signals, topic: Topic) -> tuple[Signal, ...]:
    """Every figure of a topic, in the order in which they stand."""
    return (
        *_rated(all_of, topic), *_repeated(all_of, topic), *_asked(all_of, topic), *_wished(all_of, topic),
    )  # fmt: skip


def _own_chapters(all_of: Signals, topic: Topic, sheet: str | None) -> list[str]:
    places = [one.split(":", 1) for one in topic.chapters]
    return [chapter for of, chapter in places if sheet in (None, of)]


def _rated(all_of: Signals, topic: Topic) -> Iterator[Signal]:
    """得点率 of the chapters, then of their lowest items."""
    found = all_of.results
    if not found:
        return
    mine = _own_chapters(all_of, topic, found.sheet)
    lowest = {one.chapter for one in sorted(found.chapters, key=lambda one: one.percent or 0)[:REMARKABLE]}
    for cell in found.chapters:
        if cell.chapter in mine:
            name = words.chapter(cell.chapter, cell.chapter_name)
            ahead = "得点率が低い章" if cell.chapter in lowest else ""
            yield _percent(all_of, topic, found, Source.CHAPTER, cell.chapter, name, cell.percent, ahead)
    items = sorted((one for one in found.items if one.chapter in mine), key=lambda one: one.percent or 0)
    for cell in items[:LOWEST_ITEMS]:
        label = f"{cell.item} {cell.item_text}"
        yield _percent(all_of, topic, found, Source.ITEM, cell.item, label, cell.percent, "", cell.chapter)


def _percent(
    all_of: Signals, topic: Topic, found: RegionResults, source: Source, code: str, label: str, percent: float | None,
    ahead: str, chapter: str = "",
) -> Signal:  # fmt: skip
    ground = Ground(
        source,
        topic.code,
        code,
        label,
        found.year,
        found.sheet,
        percent or 0.0,
        "％",
        found.hospitals,
        "病院",
        found.as_of,
    )
    before = found.before.get((chapter or code, code if chapter else ""))
    told = "前年度は表示できません" if before is None else f"前年度は{before:.1f}％"
    return Signal(ground, told, ahead)


def _repeated(all_of: Signals, topic: Topic) -> Iterator[Signal]:
    found = all_of.found
    if not found:
        return
    most = sorted((again for _, again in found.by_chapter.values()), reverse=True)[:REMARKABLE]
    for place in topic.chapters:
        code = place.split(":", 1)[1]
        count, again = found.by_chapter.get(code, (0, 0))
        if count:
            ground = Ground(
                Source.REPEATED, topic.code, code, words.chapter(code, all_of.chapters.get(place, "")), found.fiscal_year,
                "", float(count), "件", found.hospitals, "病院", found.as_of,
            )  # fmt: skip
            yield Signal(ground, f"うち繰り返し{again}件", "繰り返しの指摘が多い章" if again and again in most else "")


def _asked(all_of: Signals, topic: Topic) -> Iterator[Signal]:
    found = all_of.consulted
    if not found:
        return
    for code in topic.subjects:
        if found.now[code] or found.before[code]:
            # Named by the year in which the twelve months ended; both ends stand beside it.
            ground = Ground(
                Source.SUBJECT, topic.code, code, found.names.get(code, f"{LISTS['subject']} {code}"), found.first.year, "",
                float(found.now[code]), "件", found.totals[0], "件", found.last,
            )  # fmt: skip
            detail = f"前の12か月は{found.before[code]}件（全{found.totals[1]}件）"
            yield Signal(ground, detail, "増えている相談" if found.rises(code) else "")


def _wished(all_of: Signals, topic: Topic) -> Iterator[Signal]:
    wishes = all_of.wishes
    rank = wishes.center.index(topic.code) + 1 if topic.code in wishes.center else 0
    number = wishes.hospitals.get(topic.code, 0)
    if not (rank or number):
        return
    most = sorted(wishes.hospitals.values(), reverse=True)[:REMARKABLE]
    ground = Ground(
        Source.WISH, topic.code, "", topic.label, wishes.fiscal_year, "", float(number), "病院", wishes.answered or 0,
        "病院が回答", all_of.today,
    )  # fmt: skip
    ahead = "希望する病院が多い" if number and number in most else "センターの希望" if rank == 1 else ""
    yield Signal(ground, f"センターの希望は{rank}番目" if rank else "センターの希望にはありません", ahead)


def span(found: Consulted) -> str:
    """The months that are counted, in words."""
    return f"{words.month(found.first)}から{words.month(found.last)}まで"
