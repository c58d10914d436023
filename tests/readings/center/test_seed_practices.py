"""What 東京都, 松本市 and 横浜市 do, row by row of the overview: each is done here as the centre does it, and seen where it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from checklist.errors import Refused
from checklist.formats.document import Document
from checklist.model.center.activities import CenterSupport, Outreach, StaffCourse, Training
from checklist.model.center.attendance import Reopening
from checklist.model.center.learning import Ground, Source
from checklist.model.center.questionnaires import Purpose
from checklist.model.center.survey import Question, Shape
from checklist.model.fields import Record
from checklist.papers.center import activities_document, survey_document, training_papers
from checklist.readings.center import activities_page, council_page, survey_page, trainings_page
from checklist.rules.center import drafts
from checklist.store import db
from checklist.store.center import (
    attendances,
    council,
    learning,
    observers,
    public_council,
    questionnaires,
    shipped,
    surveys,
    topics,
)
from checklist.store.records import records
from checklist.words.center import AUDIENCES, BASIC_POLICY, MATERIALS, OUTREACHES, TASKS
from tests.center_council import CLOSED, COMING, MEETING, OPEN, consultations, freeze, keep
from tests.center_desk import acting, staff, take_down
from tests.center_trainings import DAY, LINE, TODAY, answer, ask, count, hold
from tests.store.center.test_attendances import TURN
from tests.ui import screens
from tests.ui.screens import open_page, text
from tests.world import World, by

PLANNED = {"held": False, "demand_from": None, "demand_until": None}


def of(document: Document) -> str:
    return "\n".join(str(cell) for one in document.tables for row in one.rows for cell in row)


def paper(world: World, training: int, kind: str) -> str:
    with db.reading() as connection:
        return of(training_papers.document(by(connection, staff(world)), training, kind))


def page(world: World, training: int | None = None, part: str = "steps") -> trainings_page.TrainingsPage:
    with db.reading() as connection:
        return trainings_page.read(by(connection, staff(world)), part, training)


def done(world: World, training: int) -> dict[str, bool]:
    return {one.word: one.done for one in page(world, training).steps}


def changed(world: World, training: int, **fields: object) -> None:
    with acting(staff(world)) as act:
        records.save(act, None, replace(records.get(act, Training, training), **fields))  # type: ignore[arg-type]


def year(world: World, kind: type[Record], fiscal: int = 2026) -> activities_page.ActivitiesPage:
    with db.reading() as connection:
        return activities_page.read(by(connection, staff(world)), kind.KIND, fiscal, None)


def work(world: World) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Task and what was done for it -> how often, and how many people, as 業務の実績 prints it."""
    with db.reading() as connection:
        found = activities_document.document(by(connection, staff(world)), 2026).tables[1]
    return {(row[0], row[1]): row[2:4] for row in found.rows}  # type: ignore[misc]


def save(world: World, *found: object) -> None:
    with acting(staff(world)) as act:
        for one in found:
            records.save(act, None, one)  # type: ignore[arg-type]


# (1) センター内の相談職員への研修（東京都）


def staffed(world: World) -> None:
    """How many there are and how many of them are on duty: questions of its own, in the form, the Excel and the report."""
    own = Question("", "", "相談職員の人数", Shape.NUMBER, {}, "名", "", 0, "")
    with acting(staff(world)) as act:
        surveys.adopt(act, 2026, [own, replace(own, text="各営業日に対応する人数", shape=Shape.TEXT, unit="")])
        surveys.keep(act, 2026, {"extra_1": "12", "extra_2": "交代で3～4名", "staff_nurse": "4.5"})
        assert surveys.staff(act, TODAY) == 4.5
        told = of(survey_document.document(act, 2026))
        assert survey_page.read(act, 2025).own_questions == ()
    assert "12" in told.split("\n")
    assert "交代で3～4名" in told


def courses(world: World) -> None:
    """延べ人数: whoever attends twice counts twice."""
    held = [date(2026, 6, 1), date(2026, 9, 1), date(2027, 1, 5)]
    save(world, *(StaffCourse(held_on=day, course="初任者研修", organiser="総合支援事業", participants=number)
                  for day, number in zip(held, (8, 5, 9), strict=True)))  # fmt: skip
    assert work(world)[TASKS["5"], StaffCourse.WORD] == (2, 13)


