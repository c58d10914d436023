"""What was answered to the questionnaire of a training, with its base: the same tables on the screen and in every file."""

from __future__ import annotations

from dataclasses import dataclass

from checklist import words
from checklist.formats.table import Column, Table, Value
from checklist.model.center.activities import Training
from checklist.model.center.questionnaires import Purpose, QuestionKind, Questionnaire
from checklist.rules import disclosure, scoring
from checklist.rules.center import attendances as counting
from checklist.rules.center.questionnaires import Tally
from checklist.store import region
from checklist.store.act import View
from checklist.store.center import attendances, questionnaires
from checklist.store.records import records

ANSWER, COUNT, SHARE = "回答", "人数", "割合（％）"


@dataclass(frozen=True)
class Results:
    """The answers of one questionnaire; `attended` of how many (0 where nobody has counted them yet)."""

    questionnaire: Questionnaire
    training: Training
    answers: int
    attended: int
    least: int
    tallies: tuple[Tally, ...]

    @property
    def base(self) -> str:
        """How many answered, of how many, in one sentence."""
        if not self.attended or self.questionnaire.purpose is Purpose.BEFORE:
            return f"回答 {self.answers}件"
        share = 100 * self.answers / self.attended
        return f"回答 {self.answers}件／受講者 {self.attended}名（{share:.0f}％）"


def read(view: View, questionnaire_id: int) -> Results:
    """The answers up to now; raises Forbidden or NotFound."""
    asked = questionnaires.get(view, questionnaire_id)
    return of(view, asked, records.get(view, Training, asked.training_id))


def of(view: View, asked: Questionnaire, training: Training) -> Results:
    """The same of a questionnaire and its training that are known; raises Forbidden."""
    # What is asked for the lecturer is handed to them whole, as the page says to whoever asks.
    least = 1 if asked.purpose is Purpose.BEFORE else region.of(view).minimum_group_size
    attended = counting.total(attendances.of_training(view, training.id)) or training.attended
    tallies = questionnaires.tallies(view, asked, least)
    return Results(asked, training, len(questionnaires.answers(view, asked.id)), attended, least, tallies)


def table(results: Results, tally: Tally) -> Table:
    """One question: how many gave each answer, or the texts."""
    title = f"質問{tally.number}　{tally.question.text}"
    if tally.question.kind is QuestionKind.TEXT:
        told = f"記述 {tally.answers}件。回答の順には並べていません。"
        if tally.hidden:
            told += f"このうち{tally.hidden}件は、書いた人が分からないよう、ほかの回答{results.least}件以上とまとめて、または受付の終了後にまとめて表示します。"
        note = (told,)
        return Table(title, (Column(ANSWER, "text", 80, least=20),), tuple((one,) for one in tally.texts), note)
    total = tally.told
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (word, count, scoring.share(count, total)) for word, count in tally.counts.items()
    )
    notes = [f"割合は、この質問の回答{total}件に対するものです。"]
    if tally.hidden:
        step = disclosure.steps(results.least)[-1]
        notes.append(
            f"ほかに{tally.hidden}件の回答があります。誰の回答か分からないよう、{step}件まとまるたび、または受付の終了後に加えます。"
        )
    if tally.mean is not None:
        notes.append(f"平均 {tally.mean:.1f}")
    columns = (Column(ANSWER, "text", 40, least=10), Column(COUNT, "number", 10), Column(SHARE, "percent", 12))
    return Table(title, columns, rows, tuple(notes))


def window(asked: Questionnaire) -> str:
    """From when to when answers are taken."""
    return f"{words.day(asked.opens_on)}から{words.day(asked.closes_on)}まで"
