"""What is wrong with a new edition of the topics, and with what somebody wishes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from checklist.errors import Fault
from checklist.model.center.learning import Topic, TopicEdition
from checklist.rules.disclosure import SMALLEST
from checklist.rules.fields import day_text
from checklist.words.center import TOPICS

MOST, MOST_WISHES = 60, 5
Wishes = dict[int, frozenset[str]]
"""Hospital -> the topics it wishes."""
_CODE = re.compile(r"[a-z0-9_-]{1,20}")


def faults(
    name: str, since: date, topics: Sequence[Topic], known: Sequence[TopicEdition], chapters: Collection[str]
) -> list[Fault]:
    """Everything wrong with new topics, in one pass; `chapters` are those of all sheets, as `sheet:chapter`."""
    found = [*_named(name, since, known)]
    seen: dict[str, int] = {}
    for number, one in enumerate(topics, 2):
        found += [Fault(f"{number}行目", told) for told in _of_topic(one, chapters)]
        if (first := seen.setdefault(one.code, number)) != number:
            found.append(Fault(f"{number}行目", f"コード「{one.code}」は{first}行目と重複しています。"))
    if len(topics) > MOST:
        found.append(Fault("テーマ", f"{MOST}行以内にしてください。"))
    return found


def _named(name: str, since: date, known: Sequence[TopicEdition]) -> Iterator[Fault]:
    if not 1 <= len(name.strip()) <= 100:
        yield Fault("版の名称", "100文字以内で入力してください。")
    if not day_text.is_plausible(since):
        yield Fault("適用を始める日", "日付を確かめてください。")
    elif since <= known[-1].since:
        yield Fault("適用を始める日", f"今の版（{known[-1].name}）より後の日にしてください。")


def _of_topic(one: Topic, chapters: Collection[str]) -> Iterator[str]:
    if not _CODE.fullmatch(one.code):
        yield "コードは20文字以内の半角の英小文字・数字で入力してください。"
    if not 1 <= len(one.label.strip()) <= 60:
        yield "名称は60文字以内で入力してください。"
    for place in one.chapters:
        if place not in chapters:
            yield f"点検表の章「{place}」はありません（例：anzen:6）。"
    for part in one.parts:
        if part not in TOPICS:
            yield f"研修の内容「{part}」はありません（{'・'.join(TOPICS)}）。"
    if not (one.chapters or one.subjects):
        yield "点検表の章または相談内容を1つ以上入力してください。"


def wish_faults(wished: Sequence[str], edition: TopicEdition) -> list[Fault]:
    """What is wrong with wishes, the most important one first."""
    if len(wished) > MOST_WISHES:
        return [Fault("希望するテーマ", f"{MOST_WISHES}つまで選んでください。")]
    if len(set(wished)) < len(wished) or any(edition.topic(one) is None for one in wished):
        return [Fault("希望するテーマ", "今の版のテーマから、重複しないように選んでください。")]
    return []


def settled(said: Iterable[tuple[int, Collection[str]]], minimum: int) -> Wishes:
    """The wishes that may be summed up, of all that hospitals said one after the other: as they stood when enough had changed.

    Sums that move with every word tell what the one hospital said that moved them. So of any two that were ever told, those
    of a smaller minimum included, at least as many hospitals differ.
    """
    now: Wishes = {}
    steps: list[Wishes] = [{}]
    told, wishing, none = [0], 0, frozenset[str]()
    # How many hospitals wish something else now than at each step, changed by what each word changes: five years of 300
    # hospitals compared word by word and hospital by hospital were half of the page.
    apart = [0]
    for hospital, topics in said:
        before, wished = now.get(hospital, none), frozenset(topics)
        then = [one.get(hospital, none) for one in steps]
        apart = [number + (one != wished) - (one != before) for number, one in zip(apart, then, strict=True)]
        now[hospital], wishing = wished, wishing + bool(wished) - bool(before)
        if wishing >= SMALLEST and min(apart) >= SMALLEST:
            if wishing >= minimum and all(apart[place] >= minimum for place in told):
                told.append(len(steps))
            steps.append(dict(now))
            apart.append(0)
    return steps[told[-1]]
