"""What the invented support centre did beside its desk: trainings, courses, outreach, information, extracts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from checklist.demo.cast import Cast, moment
from checklist.demo.places import AREAS
from checklist.model.center.activities import (
    CaseExtract,
    CenterEvaluation,
    CenterSupport,
    Liaison,
    Outreach,
    SafetyInformation,
    StaffCourse,
    Training,
)
from checklist.model.fields import Record
from checklist.store.records import records

THEMES = (
    ("長時間の相談の終え方", "架空大学 相談援助論 講師", "communication"),
    ("医療事故調査制度の流れ", "架空県弁護士会 弁護士", "system"),
    ("説明と同意をめぐる相談への対応", "架空中央総合病院 医療安全管理者", "response"),
    ("事例から学ぶ事故分析", "架空市民病院 医療安全管理者", "analysis"),
    ("医療安全の組織づくり", "架空県看護協会 講師", "organisation"),
    ("職員研修の企画", "架空大学 医療安全学 講師", "education"),
)
PLACES = {
    "第一地区公民館": (0.02, -0.03), "第二地区公民館": (-0.03, 0.02), "東部公民館": (0.01, 0.09), "西部公民館": (-0.02, -0.1),
    "南部公民館": (-0.1, 0.01), "北部公民館": (0.11, -0.01), "中央公民館": (0.0, 0.0),
}  # fmt: skip
"""Where the invented community centres lie, in degrees north and east of the middle of the region."""
MIDDLE = AREAS[0][1:]
CENTRES = ("東部保健所 相談窓口", "西部保健所 相談窓口", "南部保健所 相談窓口")


def tell(cast: Cast, person: int, first: int, last: int) -> None:
    """Write what was done in these fiscal years up to today, and what is planned and announced."""
    for year in range(first, last + 1):
        for one in _year(year, year - first):
            act = cast.act(person, min(moment(one.day, 17), cast.present))
            if one.day <= act.today or one.planned:
                records.save(act, None, one)
    _announce(cast, person)


def _year(year: int, turn: int) -> Iterator[Record]:
    yield from _trainings(year, turn)
    yield StaffCourse(
        held_on=date(year, 6, 18), course="初任者研修（オンデマンド）", organiser="医療安全支援センター総合支援事業",
        participants=3, on_duty=True, forwarded_on=date(year, 5, 20), shared="相談の受け止め方を朝の打合せで共有した。",
    )  # fmt: skip
    yield StaffCourse(
        held_on=date(year, 11, 5), course="実践研修", organiser="医療安全支援センター総合支援事業", participants=2,
        forwarded_on=date(year, 10, 1), shared="ほかのセンターの事例集のつくり方を共有した。",
    )  # fmt: skip
    for place, (name, (north, east)) in enumerate(PLACES.items()):
        yield Outreach(
            held_on=date(year, 5 + place, 15), form="community", place=name, audience="地域住民",
            position=f"{MIDDLE[0] + north:.4f}, {MIDDLE[1] + east:.4f}",
            participants=14 + (turn * 5 + place * 3) % 17, requested=place % 2 == 0, note="医者にかかる10箇条を紹介した。",
        )  # fmt: skip
    yield SafetyInformation(
        held_on=date(year, 9, 17), title="世界患者安全の日にあわせた情報提供", origin="センター",
        facilities=("hospital", "clinic", "dental"), sent=180 + turn * 3, read=96 + turn * 7,
    )  # fmt: skip
    for turn_of, centre in enumerate(CENTRES):
        yield CenterEvaluation(
            held_on=date(year, 6, 24), centre=centre, of_year=year - 1, cases=180 + 37 * turn_of + 9 * turn, task1="good",
            task2="none", task3="fair", task4="fair", task5="poor" if turn_of == 1 else "good", task6="fair", task7="good",
            good="相談の記録がよく整理されている。", advice="研修の受講の機会を増やす。" if turn_of == 1 else "",
        )  # fmt: skip
    yield CenterSupport(
        held_on=date(year, 5, 27), kind="8", centre=CENTRES[0], content="長時間の相談への対応について助言した。"
    )
    yield CenterSupport(
        held_on=date(year, 9, 3), kind="9", centre=CENTRES[1], content="相談職員の研修を共同で開催した。"
    )
    for place, name in enumerate(("架空市老人クラブ", "架空高校")):
        yield Outreach(
            held_on=date(year, 10, 8 + place), form="visit", place=name, audience="会員・生徒", participants=31 + turn,
            requested=True, note="要望により出前講座を行った。",
        )  # fmt: skip
    yield Liaison(held_on=date(year, 7, 8), partner="架空県医師会", subject="相談窓口の案内と情報交換")
    yield CaseExtract(
        held_on=date(year, 10, 20), heading="検査の説明についての相談", checked_by="架空 花子",
        summary="検査の目的が分からず不安なまま受けたという相談。", response="質問を書いて持参する方法と、病院の相談窓口を案内した。",
        approved_on=date(year, 10, 30), sent_on=date(year, 11, 10),
    )  # fmt: skip


def _trainings(year: int, turn: int) -> Iterator[Training]:
    for place, day in enumerate((date(year, 7, 3), date(year, 11, 12), date(year + 1, 2, 18))):
        theme, lecturer, topic = THEMES[(turn * 3 + place) % len(THEMES)]
        yield Training(
            held_on=day, theme=theme, lecturer=lecturer, topic=topic, reason="相談の動向と前回のアンケートの希望による。",
            decided_on=day - timedelta(days=70), briefed_on=day - timedelta(days=40),
            questions="同じ内容の相談が続くときの対応", announced_on=day - timedelta(days=30),
            audience=("staff", "part_time", "contracted", "dispatched"), demand_from=day + timedelta(days=7),
            demand_until=day + timedelta(days=50), held=True, attended=38 + turn * 4 + place, answers=30 + turn * 3,
            useful="相談の終え方の言い回しが参考になった。", wishes="医療費の制度について聞きたい。",
        )  # fmt: skip


def _announce(cast: Cast, person: int) -> None:
    """The next training stands ahead, not done."""
    act = cast.act(person, cast.present)
    theme, lecturer, topic = THEMES[-1]
    ahead = Training(
        held_on=cast.today + timedelta(days=80), theme=f"{theme}（続き）", lecturer=lecturer, topic=topic,
        decided_on=cast.today - timedelta(days=2), audience=("staff", "part_time", "contracted", "dispatched"),
    )  # fmt: skip
    records.save(act, None, ahead)