def others(world: World) -> None:
    """A training for the staff of the other centres of a prefecture is work of its own, beside those for facilities."""
    save(world, CenterSupport(held_on=date(2026, 9, 3), kind="9", centre="西部保健所", content="相談対応の研修会"))
    assert work(world)[TASKS["9"], CenterSupport.WORD][0] == 1
    assert year(world, CenterSupport).summary.notes[1] == "⑧から⑪は、都道府県のセンターの業務です。"


def announced(world: World) -> None:
    training = hold(world, **PLANNED)
    assert not done(world, training)["案内を送る"]
    told = paper(world, training, training_papers.ANNOUNCEMENT)
    assert {"長時間の相談の終え方", "2026年11月12日（木）"} <= set(told.split("\n"))
    changed(world, training, announced_on=date(2026, 10, 10))
    assert done(world, training)["案内を送る"]


def on_duty(world: World) -> None:
    """One at a time, with the consent of whoever is on duty as well: they settle it among themselves."""
    with acting(staff(world)) as act:
        attendances.agree(act, TURN)
        with pytest.raises(Refused, match="一度に1名"):
            attendances.agree(act, replace(TURN, staff="架空 夏子"))
        for missing in ("", TURN.staff):
            with pytest.raises(Refused, match="了解した同日勤務の職員"):
                attendances.agree(act, replace(TURN, started="14:00", ended="15:00", agreed_by=missing))
    (turn,) = page(world, part="turns").turns
    assert (turn.staff, turn.agreed_by) == (TURN.staff, TURN.agreed_by)


def material(world: World) -> None:
    """What is handed out with a course reaches whoever was not there: its text stands for all of the desk."""
    save(
        world,
        StaffCourse(held_on=DAY, course="実践研修", participants=1, shared="資料：終え方の例。共有フォルダに置いた。"),
    )
    with pytest.MonkeyPatch.context() as patch:
        screens.sign_in(patch, world.people["center"].id)
        assert "資料：終え方の例。共有フォルダに置いた。" in text(open_page("activities", part=StaffCourse.KIND))


def shared(world: World) -> None:
    """What somebody learned is written down beside the hour in which they watched, and read by the others."""
    with acting(staff(world)) as act:
        turn = attendances.agree(act, TURN)
        attendances.agree(act, replace(TURN, id=turn, version=1, impression="終え方の言い回しが役に立つ。"))
    assert [one.impression for one in page(world, part="turns").turns] == ["終え方の言い回しが役に立つ。"]


def forwarded(world: World) -> None:
    """The note that 東京都 adds, ready to be copied; and of a course of others the day on which it went out."""
    told = paper(world, hold(world), training_papers.FORWARDING)
    assert "主催する研修ではテーマとして取り上げないものであるため、受講して業務の参考にしていただきたく" in told
    save(world, StaffCourse(held_on=DAY, course="実践研修", participants=2, forwarded_on=date(2026, 10, 1)))
    (found,) = year(world, StaffCourse).found
    assert getattr(found, "forwarded_on", None) == date(2026, 10, 1)


def two_months(world: World) -> None:
    training = hold(world, **PLANNED, decided_on=date(2026, 10, 1))
    assert page(world, training).steps[0].due == DAY - timedelta(days=60)
    assert any("2か月前より後" in one for one in page(world, training).remarks)
    changed(world, training, decided_on=date(2026, 9, 1))
    assert done(world, training)["テーマと講師を決める"]
    assert not any("2か月前" in one for one in page(world, training).remarks)


