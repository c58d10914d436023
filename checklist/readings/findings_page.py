"""指摘事項 over hospitals and years: what became of them, by chapter and year, for those whom each concerns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checklist import words
from checklist.errors import Forbidden
from checklist.formats.table import Column, Table, Value
from checklist.model.improvements import PlanState, Sequel
from checklist.model.permission import Thing, Verb
from checklist.readings import finding_tables, listing
from checklist.readings.finding_tables import AGAIN, CHAPTER, STATES, YEAR
from checklist.readings.listing import Line, Listing
from checklist.rules import access, fiscal_year
from checklist.rules.improvements import followed
from checklist.rules.improvements.followed import Followed, Total
from checklist.store import region
from checklist.store.act import View
from checklist.store.hospitals import hospitals
from checklist.store.improvements import followed_findings
from checklist.store.improvements.followed_findings import Totals
from checklist.store.sheets import sheets

YEARS_SHOWN = 5
MEANS = (
    "「解決・継続・再発」は、次の年度からの訪問で最後に確認した結果です。確認前のものは「未確認」とします。"
    "「繰り返し」は、以前の年度に同じ項目（版の対応を含む）で指摘があったものです。"
)
_AFTER = (
    Column("確認の結果", "text", 10, least=5),
    Column(AGAIN, "text", 10, least=5),
    Column("期限", "date", 20),
    Column("改善計画", "text", 12, least=5),
)
OF_REGION = (Column("病院", "text", 26, least=10), YEAR, CHAPTER, Column("番号", "number", 8), *_AFTER)
OF_HOSPITAL = (YEAR, CHAPTER, Column("項目", "text", 8), Column("指摘事項", "text", 50, least=16), *_AFTER)
OF_TOTALS = (YEAR, CHAPTER, Column("指摘事項（件）", "number", 10), Column("うち繰り返し（件）", "number", 10))


@dataclass(frozen=True)
class Figure:
    """One figure with what it is made of."""

    title: str
    figure: str
    detail: str


@dataclass(frozen=True)
class FindingsPage:
    """What stands on the page: figures, a table by year for the picture, one by chapter, and the list itself.

    For the support centre there are the tables and the list of sums alone.
    """

    whose: str
    sentence: str
    figures: tuple[Figure, ...]
    years: Table | None
    chapters: Table | None
    listing: Listing[Any]
    notes: tuple[str, ...]
    empty: tuple[str, str]


def read(view: View) -> FindingsPage:
    """For the secretariat every hospital, for the people of a hospital their own, for the support centre sums; or Forbidden."""
    own = view.principal.hospital_id
    if access.manages_region(view.principal):
        return _detailed(view, "地域のすべての病院", followed_findings.of_region(view), None)
    if own is not None and view.may(Verb.READ, Thing.IMPROVEMENT_PLANS, access.of_hospital(own)):
        return _detailed(view, hospitals.get(view, own).name, followed_findings.of_hospital(view, own), own)
    if view.may(Verb.READ, Thing.FINDING_TOTALS):
        return _summed(view)
    raise Forbidden


def _detailed(view: View, whose: str, found: list[Followed], own: int | None) -> FindingsPage:
    names = {one.id: one.name for one in hospitals.all_hospitals(view)} if own is None else {}
    chapters = sheets.chapter_names(view)
    years = sorted({one.fiscal_year for one in found})[-YEARS_SHOWN:]
    running = fiscal_year.of_day(view.today, region.of(view).fiscal_year_start_month)
    return FindingsPage(
        whose,
        _sentence(found),
        _figures(found) if found else (),
        finding_tables.by_year(found, running) if found else None,
        finding_tables.by_chapter(followed.by_chapter(found, years), years, chapters) if found else None,
        _of_region(found, names, chapters) if own is None else _of_hospital(found, chapters),
        (MEANS,),
        ("指摘事項はまだありません", "評価報告書が確定すると、指摘事項の件数と、その後の結果がここに表示されます。"),
    )


def _figures(found: Sequence[Followed]) -> tuple[Figure, ...]:
    """How many, how many of them were resolved within a year, how long it took, and how many came again."""
    share, days = followed.resolved_within_a_year(found), followed.days_until_done(found)
    years = sorted({one.fiscal_year for one in found})
    again, unsaid = sum(one.again for one in found), sum(one.latest is None for one in found)
    span = f"{years[0]}年度から{years[-1]}年度まで" if len(years) > 1 else f"{years[0]}年度"
    return (
        Figure("指摘事項", f"{len(found):,}件", f"{span}。未確認は{unsaid:,}件です。"),
        Figure(
            "1年以内に解決",
            "－" if share.percent is None else f"{share.percent:.0f}％",
            f"翌年度の訪問で確認した{share.of}件のうち{share.count}件。" if share.of else "翌年度の訪問での確認は、まだありません。",
        ),
        Figure(
            "完了までの日数（中央値）",
            "－" if days is None else f"{days[0]:g}日",
            "完了した改善計画はまだありません。" if days is None
            else f"評価報告書の確定日から、改善計画の完了日まで。完了した{days[1]}件で計算しています。",
        ),
        Figure(f"{AGAIN}の指摘", f"{again}件", f"{len(found)}件のうち、以前の年度と同じ項目での指摘です。"),
    )  # fmt: skip


def _sentence(found: Sequence[Followed]) -> str:
    """What the picture shows, in words."""
    share = followed.resolved_within_a_year(found)
    if share.percent is None:
        return "翌年度の訪問での確認は、まだありません。"
    return (
        f"翌年度の訪問で確認した{share.of}件のうち、{share.count}件（{share.percent:.0f}％）が1年以内に解決しました。"
    )


def _choices(found: Sequence[Followed], names: Mapping[str, str]) -> tuple[listing.Choice, ...]:
    years, here = sorted({one.fiscal_year for one in found}, reverse=True), {one.chapter for one in found}
    said = {one.latest for one in found}
    return (
        listing.chosen_by("year", "年度", ((one, f"{one}年度") for one in years)),
        listing.chosen_by("chapter", "章", ((code, words.chapter(code, names[code])) for code in names if code in here)),
        listing.chosen_by("state", "確認の結果", ((_key(one), word) for one, word in STATES.items() if one in said)),
        listing.chosen_by("again", AGAIN, (("yes", "繰り返しのみ"),) if any(one.again for one in found) else ()),
    )  # fmt: skip


def _key(state: Sequel | None) -> str:
    return "none" if state is None else state.value


def _keys(one: Followed) -> dict[str, frozenset[str]]:
    again = "yes" if one.again else "no"
    return listing.keys(
        year=one.fiscal_year, chapter=one.chapter, state=_key(one.latest), again=again, hospital=one.hospital_id
    )


def _after(one: Followed) -> tuple[Value, ...]:
    due = one.due_on if one.plan in (PlanState.PLANNED, PlanState.OVERDUE) else None
    return (STATES[one.latest], AGAIN if one.again else "", due, words.PLAN_STATES[one.plan])


def _of_region(found: Sequence[Followed], names: Mapping[int, str], chapters: Mapping[str, str]) -> Listing[Followed]:
    """Number, state and day of each; which hospitals have most that came again is seen by sorting."""
    lines = tuple(
        Line(
            (names[one.hospital_id], f"{one.fiscal_year}年度", words.chapter(one.chapter, chapters[one.chapter]),
             one.finding_id, *_after(one)),
            one, keys=_keys(one),
        )
        for one in found
    )  # fmt: skip
    hosts = sorted({one.hospital_id for one in found}, key=names.__getitem__)
    place = listing.chosen_by("hospital", "病院", ((one, names[one]) for one in hosts))
    return Listing("findings", "指摘事項の一覧", OF_REGION, lines, (place, *_choices(found, chapters)), notes=(MEANS,))


def _of_hospital(found: Sequence[Followed], chapters: Mapping[str, str]) -> Listing[Followed]:
    lines = tuple(
        Line(
            (f"{one.fiscal_year}年度", words.chapter(one.chapter, chapters[one.chapter]), one.item, one.text, *_after(one)),
            one, f"/improvements?finding={one.finding_id}", _keys(one),
        )
        for one in found
    )  # fmt: skip
    return Listing("findings", "指摘事項の一覧", OF_HOSPITAL, lines, _choices(found, chapters), notes=(MEANS,))


def again_by_hospital(page: FindingsPage) -> Table | None:
    """Hospital × year of what came again, with its chapters, by name; None where there is nothing of several hospitals."""
    lines = [line for line in page.listing.lines if isinstance(line.of, Followed) and line.of.again]
    if page.listing.columns != OF_REGION or not lines:
        return None
    chapters: dict[str, Counter[str]] = {}
    for line in lines:
        chapters.setdefault(str(line.cells[0]), Counter())[str(line.cells[2])] += 1
    heads = (
        Column("病院", "text", 26, least=10),
        Column("件数", "number", 8),
        Column("章ごとの件数", "text", 50, least=16),
    )
    body = tuple(
        (name, count.total(), "、".join(f"{chapter} {number}件" for chapter, number in count.most_common()))
        for name, count in sorted(chapters.items())
    )
    return Table(f"病院別の{AGAIN}の指摘", heads, body)


def _summed(view: View) -> FindingsPage:
    """Sums over the hospitals that agreed; a year or a sheet of too few of them is not there at all."""
    found, names, least = followed_findings.totals(view), sheets.chapter_names(view), region.of(view).minimum_group_size
    years = [*found.hospitals][-YEARS_SHOWN:]
    counts = {(one.chapter, one.fiscal_year): (one.findings, one.again) for one in found.found}
    by_chapter = {
        code: [counts.get((code, year), (0, 0)) for year in years]
        for code in names
        if any((code, year) in counts for year in years)
    }
    told = "、".join(f"{year}年度は{number}病院" for year, number in found.hospitals.items())
    notes = (
        f"提供に同意した病院のみの集計です（{told}）。年度末までに確定した評価報告書の指摘事項を、年度末の時点で数えています。",
        f"{least}病院に満たない年度と点検表、途中の年度、病院名と指摘事項の内容は表示しません。",
        f"「{AGAIN}」は、以前の年度に同じ病院の同じ項目で指摘があったものです。",
    )
    return FindingsPage(
        "支援センターへの提供に同意した病院",
        _sums_in_words(found.found),
        (),
        finding_tables.first_and_again(found.found) if found.found else None,
        finding_tables.by_chapter(by_chapter, years, names) if by_chapter else None,
        _of_totals(found, names, notes),
        notes if found.hospitals else (),
        (
            "表示できる集計はまだありません",
            f"年度が終わり、提供に同意した病院が{least}病院以上になると、章別の件数を表示します。",
        ),
    )


def _sums_in_words(found: Sequence[Total]) -> str:
    every, again = sum(one.findings for one in found), sum(one.again for one in found)
    return f"{every}件の指摘事項のうち、{again}件が{AGAIN}の指摘でした。"


def _of_totals(found: Totals, names: Mapping[str, str], notes: tuple[str, ...]) -> Listing[Any]:
    """The newest year first, its chapters in the order of the sheets."""
    order = {code: place for place, code in enumerate(names)}
    lines = tuple(
        Line(
            (f"{one.fiscal_year}年度", words.chapter(one.chapter, names[one.chapter]), one.findings, one.again), one,
            keys=listing.keys(year=one.fiscal_year, chapter=one.chapter),
        )
        for one in sorted(found.found, key=lambda one: (-one.fiscal_year, order[one.chapter]))
    )  # fmt: skip
    here = {one.chapter for one in found.found}
    choices = (
        listing.chosen_by("year", "年度", ((one, f"{one}年度") for one in sorted(found.hospitals, reverse=True))),
        listing.chosen_by(
            "chapter", "章", ((code, words.chapter(code, names[code])) for code in names if code in here)
        ),
    )
    return Listing("findings", "指摘事項の集計", OF_TOTALS, lines, choices, notes=notes)
