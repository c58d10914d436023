"""全国調査 as a form: the questions of the data file, the answers kept last, and beside each what the live figures propose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklist import words
from checklist.formats.table import Column, Table, Value
from checklist.model.center.activities import CouncilMeeting, Outreach, SafetyInformation
from checklist.model.center.survey import Answers, OwnQuestions, Question, SurveyEdition
from checklist.rules import fiscal_year
from checklist.rules.center import council, survey
from checklist.store import region
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.center import cases, surveys
from checklist.store.records import records
from checklist.words.center import OUTREACHES

ABOUT = "公開されている質問のみです。全国調査の相談の部の質問と符号は公開資料で確かめられていないため、含めていません。"
YEARS_BACK = 5


@dataclass(frozen=True)
class Proposal:
    """What the live figures answer to a question, and from what."""

    answer: str
    told: str
    why: str


@dataclass(frozen=True)
class SurveyPage:
    """The survey of one fiscal year."""

    year: int
    years: tuple[int, ...]
    questions: tuple[Question, ...]
    own: tuple[OwnQuestions, ...]
    """Every edition of the centre's own questions, the newest first."""
    editions: tuple[SurveyEdition, ...]
    before: Answers
    """The answers of the last earlier year that has any."""
    proposals: Mapping[str, Proposal]
    names: Mapping[int, str]

    @property
    def own_questions(self) -> tuple[Question, ...]:
        """Those of the centre's own that are asked in this year."""
        return tuple(one for one in self.questions if one.part == surveys.OWN)

    @property
    def newest(self) -> SurveyEdition | None:
        """The edition that counts."""
        return next(iter(self.editions), None)

    def start(self, code: str) -> str:
        """What stands in a question at first: what was kept, else what is proposed, else the answer of the year before."""
        if self.newest:
            return self.newest.answers.get(code, "")
        proposal = self.proposals.get(code)
        return proposal.answer if proposal else self.before.get(code, "")


def read(view: View, year: int | None) -> SurveyPage:
    """The survey of a fiscal year, this one without a year; raises Forbidden."""
    month = region.of(view).fiscal_year_start_month
    this = fiscal_year.of_day(view.today, month)
    years = tuple(range(this, this - YEARS_BACK, -1))
    shown = year if year in years else this
    editions = tuple(surveys.editions(view, shown))
    older = (surveys.editions(view, one) for one in range(shown - 1, shown - 1 - YEARS_BACK, -1))
    before = next((found[0].answers for found in older if found), {})
    own = tuple(surveys.own_editions(view))
    questions = surveys.asked(own, shown)
    first, last = fiscal_year.bounds(shown, month)
    found = proposals(view, first, min(last, view.today), editions[0].answers if editions else before)
    told = {
        one.code: Proposal(found[one.proposed][0], survey.told(one, found[one.proposed][0]), found[one.proposed][1])
        for one in questions
        if one.proposed in found and found[one.proposed][0]
    }
    writers = people.names(view, [*(one.person_id for one in editions), *(one.person_id for one in own)])
    return SurveyPage(shown, years, questions, own, editions, before, told, writers)


def proposals(view: View, first: date, last: date, answers: Answers) -> dict[str, tuple[str, str]]:
    """The live figures by the name under which questions ask for them: the answer, and from what; raises Forbidden."""
    number, _ = cases.count_of(view, first, last)
    outreach = records.of_hospital(view, None, Outreach, first, last)
    forms = {one.form for one in outreach}
    # The survey has no option for lectures in a 公民館: those are 出前講座.
    of_awareness = ({*forms} - {"community"}) | ({"visit"} if "community" in forms else set())
    sent = records.of_hospital(view, None, SafetyInformation, first, last)
    meetings = records.of_hospital(view, None, CouncilMeeting)
    public = [one for one in meetings if council.published(one, view.today)]
    publishing = [code for code, there in (("public", public), ("facilities", sent)) if there]
    total = survey.staff_sum(answers)
    span = f"{words.day(first)}～{words.day(last)}"
    return {
        "consultations": (str(number), f"相談事例の数（{span}）"),
        "awareness": (_codes(of_awareness, (*OUTREACHES,)), f"地域住民への啓発の記録{len(outreach)}件（{span}）"),
        "informing": (
            _codes(forms, ("web", "magazine", "leaflet", "poster", "sns")),
            f"地域住民への啓発の記録（{span}）",
        ),
        "publishing": (",".join(publishing), f"公開中の会議要旨{len(public)}件、医療機関等への情報提供{len(sent)}件"),
        "staff_total": ("" if total is None else str(total), "職種別の人数の和"),
    }


def _codes(found: set[str], order: tuple[str, ...]) -> str:
    return ",".join(code for code in order if code in found)


def table(page: SurveyPage) -> Table:
    """Every question with its answer in words."""
    answers = page.newest.answers if page.newest else {}
    rows = tuple(
        (
            one.part, one.text, survey.told(one, answers.get(one.code, "")), one.unit,
            page.proposals[one.code].told if one.code in page.proposals else "",
            page.proposals[one.code].why if one.code in page.proposals else "", f"{one.year}年", one.source,
        )
        for one in page.questions
    )  # fmt: skip
    columns = (
        Column("部", "text", 30, least=10), Column("質問", "text", 40, least=14), Column("回答", "text", 30, least=10), Column("単位", "text", 6),
        Column("集計からの候補", "text", 26, least=8), Column("候補のもと", "text", 34, least=10), Column("調査", "text", 8), Column("出典", "text", 34, least=10),
    )  # fmt: skip
    return Table("運営調査の回答", columns, rows, (ABOUT,))


def history(page: SurveyPage) -> Table:
    """Every answer that an edition brought or changed, each question in the words in which it was asked then."""
    rows: list[tuple[Value, ...]] = []
    before: Answers = {}
    for place, one in enumerate(reversed(page.editions), 1):
        asked = {found.code: found for found in surveys.asked(page.own, page.year, one.at)}
        who = (f"第{place}版", words.moment(one.at), page.names.get(one.person_id, ""))
        for code, question in asked.items():
            was, now = (survey.told(question, answers.get(code, "")) for answers in (before, one.answers))
            if was != now:
                rows.append((*who, survey.label(question), was, now))
        before = one.answers
    columns = (
        Column("版", "text", 8), Column("保存した日時", "text", 18), Column("職員", "text", 14, least=6),
        Column("質問", "text", 50, least=14), Column("前の版の回答", "text", 30, least=8), Column("回答", "text", 30, least=8),
    )  # fmt: skip
    return Table("保存した版と変わった回答", columns, tuple(rows))
