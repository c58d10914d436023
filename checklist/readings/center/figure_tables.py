"""The tables of 相談の統計 for the centre itself: every number with its share and what it is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from checklist import words
from checklist.formats.table import Column, Table, Value
from checklist.model.center import UNKNOWN, Known
from checklist.readings.center import content_tables
from checklist.readings.center.counted import Counted
from checklist.rules import scoring
from checklist.rules.center import figures
from checklist.words.center import LISTS, WEEKDAYS

CASES, CONTACTS, SHARE = "件", "回", "割合（％）"
BREAK = "（分類の版を変更）"
TOTAL = "計"
OF_CASES = (
    "kind",
    "caller",
    "gender",
    "age",
    "residence",
    "source",
    "facility",
    "care",
    "department",
    "subject",
    "detail",
)
"""Each becomes a table of its own, in the order of a call."""


def tables(found: Counted) -> Iterator[Table]:
    """Every table of a period."""
    yield years(found)
    yield subject_years(found)
    yield months(found)
    yield weekdays(found)
    yield hours(found)
    yield channels(found)
    for name in OF_CASES:
        yield by_list(found, name)
    yield crossed(found, "相談内容と種別", "subject", "kind")
    yield minutes(found)
    yield _parts("所要時間の分布", "所要時間", CONTACTS, figures.by_minutes(found.contacts), "対応の回数。")
    yield responses(found)
    yield response_cross(found)
    yield crossed(found, "相談内容と納得度", "subject", "satisfaction")
    yield crossed(found, "対応困難度と納得度", "difficulty", "satisfaction")
    yield referrals(found)
    yield informed(found)
    yield from content_tables.tables(found)
    yield national(found)


def _text(name: str, width: int = 26) -> Column:
    # Short ones stand in one line, long ones wrap.
    return Column(name, "text", width, least=8 if width > 16 else 0)


def _number(name: str) -> Column:
    return Column(name, "number", max(8, 2 * len(name) + 2))


def _parts(title: str, head: str, unit: str, found: Mapping[str, int], note: str = "") -> Table:
    """A number for each name with its share, and the total."""
    whole = sum(found.values())
    rows: list[tuple[Value, ...]] = [(name, number, scoring.share(number, whole)) for name, number in found.items()]
    rows.append((TOTAL, whole, 100.0 if whole else None))
    return Table(
        title, (_text(head), _number(unit), Column(SHARE, "percent", 12)), tuple(rows), (note,) if note else ()
    )


def years(found: Counted) -> Table:
    """How many cases and contacts each fiscal year had; below it stands how they are counted."""
    rows = []
    for year in sorted(found.years.keys() | found.contacts_by_year.keys()):
        # Of the contacts that are counted beside it, and not of those of the year's cases, which go on in the next.
        held = found.contacts_by_year.get(year, [])
        mean = figures.minutes(held, found.rule.limit).mean
        rows.append(
            (f"{year}年度", len(found.years.get(year, [])), len(held), None if mean is None else round(mean, 1))
        )
    columns = (_text("年度", 14), _number(CASES), _number(CONTACTS), Column("平均所要時間（分）", "number", 20))
    return Table("年度別の件数", columns, tuple(rows), (found.counting, "今年度は今日までの件数です。"))


def subject_years(found: Counted) -> Table:
    """相談内容 over the years; where the lists changed, a row without numbers keeps both sides apart."""
    known = _labels(found, "subject")
    rows: list[tuple[Value, ...]] = []
    before: set[int] = set()
    for year, mine in found.years.items():
        used = {one.case.edition for one in mine}
        if before and used - before:
            rows.append((BREAK, *(None for _ in known)))
        before |= used
        counts = figures.count(mine, "subject")
        rows.append((f"{year}年度", *(counts[code] for code in known)))
    changed = [f"{words.day(one.since)}から「{one.name}」" for one in found.editions[1:]]
    notes = (
        (f"分類の版：{'、'.join(changed)}。変更の前後は、同じ区分でも比較できないことがあります。",) if changed else ()
    )
    return Table("年度別の相談内容", (_text("年度", 16), *map(_number, known.values())), tuple(rows), notes)


def months(found: Counted) -> Table:
    """Cases and contacts of each month; one to come has no number yet."""
    taken = figures.months(one.case.received_on for one in found.cases)
    made = figures.months(one.held_on for one in found.contacts)
    rows = [(words.month(one), taken[one], made[one]) for one in found.month_names]
    rows.append((TOTAL, taken.total(), made.total()))
    told = ""
    if found.before:
        span, number = found.before
        told = f"前年の同じ期間（{span.word}）は{number:,}件です。"
    columns = (_text("月", 14), _number(CASES), _number(CONTACTS))
    return Table("月別の件数", columns, tuple(rows), (told,) if told else ())


def weekdays(found: Counted) -> Table:
    """Contacts by weekday."""
    counts = figures.weekdays(one.held_on for one in found.contacts)
    return _parts("曜日別の回数", "曜日", CONTACTS, {name: counts[name] for name in WEEKDAYS}, "対応した日の曜日。")


def hours(found: Counted) -> Table:
    """Contacts by the hour at which they began."""
    return _parts("時間帯別の回数", "時間帯", CONTACTS, figures.hours(found.contacts), "対応を始めた時刻。")


def channels(found: Counted) -> Table:
    """Contacts by channel."""
    known = _apart(figures.labels("channel", found.editions))
    counts = {code: sum(one.channel == code for one in found.contacts) for code in known}
    return _parts("相談方法別の回数", LISTS["channel"], CONTACTS, {known[code]: counts[code] for code in known})


def by_list(found: Counted, name: str) -> Table:
    """Cases by one of their codes, every option in its order; what nobody chose is 0."""
    known, counts = _labels(found, name), figures.count(found.cases, name)
    return _parts(f"{LISTS[name]}別の件数", LISTS[name], CASES, {word: counts[code] for code, word in known.items()})


def _labels(found: Counted, name: str) -> dict[str, str]:
    """The options of a list; small ones carry the word of what they belong to, so that no two look alike."""
    known = figures.labels(name, found.editions)
    if name == "detail":
        heads = figures.labels("subject", found.editions)
        above = {
            one.code: heads.get(one.parent, "")
            for edition in found.editions
            for one in edition.options
            if one.listed == name
        }
        known = {code: f"{above.get(code, '')}：{word}" for code, word in known.items()}
    missing = figures.count(found.cases, name).keys() - known.keys()
    return _apart(known) | {code: "未入力" if code == UNKNOWN else f"版にないコード {code}" for code in sorted(missing)}


def _apart(known: Mapping[str, str]) -> dict[str, str]:
    """Words of codes; those that several codes share with the code behind them, or one row would swallow the other."""
    often = Counter(known.values())
    return {code: f"{word}（{code}）" if often[word] > 1 else word for code, word in known.items()}


def crossed(found: Counted, title: str, first: str, second: str) -> Table:
    """Cases by two codes, with the totals of both."""
    rows_of, columns_of = _labels(found, first), _labels(found, second)
    counts = figures.cross(found.cases, lambda one: [_code(one, first)], lambda one: [_code(one, second)])
    rows: list[tuple[Value, ...]] = [
        (word, *(counts[code, other] for other in columns_of)) for code, word in rows_of.items()
    ]
    return with_totals(title, LISTS[first], list(columns_of.values()), rows, CASES)


def _code(one: Known, name: str) -> str:
    return str(getattr(one.case, name)) or UNKNOWN


def with_totals(title: str, head: str, names: Sequence[str], rows: Sequence[tuple[Value, ...]], unit: str) -> Table:
    """Rows of numbers with their sums at the side and below."""
    numbers = [[one for one in row[1:] if isinstance(one, int)] for row in rows]
    whole = [(*row, sum(found)) for row, found in zip(rows, numbers, strict=True)]
    below = [sum(found) for found in zip(*numbers, strict=True)] if numbers else [0] * len(names)
    sums = (*below, sum(below))
    columns = (_text(head), *map(_number, names), _number(TOTAL))
    return Table(title, columns, (*whole, (TOTAL, *sums)), (f"単位は{unit}。",))


def minutes(found: Counted) -> Table:
    """How long contacts took, and how many reached the limit of the desk."""
    time = figures.minutes(found.contacts, found.rule.limit)
    rows: tuple[tuple[Value, ...], ...] = (
        ("所要時間の記録がある対応（回）", time.known),
        ("所要時間の記録がない対応（回）", time.unknown),
        ("平均（分）", None if time.mean is None else round(time.mean, 1)),
        ("最長（分）", time.longest),
        (f"目安の{time.limit}分以上（回）", time.over),
        (f"目安の{time.limit}分以上の割合（％）", time.share),
    )
    return Table(
        "所要時間", (_text("項目", 34), Column("値", "number", 12)), rows, ("割合の分母は、所要時間の記録がある対応。",)
    )


def responses(found: Counted) -> Table:
    """Cases by what was done about them; one case may count in several rows."""
    known = figures.labels("response", found.editions)
    counts = {code: sum(code in figures.responses(one) for one in found.cases) for code in known}
    rows = tuple((word, counts[code], scoring.share(counts[code], len(found.cases))) for code, word in known.items())
    note = f"複数回答。割合の分母は全{len(found.cases):,}件。"
    return Table("対応別の件数", (_text("対応"), _number(CASES), Column(SHARE, "percent", 12)), rows, (note,))


def response_cross(found: Counted) -> Table:
    """対応 × 困難度 × 納得度: a row for each pair that occurred."""
    what, hard, content = (figures.labels(name, found.editions) for name in ("response", "difficulty", "satisfaction"))
    rows: list[tuple[Value, ...]] = []
    for code, word in what.items():
        for level, told in hard.items():
            mine = [one for one in found.cases if one.case.difficulty == level and code in figures.responses(one)]
            if mine:
                counts = figures.count(mine, "satisfaction")
                rows.append((word, told, *(counts[one] for one in content), len(mine)))
    columns = (_text("対応"), _text("対応困難度", 14), *map(_number, content.values()), _number(TOTAL))
    return Table(
        "対応・困難度・納得度",
        columns,
        tuple(rows),
        ("単位は件。対応は複数回答のため、行の合計は全体の件数になりません。",),
    )


def referrals(found: Counted) -> Table:
    """Where callers were sent to, by 相談内容."""
    heads = figures.labels("subject", found.editions)
    counts = figures.cross(found.cases, figures.referrals, lambda one: [one.case.subject])
    # By their places in the book where as many were sent: a set has no order of its own.
    known = sorted({place for place, _ in counts}, key=lambda one: (len(one), one))
    places = sorted(known, key=lambda one: -sum(counts[one, head] for head in heads))
    rows: list[tuple[Value, ...]] = [
        (found.places.get(place, f"紹介先{place}"), *(counts[place, head] for head in heads)) for place in places
    ]
    return with_totals("紹介先別の件数", "紹介先", list(heads.values()), rows, f"{CASES}（複数回答）")


def informed(found: Counted) -> Table:
    """How often facilities were told something, by their kind."""
    known = _labels(found, "facility")
    codes = figures.tells(found.editions)
    told = figures.count([one for one in found.cases if figures.informed(one, codes)], "facility")
    note = "対応が「対象施設へ情報提供」または「対象施設へ確認・助言」の相談事例。"
    return _parts(
        "対象施設への情報提供", LISTS["facility"], CASES, {word: told[code] for code, word in known.items()}, note
    )


def national(found: Counted) -> Table:
    """What is known of the whole country; no number stands for a year that has none."""
    rows = tuple(
        (one.what, one.part, f"{one.year}年", one.value, one.unit, one.base, one.source, one.note)
        for one in found.national
    )
    columns = (
        _text("項目", 16), _text("区分", 16), _text("年", 10), _number("値"), _text("単位", 10), _text("母数", 34), _text("出典", 34), _text("注", 24),
    )  # fmt: skip
    notes = ("全国の件数は、公表された年のほかは確かめられていません。間の年を結んで読むことはできません。",)
    return Table("全国の数値（参考）", columns, rows, notes)