def movements(world: World) -> None:
    """What callers bring more often becomes a training of two months ahead that says so."""
    take_down(staff(world))
    topic = next(one for one in shipped.topics().topics if "2" in one.subjects)
    ground = Ground(Source.SUBJECT, topic.code, "2", "説明", 2026, "", 31, "件", 120, "件", TODAY)
    with acting(staff(world)) as act:
        assert topic in topics.in_use(act).topics
        learning.draft(act, drafts.training(topic, ground, act.today), ground)
    (found,) = year(world, Training).found or year(world, Training, 2027).found
    assert getattr(found, "reason", "").startswith("相談内容「説明」31件（直近12か月、全120件")
    assert found.held_on == TODAY + timedelta(days=60)  # type: ignore[attr-defined]


def three(world: World) -> None:
    for place in range(3):
        notes = year(world, Training).notes
        assert notes[0] == f"この年度の研修会は{place}回です（目安：年3回）。"
        hold(world, theme=f"テーマ{place}", lecturer=f"講師{place}")
    assert not any("目安：年3回" in one for one in year(world, Training).notes)


def asked(world: World) -> None:
    """Every one of them has the three questions; what was answered stands for the next one, names of lecturers included."""
    found = ask(world, hold(world))
    texts = [one.text for one in shipped.questions(Purpose.AFTER)]
    assert any("業務の参考になる具体的な内容" in one for one in texts)
    assert any("希望するテーマや講師" in one for one in texts)
    with db.reading() as connection:
        assert [one.text for one in questionnaires.questions(by(connection, staff(world)), found)] == texts
    for place in range(12):
        answer(found, {"2": f"言い回し{place}", "4": "架空大学の講師による医療費の話"}, confirmed=True)
    results = page(world, part="after").results
    assert results
    # While answers are taken, the newest wait for others.
    assert results.tallies[1].texts == tuple(f"言い回し{place}" for place in range(6))
    assert [(one.text, one.own_words) for one in page(world, part="wishes").wishes] == [
        ("架空大学の講師による医療費の話", True)
    ] * 6


def repeated(world: World) -> None:
    """Of ours, of the programme of the 総合支援事業, and of other centres: theme or lecturer, whatever the width."""
    training = hold(world, **PLANNED, theme="ＣＴの説明", lecturer="架空 講師")
    assert not page(world, training).remarks
    hold(world, theme="CT の説明", lecturer="別の講師", held_on=date(2025, 12, 1))
    save(world, StaffCourse(held_on=date(2026, 6, 1), course="CTの説明", organiser="総合支援事業", participants=1))
    hold(world, theme="別のテーマ", lecturer="架空　講師", held_on=date(2025, 12, 2))
    told = page(world, training).remarks
    for part in (
        "2年以内のほかの研修会とテーマが重複",
        "総合支援事業の研修「CTの説明」とテーマが重複",
        "講師「架空 講師」は、2年以内",
    ):
        assert any(part in one for one in told), (part, told)


def briefed(world: World) -> None:
    """The lecturer reads what the desk stands for and what it has trouble with, and is asked not to speak in general."""
    take_down(staff(world))
    training = hold(world, **PLANNED, questions="同じ方からの電話の終え方")
    told = paper(world, training, training_papers.BRIEF)
    for part in (
        *BASIC_POLICY,
        "同じ方からの電話の終え方",
        "一般的な内容ではなく、相談窓口の主旨に沿った内容としてください。",
    ):
        assert part in told, part
    assert "コミュニケーションに関すること\n1" in told
    changed(world, training, briefed_on=date(2026, 10, 10))
    assert done(world, training)["質問と基本姿勢を講師に渡す"]


def questions(world: World) -> None:
    training = hold(world, **PLANNED)
    assert not done(world, training)["事前の質問を募る"]
    found = ask(world, training, Purpose.BEFORE, date(2026, 11, 1))
    answer(found, {"1": "断り方を教えてください", "2": "一件に一時間かかる"})
    assert done(world, training)["事前の質問を募る"]
    told = paper(world, training, training_papers.BRIEF)
    assert "断り方を教えてください" in told
    assert "一件に一時間かかる" in told


def window(world: World) -> None:
    for last, told in (
        (date(2026, 11, 30), "1か月より短く"),
        (date(2026, 12, 31), ""),
        (date(2027, 2, 1), "2か月より長く"),
    ):
        training = hold(world, theme=f"{last}", lecturer=f"{last}", demand_until=last)
        (found,) = page(world, training, "attendance").windows
        assert (told in found.remark) if told else found.remark == ""


