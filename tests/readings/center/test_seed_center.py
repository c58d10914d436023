"""The overview of 医療安全支援センター, sentence by sentence: what each says, and the screen, file or record that shows it.

Law, purpose, tasks, figures, and what 東京都, 松本市 and 横浜市 do; each row is a test of its own, over the invented region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from checklist.formats import files
from checklist.formats.table import Table
from checklist.model.center import Case, Contact
from checklist.model.center.activities import (
    ACTIVITIES,
    CaseExtract,
    CenterSupport,
    CouncilItem,
    CouncilMeeting,
    Liaison,
    Outreach,
    SafetyInformation,
    StaffCourse,
    Training,
)
from checklist.model.fields import columns
from checklist.papers.center import activities_document, casebook_document, figures_document
from checklist.readings.center import activities_page, case_figures, figure_tables, yearly_tables
from checklist.rules.center import training_steps
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.center import cases, desk, guidelines, information, public_council, shipped
from checklist.store.records import records
from checklist.words.center import AUDIENCES, ITEMS, MATERIALS, OUTREACHES, SUPPORTS, TASKS, TOPICS
from tests import pdf_text
from tests.world import by, principal

Shown = Callable[[View], bool]
YEAR = 2025
DAY = date(2026, 6, 10)
TRAINING = Training(held_on=DAY, theme="長時間の相談", lecturer="架空 講師", topic="communication")


def national(what: str, part: str) -> list[tuple[int, int, str]]:
    return [(one.year, one.value, one.unit) for one in shipped.national() if (one.what, one.part) == (what, part)]


def all_of(view: View, kind: type) -> list:  # type: ignore[type-arg]
    return records.of_hospital(view, None, kind)


def told(view: View) -> str:
    """The 運営要領 as it is shown."""
    return "".join(one.heading + one.content for one in guidelines.in_force(view).articles)


def summary(view: View, year: int = YEAR) -> dict[str, int]:
    """Task -> how often something of it was done in a year."""
    found: dict[str, int] = {}
    for row in activities_page.read(view, None, year, None).summary.rows:
        found[str(row[0])] = found.get(str(row[0]), 0) + int(str(row[2]))
    return found


def figure(view: View, title: str) -> Table:
    return next(one for one in case_figures.read(view, f"fy{YEAR}").tables if one.title == title)


def labels(kind: type) -> set[str]:
    return {one.label for one in columns(kind)}


def outreach(view: View) -> dict[str, Table]:
    found = activities_page.read(view, Outreach.KIND, YEAR, None).found
    return {one.title: one for one in yearly_tables.tables(Outreach, found, view.today)}


def steps(**fields: object) -> dict[str, bool]:
    return {one.word: one.done for one in training_steps.steps(replace(TRAINING, **fields))}  # type: ignore[arg-type]


def remarks(*others: Training, **fields: object) -> str:
    one = replace(TRAINING, id=1, **fields)  # type: ignore[arg-type]
    return "".join(training_steps.remarks(one, (one, *others)))


def pdf(view: View, document: object) -> str:
    return "".join(pdf_text.pages(files.render(document, "pdf"))).replace("\n", "")  # type: ignore[arg-type]


def options(view: View, listed: str) -> set[str]:
    return set(desk.edition_on(view, view.today).choices(listed).values())


SEED: dict[str, Shown] = {
    # 医療安全支援センターの概要
    "患者等と医療機関の信頼関係構築のための支援を行う": lambda v: "信頼" in told(v) and "信頼関係" in told(v),
    "医療に関する苦情や相談に対応する": lambda v: summary(v)[TASKS["1"]] > 900,
    "医療機関、患者・住民に対して、助言および情報提供等を行う": lambda v: {"助言", "対象施設へ情報提供"} <= options(v, "response"),
    "必要に応じ、医療機関の管理者及び患者等に助言": lambda v: "対象施設へ確認・助言" in options(v, "response") and desk.rule(v, DAY).tells_facilities,
    "医療の安全の確保に関する必要な情報提供": lambda v: summary(v)[TASKS["4"]] > 0 and len(information.sent(v)) > 0,
    "医療機関の管理者、従業員に対する医療安全に関する研修の実施": lambda v: summary(v)[TASKS["5"]] >= 3 and "hospitals" in AUDIENCES,
    "医療の安全の確保のための必要な支援": lambda v: summary(v)[TASKS["3"]] > 0 and summary(v)[TASKS["7"]] > 0,
    "センターの活動方針等を協議するための「医療安全推進協議会」の設置・開催": lambda v: summary(v)[TASKS["2"]] >= 1,
    "具体的業務は運営要領で規定されている": lambda v: {one.task for one in guidelines.in_force(v).articles} >= set(TASKS),
    "令和4年3月に改定": lambda v: "令和4年3月改正" in guidelines.in_force(v).name and len(guidelines.editions(v)) >= 1,
    # 現状
    "都道府県：47箇所（設置率100%）": lambda v: national("センター数", "都道府県") == [(2022, 47, "か所")] and "100%" in base("都道府県"),
    "保健所設置市区：80箇所（設置率72.7%）": lambda v: national("センター数", "保健所設置市区") == [(2022, 80, "か所")] and "72.7%" in base("保健所設置市区"),
    "二次医療圏：269箇所（設置率80.3%）": lambda v: national("センター数", "二次医療圏") == [(2022, 269, "か所")] and "80.3%" in base("二次医療圏"),
    "計396箇所": lambda v: national("センター数", "計") == [(2022, 47 + 80 + 269, "か所")],
    "年間相談受付総数：110,882件": lambda v: (2021, 110882, "件") in national("相談件数", "全国"),
    "相談件数の年次推移": lambda v: len(figure(v, "年度別の件数").rows) == 5 and any(one.title == "年度別の件数" for one in figures_document.document(v, None).charts),
    "H19年度は二次医療圏センターのデータなし": lambda v: any("平成19年度は二次医療圏センターのデータなし" in one.note for one in shipped.national()),
    "相談件数は年々増加している": lambda v: [one[1] for one in national("相談件数", "全国")] == sorted(one[1] for one in national("相談件数", "全国")) and "結んで読むことはできません" in figure(v, "全国の数値（参考）").notes[0],
    "約25%の職員に保健師が配置されている": lambda v: national("保健師の配置", "センター職員") == [(2021, 25, "%（約）")],
    "出典：医療安全支援センター総合支援事業": lambda v: all(one.source for one in shipped.national()) and any("総合支援事業" in str(row) for row in figure(v, "全国の数値（参考）").rows),
    # (1)センター内の相談職員への研修（東京都）
    "延べ13人の相談職員が総合支援事業の研修を受講": lambda v: figure_of(v, StaffCourse.WORD) == sum(one.participants for one in all_of(v, StaffCourse) if fiscal(one) == YEAR),
    "都内の他のセンター職員を対象に、相談対応に関する研修会を開催": lambda v: "9" in SUPPORTS and any(one.kind == "9" for one in all_of(v, CenterSupport)),
    "研修案内を周知する": lambda v: steps(announced_on=DAY)["案内を送る"] and not steps()["案内を送る"],
    "うち1名は勤務時間中に受講可とする": lambda v: "勤務時間中の受講（1名ずつ）" in labels(StaffCourse),
    "受講して新たに知った点や感想を相談員へ共有": lambda v: "共有した内容と感想" in labels(StaffCourse) and any(one.shared for one in all_of(v, StaffCourse)),
    "研修案内メールを都内の相談窓口に転送する": lambda v: any(one.forwarded_on for one in all_of(v, StaffCourse)),
    "テーマと講師は、実施予定日の2か月前を目安に決める": lambda v: training_steps.steps(TRAINING)[0].due == DAY - timedelta(days=60) and "2か月前" in remarks(decided_on=DAY - timedelta(days=20)),
    "年3回実施": lambda v: training_steps.A_YEAR == 3 and "年3回" in activities_page.read(v, Training.KIND, YEAR + 2, None).notes[0],
    "社会情勢や相談窓口の実際の対応の動向を踏まえ": lambda v: "テーマを選んだ理由" in labels(Training),
    "受講後アンケート：参考になる具体的な内容、希望するテーマや講師": lambda v: {"アンケート：業務の参考になった内容", "アンケート：希望するテーマ・講師"} <= labels(Training),
    "テーマや講師が重複しないように企画する": lambda v: "テーマが重複" in remarks(replace(TRAINING, id=2, lecturer="")) and "講師「架空 講師」" in remarks(replace(TRAINING, id=2, theme="別")),
    "講師に基本姿勢、日常の相談対応で困っていることを説明": lambda v: steps(briefed_on=DAY)["質問と基本姿勢を講師に渡す"] and not steps()["質問と基本姿勢を講師に渡す"],
    "事前に講師への質問事項を募って講師へ提供": lambda v: steps(questions="終え方")["事前の質問を募る"] and not steps()["事前の質問を募る"],
    "配信期間を1～2か月とる": lambda v: "1か月より短く" in remarks(demand_from=DAY, demand_until=DAY + timedelta(days=14)) and not remarks(demand_from=DAY, demand_until=DAY + timedelta(days=45)),
    "要望に応じて、再配信する": lambda v: "再配信の開始日" in labels(Training),
    "会計年度任用職員に加え、委託業者や派遣会社職員も可とする": lambda v: {"part_time", "contracted", "dispatched"} <= set(AUDIENCES) and "含まれていません" in remarks(audience=("staff",)),
    # (2)センターによる相談対応以外の活動（松本市）
    "公民館の活動の機会を活用": lambda v: OUTREACHES["community"] == "公民館の講座" and "公民館の講座" in names(outreach(v)["方法別の実績"]),
    "市民からの要望に応じて": lambda v: "住民からの要望によるもの：" in outreach(v)["方法別の実績"].notes[0],
    "センターの相談員が「医者にかかる10箇条」を紹介": lambda v: MATERIALS["ten_points"] in names(outreach(v)["資料別の実績"]),
    "計7箇所の公民館で実施": lambda v: sum("公民館" in name for name in names(outreach(v)["会場別の実績"])) == 7,
    # (3)医療安全推進協議会の開催（横浜市）
    "年間1～3回の頻度で協議会を開催": lambda v: 1 <= sum(one.held and fiscal(one) == YEAR for one in all_of(v, CouncilMeeting)) <= 3,
    "希望者は傍聴が可能": lambda v: all(one.seats and one.observing for one in all_of(v, CouncilMeeting) if one.held),
    "議事録や資料もホームページ等で公開される": lambda v: len(public_council.published(v.db, v.today)) > 0,
    "センターの実施した事業の振り返り": lambda v: item(v, "review"),
    "翌年度の事業計画の検討": lambda v: item(v, "plan"),
    "寄せられた相談に関する事例検討": lambda v: item(v, "cases"),
}  # fmt: skip
"""A sentence of the document -> whether the product shows it."""


def base(part: str) -> str:
    return next(one.base for one in shipped.national() if (one.what, one.part) == ("センター数", part))


def fiscal(one: Training | StaffCourse | CouncilMeeting) -> int:
    return one.held_on.year - (one.held_on.month < 4)


def figure_of(view: View, word: str) -> object:
    return next(row[3] for row in activities_page.read(view, None, YEAR, None).summary.rows if row[1] == word)


def names(table: Table) -> list[str]:
    return [str(row[0]) for row in table.rows]


def item(view: View, kind: str) -> bool:
    return kind in ITEMS and any(one.kind == kind for one in all_of(view, CouncilItem))


@pytest.fixture(scope="module")
def view(demo_file: Path) -> Iterator[View]:
    """The region as somebody of its centre reads it, all of one moment."""
    with pytest.MonkeyPatch.context() as patch, db.reading(demo_file) as connection:
        patch.setenv("CHECKLIST_TODAY", "2026-11-22")
        person = next(one for one in people.all_people(by(connection)) if one.login == "center")
        yield View.now(connection, principal(person))


@pytest.mark.parametrize("sentence", SEED)
def test_what_the_overview_says_is_shown(sentence: str, view: View) -> None:
    assert SEED[sentence](view)


def test_every_task_of_the_guideline_has_its_place_in_the_yearly_record(view: View) -> None:
    assert set(summary(view)) == set(TASKS.values())
    assert {one.TASK for one in ACTIVITIES if hasattr(one, "TASK")} | {"1", *SUPPORTS} == set(TASKS)
    assert TASKS["11"] in pdf(view, activities_document.document(view, YEAR))


def test_a_case_and_what_was_done_about_it_are_two_things(view: View) -> None:
    assert {"種別", "相談内容（大）", "納得度", "対応困難度", "センターを知った情報源"} <= labels(Case)
    assert {"対応", "紹介先", "所要時間（分）"} <= labels(Contact)
    assert (
        cases.count_of(view, date(YEAR, 4, 1), date(YEAR + 1, 3, 31))[1]
        > cases.count_of(view, date(YEAR, 4, 1), date(YEAR + 1, 3, 31))[0]
    )


def test_the_topics_of_training_for_facilities_are_those_of_the_guideline() -> None:
    assert len(TOPICS) == 8
    assert {"事故発生時の対応", "コミュニケーション能力の向上"} <= set(TOPICS.values())


def test_the_case_book_holds_what_was_approved_and_reaches_the_hospitals(view: View) -> None:
    document = casebook_document.document(view, YEAR)
    assert "検査の説明についての相談" in pdf(view, document)
    sent = [one for one in information.sent(view) if one.kind == CaseExtract.KIND]
    assert {one.title for one in sent} == {"検査の説明についての相談"}
    assert information.readers(view)[sent[0].kind, sent[0].record_id] > 5


def test_liaison_and_information_are_records_of_their_own(view: View) -> None:
    assert all_of(view, Liaison)
    assert all_of(view, SafetyInformation)
    assert figure_tables.national(case_figures.read(view, None).counted).rows
