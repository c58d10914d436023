"""The yearly survey: its questions from the data file, and the answers of each fiscal year in editions that are kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from checklist.errors import Fault, Refused, Stale
from checklist.model.center.survey import Answers, Question, Shape, SurveyEdition
from checklist.model.permission import Thing, Verb
from checklist.rules import fiscal_year
from checklist.rules.center import survey
from checklist.store import clock, region, rows
from checklist.store.act import Act, View
from checklist.store.center import shipped

SAME = "前の版から変わった回答がありません。保存していません。"


def questions() -> tuple[Question, ...]:
    """Every question in its order, as the data file has them."""
    return tuple(
        Question(
            code, part, text, Shape(shape), dict(pair.split("=", 1) for pair in choices.split("|") if pair), unit,
            proposed, int(year), source,
        )
        for code, part, text, shape, choices, unit, proposed, year, source in shipped.table("survey")
    )  # fmt: skip


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


def keep(act: Act, year: int, answers: Answers, after: int = 0, asked: Sequence[Question] = ()) -> int:
    """Keep the answers of a fiscal year as a new edition behind the one of the number `after`; the number of the new one.

    Raises Forbidden, Stale if there is a newer one by now, or Refused with everything that is wrong.
    """
    act.require(Verb.WRITE, Thing.CENTER_RECORDS)
    known = {one.code: one for one in asked or questions()}
    clean = {code: survey.tidied(known[code], text) if code in known else text for code, text in answers.items()}
    found = list(survey.faults(tuple(known.values()), clean))
    if not 1990 <= year <= 2198:
        found.append(Fault("年度", "年度の指定が正しくありません。"))
    if found:
        raise Refused(found)
    before = next(iter(editions(act, year)), None)
    if (before.id if before else 0) != after:
        raise Stale
    given = {code: text for code, text in clean.items() if text}
    if before and dict(before.answers) == given:
        raise Refused(SAME)
    row = {"fiscal_year": year, "answers": json.dumps(given, ensure_ascii=False)}
    return rows.insert(act, "survey_edition", row)


def staff(view: View, day: date) -> float | None:
    """How many people answer callers, in full-time places, as the survey of the year of a day says; raises Forbidden."""
    year = fiscal_year.of_day(day, region.of(view).fiscal_year_start_month)
    newest = next(iter(editions(view, year)), None)
    total = survey.staff_sum(newest.answers) if newest else None
    return None if total is None else float(total)
