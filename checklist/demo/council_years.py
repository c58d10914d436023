"""The council of the invented support centre: two meetings a year with members, frozen papers, and the next one announced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from checklist.demo.cast import Cast, moment
from checklist.formats import files, pdf
from checklist.formats.file_kinds import EXCEL, PDF
from checklist.model.center.activities import CouncilItem, CouncilMeeting
from checklist.model.center.council import CouncilMember, ReportRemark
from checklist.model.center.survey import Question, Shape
from checklist.papers.center import activities_document, figure_report
from checklist.readings.center import public_edition
from checklist.rules import fiscal_year
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.center import council, observers, surveys
from checklist.store.center.council import Drawn
from checklist.store.records import records

CLOSED = "個人が特定されるおそれがあるため（架空市情報公開条例第7条）"
PLACE, CONTACT = "架空県庁 会議室", "架空県 医療安全支援センター"
MEMBERS = (
    ("青木 架子", "medical", "chair"), ("井上 空太", "medical", "vice"), ("上田 架夫", "medical", "member"),
    ("江川 空美", "medical", "member"), ("大野 架代", "hospitals", "member"), ("加藤 空也", "hospitals", "member"),
    ("木下 架音", "law", "member"), ("熊田 空史", "academic", "member"), ("小島 架純", "patients", "member"),
    ("佐伯 空子", "patients", "member"), ("清水 架人", "government", "member"),
)  # fmt: skip
LISTENERS = ("架空 一", "架空 二", "架空 三", "架空 四")
STAFF = {
    "staff_public_health_nurse": "1", "staff_nurse": "1.8", "staff_pharmacist": "0.5", "staff_officer": "1.5",
    "staff_total": "4.8", "outsourced": "no", "own_rules": "yes", "own_line": "yes", "visits_facilities": "no",
    "private_room": "yes", "extra_1": "yes", "extra_2": "9",
}  # fmt: skip
OWN = (
    Question("", "", "威圧的な言動への対応の手順を定めているか", Shape.YES_NO, {}, "", "", 0, ""),
    Question("", "", "相談員1名が1日に受けた相談の最多件数", Shape.NUMBER, {}, "件", "", 0, ""),
)
"""What this centre asks itself beside the survey."""
WITH_PAPERS = 2
"""The newest meetings whose papers are drawn: a PDF takes a third of a second."""


def tell(cast: Cast, person: int, first: int, last: int) -> None:
    """Write the members, every meeting up to today with what is public of it, and the next one as announced."""
    for start in range(first, last + 1, 2):
        act = cast.act(person, min(moment(date(start, 4, 1), 9), cast.present))
        for name, group, role in MEMBERS:
            until = date(start + 2, 3, 31)
            member = CouncilMember(
                term_from=date(start, 4, 1), term_until=until, name=name, member_group=group, role=role,
                called=name == MEMBERS[-2][0],
            )  # fmt: skip
            records.save(act, None, member)
    days = [date(year if month > 3 else year + 1, month, 20) for year in range(first, last + 1) for month in (8, 2)]
    # Nobody acts after the clock, on whatever day the region is looked at.
    now = min(cast.today, clock.day_of(cast.present))
    held = [one for one in days if one <= now]
    for place, day in enumerate(held):
        _held(cast, person, day, 1 + place % 2, place - len(held) >= -WITH_PAPERS)
    _announced(cast, person)
    act = cast.act(person, cast.present)
    surveys.adopt(act, last - 1, OWN)
    surveys.keep(act, last - 1, STAFF)
    remark = (
        "相談は、説明の不足や行き違いから始まるものが多く、病院の相談窓口との連携で解決に向かった例が増えています。"
    )
    records.save(act, None, ReportRemark(held_on=act.today, period=f"fy{last - 1}", part="analysis", text=remark))


def _held(cast: Cast, person: int, day: date, number: int, with_papers: bool) -> None:
    """A meeting that was held; its record is public five weeks later, as 旭川市 does it."""
    before = cast.act(person, moment(day - timedelta(days=20), 10))
    year, published = fiscal_year.of_day(day), day + timedelta(days=35)
    meeting = CouncilMeeting(
        held_on=day, name=f"{year}年度第{number}回", hours="14:00～15:15", place=PLACE,
        announced_on=day - timedelta(days=20), seats=10, observing="当日13時30分から受け付け、定員を超えたときは抽選とします。",
        access="1週間前までに電話またはFAXでお申し込みください。", contact=CONTACT,
    )  # fmt: skip
    meeting_id = records.save(before, None, meeting)
    figures = _items(before, meeting_id, number)
    act = cast.act(person, min(moment(day, 17), cast.present))
    council.hold(act, meeting_id, 1, 10, 1, number + 1)
    if with_papers:
        _paper(act, figures, year, number)
    after = min(moment(published, 10), cast.present)
    held = records.get(act, CouncilMeeting, meeting_id)
    if published <= min(cast.today, clock.day_of(cast.present)):
        records.save(cast.act(person, after), None, replace(held, published_on=published))


def _items(act: Act, meeting_id: int, number: int) -> int:
    """The agenda, the last item of it closed; the number of the item to which the figures belong."""
    texts = (
        ("figures", "相談の対応状況", "期間の相談件数と内容、対応の状況を報告した。", "相談内容と納得度の関係も示してほしい。"),
        ("review" if number == 1 else "plan", "研修会の実施状況" if number == 1 else "翌年度の事業計画",
         "研修会の回数と受講者数を報告した。", "夜間に働く職員も受講できる方法を続けてほしい。"),
    )  # fmt: skip
    found = [
        council.save_item(
            act,
            CouncilItem(
                held_on=act.today, meeting_id=meeting_id, place=place, kind=kind, title=title, papers=papers,
                opinions=opinions,
            ),
        )
        for place, (kind, title, papers, opinions) in enumerate(texts, 1)
    ]  # fmt: skip
    closed = CouncilItem(
        held_on=act.today, meeting_id=meeting_id, place=3, kind="cases", title="事例検討", closed=True,
        closed_reason=CLOSED, papers="委員に配付した事例", opinions="説明の時期を病院と共有するとよい。",
    )  # fmt: skip
    council.save_item(act, closed)
    return found[0]


def _paper(act: Act, item_id: int, year: int, number: int) -> None:
    """In summer the figures of the year before as its edition tells them, in winter the work of the half-year that is over."""
    if number == 1 and public_edition.newest(act, year - 1):
        kind, period = "annual", f"fy{year - 1}"
        document = figure_report.annual(act, period, public=True, to_freeze=True)
        figures = figure_report.figures(act, period)
    else:
        kind, period, figures = "activities", f"h1{year}" if number == 2 else f"h2{year - 1}", ""
        document = activities_document.of_period(act, figure_report.span(act, period), public=True)
    contents = ((PDF.code, pdf.document(document)), (EXCEL.code, files.render(document, EXCEL.code)))
    council.freeze(act, item_id, Drawn(kind, period, True, figures, document.title, act.at, contents))


def _announced(cast: Cast, person: int) -> None:
    """The next meeting stands ahead, announced, with more applications than seats."""
    act, day = cast.act(person, cast.present), cast.today + timedelta(days=60)
    coming = CouncilMeeting(
        held_on=day, name="次回の協議会", hours="14:00～15:15", place=PLACE, announced_on=cast.today - timedelta(days=3),
        seats=3, contact=CONTACT, observing="事前にお申し込みください。定員を超えたときは抽選とします。",
        apply_until=day - timedelta(days=7), access="電話またはFAXでお申し込みください。",
        access_until=day - timedelta(days=14),
    )  # fmt: skip
    meeting_id = records.save(act, None, coming)
    council.save_item(act, CouncilItem(held_on=act.today, meeting_id=meeting_id, kind="plan", title="翌年度の事業計画"))
    for place, name in enumerate(LISTENERS):
        observers.register(act, meeting_id, "applied", name, "000-0000-0000", "手話通訳" if place == 1 else "")
