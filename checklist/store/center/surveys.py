"""The yearly survey: its questions from the data file, and the answers of each fiscal year in editions that are kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count

from checklist import words
from checklist.errors import Fault, Refused, Stale
from checklist.model.center.survey import Answers, OwnQuestions, Question, Shape, SurveyEdition
from checklist.model.permission import Thing, Verb
from checklist.rules import fiscal_year
from checklist.rules.center import survey
from checklist.store import clock, region, rows
from checklist.store.act import Act, View
from checklist.store.center import shipped

SAME = "前の版から変わった回答がありません。保存していません。"
SAME_QUESTIONS = "今の版から変わった質問がありません。保存していません。"
WRONG_YEAR = "年度の指定が正しくありません。"
OWN, OWN_CODE, OWN_SOURCE = "センター独自の質問", "extra_", "センターが追加した質問"


def questions() -> tuple[Question, ...]:
    """Every question of the survey in its order, as the data file has them."""
    return tuple(
        Question(
            code, part, text, Shape(shape), dict(pair.split("=", 1) for pair in choices.split("|") if pair), unit,
            proposed, int(year), source,
        )
        for code, part, text, shape, choices, unit, proposed, year, source in shipped.table("survey")
    )  # fmt: skip


def own_editions(view: View) -> list[OwnQuestions]:
    """Every edition of the centre's own questions, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT * FROM own_question_edition ORDER BY id DESC")
    return [
        OwnQuestions(
            row["id"], row["since"], tuple(_own(row["since"], *one) for one in json.loads(row["questions"])),
            clock.from_text(row["at"]), row["person_id"],
        )
        for row in found
    ]  # fmt: skip


def _own(since: int, code: str, text: str, shape: str, options: Sequence[str], unit: str) -> Question:
    return Question(code, OWN, text, Shape(shape), {one: one for one in options}, unit, "", since, OWN_SOURCE)


def asked(found: Sequence[OwnQuestions], year: int, at: datetime | None = None) -> tuple[Question, ...]:
    """What is asked in a fiscal year, as it was at a moment: the survey's own questions, then the centre's."""
    own = (one.questions for one in found if one.since <= year and (at is None or one.at <= at))
    return (*questions(), *next(own, ()))


def adopt(act: Act, since: int, found: Sequence[Question], after: int = 0) -> int:
    """Ask these of one's own from a fiscal year on, behind the edition of the number `after`; the number of the new one.

    A question keeps its code while it is answered in the same way. Raises Forbidden, Stale if there is a newer one by
    now, or Refused with everything that is wrong.
    """
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    before = own_editions(act)
    last = before[0] if before else None
    faults = survey.own_faults(found)
    if not _is_year(since):
        faults.append(Fault("年度", WRONG_YEAR))
    elif last and since < last.since:
        faults.append(Fault("年度", f"今の版（{words.fiscal_year(last.since)}から）より前の年度には使えません。"))
    if faults:
        raise Refused(faults)
    if (last.id if last else 0) != after:
        raise Stale
    shapes = {one.code: one.shape for edition in reversed(before) for one in edition.questions}
    new = (f"{OWN_CODE}{number}" for number in count(len(shapes) + 1))
    content = [
        [one.code if shapes.get(one.code) is one.shape else next(new), one.text, one.shape, [*one.choices], one.unit]
        for one in found
    ]
    if last and since == last.since and content == [_content(one) for one in last.questions]:
        raise Refused(SAME_QUESTIONS)
    row = {"since": since, "questions": rows.packed(content)}
    return rows.insert(act, "own_question_edition", row)


def _content(one: Question) -> list[object]:
    return [one.code, one.text, one.shape, [*one.choices], one.unit]


def _is_year(year: int) -> bool:
    return 1990 <= year <= 2198


def editions(view: View, year: int) -> list[SurveyEdition]:
    """The editions of a fiscal year, the newest first; raises Forbidden."""
    view.require(Verb.READ, Thing.CENTER_RECORDS)
    found = view.db.execute("SELECT * FROM survey_edition WHERE fiscal_year = ? ORDER BY id DESC", [year])
    return [
        SurveyEdition(
            row["id"], row["fiscal_year"], json.loads(row["answers"]), clock.from_text(row["at"]), row["person_id"]
        )
        for row in found
    ]


def keep(act: Act, year: int, answers: Answers, after: int = 0) -> int:
    """Keep the answers of a fiscal year as a new edition behind the one of the number `after`; the number of the new one.

    Raises Forbidden, Stale if there is a newer one by now, or Refused with everything that is wrong.
    """
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    known = {one.code: one for one in asked(own_editions(act), year)}
    clean = {code: survey.tidied(known[code], text) if code in known else text for code, text in answers.items()}
    found = list(survey.faults(tuple(known.values()), clean))
    if not _is_year(year):
        found.append(Fault("年度", WRONG_YEAR))
    if found:
        raise Refused(found)
    before = next(iter(editions(act, year)), None)
    if (before.id if before else 0) != after:
        raise Stale
    given = {code: text for code, text in clean.items() if text}
    if before and dict(before.answers) == given:
        raise Refused(SAME)
    row = {"fiscal_year": year, "answers": rows.packed(given)}
    return rows.insert(act, "survey_edition", row)


def staff(view: View, day: date) -> float | None:
    """How many people answer callers, in full-time places, as the survey of the year of a day says; raises Forbidden."""
    year = fiscal_year.of_day(day, region.of(view).fiscal_year_start_month)
    newest = next(iter(editions(view, year)), None)
    total = survey.staff_sum(newest.answers) if newest else None
    return None if total is None else float(total)