def again(world: World) -> None:
    """On request: by whom, from when to when, and how many watched it then."""
    training = hold(world, demand_from=date(2026, 9, 1), demand_until=date(2026, 10, 15))
    save(
        world,
        Reopening(training_id=training, held_on=date(2026, 11, 1), closes_on=date(2026, 11, 30), asked_by="東部保健所"),
    )
    count(world, training, [replace(LINE, way="again", held_on=DAY, people=4)])
    found = page(world, training, "attendance").windows[1]
    assert (found.asked_by, found.last, found.people, found.is_open(TODAY)) == (
        "東部保健所",
        date(2026, 11, 30),
        4,
        True,
    )
    assert "再配信をお申し出ください" in paper(world, training, training_papers.ANNOUNCEMENT)


def audience(world: World) -> None:
    """Named in the announcement, counted by how they are employed, and told where they were left out."""
    training = hold(world, audience=("staff",))
    assert any("含まれていません" in one for one in page(world, training).remarks)
    changed(world, training, audience=tuple(AUDIENCES))
    assert not any("含まれていません" in one for one in page(world, training).remarks)
    told = paper(world, training, training_papers.ANNOUNCEMENT).split("\n")
    assert {"会計年度任用職員", "委託業者の職員", "派遣職員"} <= set(told)
    elsewhere = replace(LINE, hospital_code="", facility="東部保健所")
    count(
        world,
        training,
        [replace(elsewhere, employment=one, people=2) for one in ("part_time", "contracted", "dispatched")],
    )
    (facility,) = page(world, training, "attendance").facilities
    assert (facility.name, facility.people) == ("東部保健所", 6)


# (2)センターによる相談対応以外の活動（松本市）


def halls(world: World) -> dict[str, dict[str, int]]:
    """Seven 公民館, two of them on the request of residents, one more still to come."""
    one = Outreach(held_on=date(2026, 6, 1), form="community", place="", participants=10)
    found = [replace(one, place=f"第{place}公民館", requested=place < 2) for place in range(7)]
    save(world, *found, replace(found[0], held_on=date(2027, 3, 1), place="先の公民館"))
    tables = year(world, Outreach).tables
    assert tables[0].notes == ("住民からの要望によるもの：2回。予定は含みません。",)
    return {one.title: {str(row[0]): int(str(row[1])) for row in one.rows} for one in tables}


def by_request(world: World) -> None:
    halls(world)
    assert work(world)[TASKS["7"], Outreach.WORD] == (7, 70)


# (3)医療安全推進協議会の開催（横浜市）


def published(world: World) -> list[public_council.PublicMeeting]:
    with db.reading() as connection:
        return list(public_council.published(connection, TODAY))


def meetings(world: World) -> None:
    """Counted in the work of the year, and told on the screen where it is none or more than three."""
    keep(world, replace(MEETING, held_on=date(2026, 5, 1)), MEETING, COMING)
    assert work(world)[TASKS["2"], "医療安全推進協議会"][0] == 2
    for found in ("", "この年度の会議は4回です（目安：年1～3回）。"):
        with db.reading() as connection:
            assert council_page.read(by(connection, staff(world)), None, None).remark == found
        keep(world, replace(COMING, name="臨時"))


def listeners(world: World) -> None:
    """Whoever wishes to may listen: more than seats are drawn, and of a meeting that is over a number alone is told."""
    meeting, over = keep(world, COMING, MEETING)
    with acting(staff(world)) as act:
        for name in ("甲", "乙", "丙"):
            observers.register(act, meeting, "applied", name)
        assert len(observers.draw_seats(act, meeting).drawn) == COMING.seats == 2
    with db.reading() as connection:
        (coming,) = public_council.announced(connection, TODAY)
    assert (coming.meeting.id, coming.meeting.seats) == (meeting, 2)
    assert [(one.meeting.id, one.meeting.observers) for one in published(world)] == [(over, 3)]


