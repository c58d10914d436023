"""What a centre counts: cases (件) and contacts (回) by whatever is known of them; a rule says which contacts count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checklist.model.center import UNKNOWN, Case, Contact, Known
from checklist.model.center.desk import Edition
from checklist.rules import scoring
from checklist.rules.center import option_lists
from checklist.words.center import WEEKDAYS

FIELDS = (
    "kind", "caller", "gender", "age", "residence", "source", "facility", "care", "department", "subject", "detail", "satisfaction", "difficulty",
)  # fmt: skip
"""The lists of which a case has one code each, in the order of a call; each is called like its list."""
TELLS = frozenset({"tell", "ask"})
"""対応 by which a facility was told something."""
SPANS = ((0, 5), (5, 10), (10, 15), (15, 30), (30, 60), (60, None))
"""Minutes from the first (included) to the last (not)."""
NO_HOUR = "時刻の記録なし"


def by_rule(cases: Iterable[Known], shortest: int) -> list[Known]:
    """The cases with the contacts that count: those of at least so many minutes; with 0 all, also those without minutes."""
    if not shortest:
        return list(cases)
    kept = (
        replace(one, contacts=tuple(each for each in one.contacts if (each.minutes or 0) >= shortest)) for one in cases
    )
    return [one for one in kept if one.contacts]


def long_enough(contacts: Iterable[Contact], shortest: int) -> list[Contact]:
    """The contacts that count by the same rule."""
    return [one for one in contacts if not shortest or (one.minutes or 0) >= shortest]


def in_todays_words(cases: Iterable[Known], editions: Sequence[Edition]) -> list[Known]:
    """The cases with the codes that today's lists have in place of those of an earlier edition."""
    place = {one.number: number for number, one in enumerate(editions)}
    changed = {name: option_lists.todays(name, editions) for name in FIELDS if _is_changed(name, editions)}
    return [
        replace(
            one,
            case=_today(one.case, {name: moved[place.get(one.case.edition, -1)] for name, moved in changed.items()}),
            contacts=tuple(contacts_in_todays_words(one.contacts, editions)),
        )
        for one in cases
    ]


def _is_changed(listed: str, editions: Iterable[Edition]) -> bool:
    return any(option_lists.mapping(listed, one) for one in editions)


def _today(case: Case, moved: Mapping[str, Mapping[str, str]]) -> Case:
    codes: dict[str, Any] = {name: now.get(code := getattr(case, name), code) for name, now in moved.items()}
    return replace(case, **codes) if codes else case


def contacts_in_todays_words(contacts: Iterable[Contact], editions: Sequence[Edition]) -> list[Contact]:
    """The same for contacts, which do not say of which edition their codes are."""
    if not any(_is_changed(name, editions) for name in ("channel", "response")):
        return list(contacts)
    channel, response = (option_lists.anywhere(name, editions) for name in ("channel", "response"))
    return [
        replace(
            one,
            channel=channel.get(one.channel, one.channel),
            responses=tuple(dict.fromkeys(response.get(code, code) for code in one.responses)),
        )
        for one in contacts
    ]


def breaks(cases: Iterable[Known], editions: Sequence[Edition]) -> list[Edition]:
    """The editions that came into use between the first and the last of these cases."""
    days = sorted(one.case.received_on for one in cases)
    return [one for one in editions[1:] if days and days[0] < one.since <= days[-1]]


def labels(listed: str, editions: Sequence[Edition]) -> dict[str, str]:
    """Code -> word of a list: first as it is today, then what only earlier editions had."""
    found = dict(editions[-1].choices(listed))
    moved = option_lists.todays(listed, editions)
    for place in reversed(range(len(editions) - 1)):
        for code, word in editions[place].choices(listed).items():
            if code not in found and moved[place][code] == code:
                found[code] = f"{word}（以前の版）"
    return found


def count(cases: Iterable[Known], name: str) -> Counter[str]:
    """Cases by one of their codes."""
    return Counter(str(getattr(one.case, name)) or UNKNOWN for one in cases)


def cross(
    cases: Iterable[Known], first: Callable[[Known], Iterable[str]], second: Callable[[Known], Iterable[str]]
) -> Counter[tuple[str, str]]:
    """Cases by two things, each of which a case may have several of."""
    return Counter((one, other) for each in cases for one in set(first(each)) for other in set(second(each)))


def responses(one: Known) -> set[str]:
    """Everything that was done about a case."""
    return {code for each in one.contacts for code in each.responses}


def referrals(one: Known) -> set[str]:
    """Everywhere that the caller was sent to."""
    return {code for each in one.contacts for code in each.referrals}


def tells(editions: Sequence[Edition]) -> set[str]:
    """`TELLS` in the words of today."""
    now = option_lists.anywhere("response", editions)
    return {now.get(one, one) for one in TELLS}


def informed(one: Known, told: Collection[str] = TELLS) -> bool:
    """Whether the facility was told something, by the codes that say so."""
    return not responses(one).isdisjoint(told)


def months(found: Iterable[date]) -> Counter[date]:
    """Days by the first day of their month."""
    return Counter(one.replace(day=1) for one in found)


def weekdays(found: Iterable[date]) -> Counter[str]:
    """Days by the name of their weekday."""
    return Counter(WEEKDAYS[one.weekday()] for one in found)


def hours(contacts: Iterable[Contact]) -> dict[str, int]:
    """Contacts by the hour at which they began, from the first hour to the last; then those without one."""
    found = Counter(one.started[:2] for one in contacts)
    known = sorted(int(one) for one in found if one)
    told = {f"{hour}時台": found[f"{hour:02}"] for hour in range(known[0], known[-1] + 1)} if known else {}
    return told | ({NO_HOUR: found[""]} if found[""] else {})


@dataclass(frozen=True)
class Minutes:
    """How long contacts took: how many have minutes, the mean, the longest, and how many reach the limit."""

    known: int
    unknown: int
    mean: float | None
    longest: int | None
    over: int
    limit: int

    @property
    def share(self) -> float | None:
        """Percent of those with minutes that reach the limit."""
        return scoring.share(self.over, self.known)


def minutes(contacts: Sequence[Contact], limit: int) -> Minutes:
    """The minutes of contacts; what has none is counted apart and never as 0."""
    found = [one.minutes for one in contacts if one.minutes is not None]
    mean = sum(found) / len(found) if found else None
    over = sum(one >= limit for one in found)
    return Minutes(len(found), len(contacts) - len(found), mean, max(found, default=None), over, limit)


def by_minutes(contacts: Iterable[Contact]) -> dict[str, int]:
    """Contacts by how long they took."""
    found = [one.minutes for one in contacts]
    told = {
        _span_word(low, high): sum(low <= one < (high or 10**6) for one in found if one is not None)
        for low, high in SPANS
    }
    return told | {"記録なし": found.count(None)}


def _span_word(low: int, high: int | None) -> str:
    return f"{low}分以上{high}分未満" if high else f"{low}分以上"


def by_year(cases: Iterable[Known], year_of: Callable[[date], int]) -> Mapping[int, list[Known]]:
    """Cases by the fiscal year in which they came in, oldest first."""
    found: dict[int, list[Known]] = {}
    for one in cases:
        found.setdefault(year_of(one.case.received_on), []).append(one)
    return dict(sorted(found.items()))
