"""運営要領 in editions: the shipped one, and what the centre took in when it was revised."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date

from checklist.errors import Fault, Refused
from checklist.model.center.information import Article, Guideline
from checklist.model.permission import Thing, Verb
from checklist.rules.fields import day_text
from checklist.store.act import Act, View
from checklist.store.center import shipped
from checklist.store.rows import insert, packed
from checklist.words.center import TASKS

MOST, LONGEST = 200, 2000


def editions(view: View) -> tuple[Guideline, ...]:
    """Every edition, the shipped one first; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT id, name, since, articles FROM guideline_edition ORDER BY since, id")
    made = (
        Guideline(number, name, date.fromisoformat(since), tuple(Article(*one) for one in json.loads(articles)))
        for number, name, since, articles in found
    )
    return (shipped.guideline(), *made)


def in_force(view: View) -> Guideline:
    """The edition of today; raises Forbidden."""
    return next(one for one in reversed(editions(view)) if one.number == 0 or one.since <= view.today)


def adopt(act: Act, name: str, since: date, articles: Sequence[Article]) -> int:
    """Put a revised one into force from a day on; raises Forbidden, or Refused with everything wrong with it."""
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    if found := _faults(name, since, articles, editions(act)):
        raise Refused(found)
    content = packed([astuple(one) for one in articles])
    return insert(act, "guideline_edition", {"name": name.strip(), "since": since, "articles": content})


def _faults(name: str, since: date, articles: Sequence[Article], known: Sequence[Guideline]) -> list[Fault]:
    found = []
    if not 1 <= len(name.strip()) <= 100:
        found.append(Fault("版の名称", "100文字以内で入力してください。"))
    if not day_text.is_plausible(since):
        found.append(Fault("適用を始める日", "日付を確かめてください。"))
    elif since <= known[-1].since:
        found.append(Fault("適用を始める日", f"今の版（{known[-1].name}）より後の日にしてください。"))
    for number, one in enumerate(articles, 2):
        if not 1 <= len(one.heading) <= 100 or not 1 <= len(one.content) <= LONGEST or len(one.source) > LONGEST:
            found.append(Fault(f"{number}行目", f"項目は100文字以内、内容は{LONGEST:,}文字以内で入力してください。"))
        if one.task and one.task not in TASKS:
            found.append(Fault(f"{number}行目", "業務は1から11までの番号で入力してください。"))
    return found + ([Fault("運営要領", f"{MOST}行以内にしてください。")] if len(articles) > MOST else [])