def on_the_page(world: World) -> None:
    """Minutes and papers for everybody; of what is closed the title and the reason alone."""
    consultations(world, 12)
    _, opened, closed = keep(world, MEETING, OPEN, CLOSED)
    papers = freeze(world, opened)
    (found,) = published(world)
    assert [one.opinions for one in found.items] == [OPEN.opinions, ""]
    assert [one.id for one in found.papers[opened]] == [one.id for one in papers]
    assert closed not in found.papers
    with db.reading() as connection:
        assert public_council.paper(connection, TODAY, papers[0].id, papers[0].file)[1].startswith(b"%PDF")


def agenda(kind: str, what: str) -> Callable[[World], None]:
    """An item of a kind with its paper drawn from what the centre did, for the committee to look back on or to plan from."""

    def run(world: World) -> None:
        consultations(world, 12)
        hold(world)
        _, item = keep(world, MEETING, replace(OPEN, kind=kind))
        (drawn, *_) = freeze(world, item, what)
        with db.reading() as connection:
            (found,) = council.items(by(connection, staff(world)), 1)
        assert (found.kind, drawn.kind, drawn.item_id) == (kind, what, item)

    return run


def examined(world: World) -> None:
    """Cases are spoken about behind closed doors, with the reason told: neither text nor opinion is public."""
    _, item = keep(world, MEETING, CLOSED)
    (found,) = published(world)[0].items
    assert (found.id, found.closed_reason, found.papers, found.opinions) == (item, CLOSED.closed_reason, "", "")
    with pytest.raises(Refused, match="非公開の議題には理由を入力"):
        keep(world, MEETING, replace(CLOSED, closed_reason=""))


def equal(found: object, wanted: object) -> None:
    assert found == wanted


PRACTICES: dict[str, Callable[[World], object]] = {
    "相談職員12名を配置（交代で各営業日３～４名で相談に対応）": staffed,
    "延べ13人の相談職員が総合支援事業の研修を受講": courses,
    "都内の他のセンター職員を対象に、相談対応に関する研修会を開催": others,
    "研修案内を周知する": announced,
    "同日に勤務している相談員の了解を得られれば、うち1名は勤務時間中に受講可とする": on_duty,
    "研修資料がある場合は資料提供する": material,
    "新たに知った点や感想を相談員へ共有し、受講を勧める": shared,
    "研修案内メールを、追記して都内の相談窓口に転送する": forwarded,
    "テーマと講師は、実施予定日の2か月前を目安に決める": two_months,
    "社会情勢や相談窓口の実際の対応の動向を踏まえる": movements,
    "年3回実施": three,
    "受講後アンケートを次回以降の企画の参考にする": asked,
    "テーマや講師が重複しないように企画する": repeated,
    "講師に基本姿勢、日常の相談対応で困っていることを説明": briefed,
    "事前に講師への質問事項を募って講師へ提供": questions,
    "配信期間を1～2か月とる": window,
    "要望に応じて、再配信する": again,
    "会計年度任用職員に加え、委託業者や派遣会社職員も可とする": audience,
    "公民館の活動の機会を活用": lambda w: equal(halls(w)["方法別の実績"], {OUTREACHES["community"]: 7, "計": 7}),
    "市民からの要望に応じて": by_request,
    "「医者にかかる10箇条」を紹介": lambda w: equal(halls(w)["資料別の実績"], {MATERIALS["ten_points"]: 7, "計": 7}),
    "計7箇所の公民館で実施": lambda w: equal(len(halls(w)["会場別の実績"]), 7 + 1),
    "年間1～3回の頻度で協議会を開催": meetings,
    "希望者は傍聴が可能": listeners,
    "議事録や資料もホームページ等で公開される": on_the_page,
    "センターの実施した事業の振り返り": agenda("review", "activities"),
    "翌年度の事業計画の検討": agenda("plan", "activities"),
    "寄せられた相談に関する事例検討": examined,
}
"""A practice as the overview words it -> how it is done and seen."""


@pytest.mark.parametrize("practice", PRACTICES)
def test_a_practice_is_done_as_the_overview_tells_it(practice: str, world: World) -> None:
    PRACTICES[practice](world)
