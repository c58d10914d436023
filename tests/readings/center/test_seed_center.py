"""The overview of 医療安全支援センター, sentence by sentence: law, purpose, tasks and figures, over the invented region.

What 東京都, 松本市 and 横浜市 do is shown by doing it: test_seed_practices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from checklist.formats import files
from checklist.formats.table import Table
from checklist.model.center import Case, Contact
from checklist.model.center.activities import (
    ACTIVITIES,
    CaseExtract,
    Liaison,
    SafetyInformation,
    Training,
)
from checklist.model.center.attendance import OfferState
from checklist.model.center.passed import Transfer, TransferState
from checklist.model.fields import columns
from checklist.papers.center import activities_document, casebook_document, figures_document
from checklist.readings.center import activities_page, case_figures, figure_tables
from checklist.store import db
from checklist.store.accounts import people
from checklist.store.act import View
from checklist.store.center import attendance_offers, cases, guidelines, information, transfers
from checklist.store.records import records
from checklist.words.center import SUPPORTS, TASKS, TOPICS
from tests import pdf_text
from tests.world import by, principal

Shown = Callable[[View], bool]
YEAR = 2025
NATIONAL = "全国の数値（参考）"


def nation(view: View, what: str, part: str) -> list[tuple[object, ...]]:
    """Year, value and unit as the screen and the documents show them."""
    return [row[2:5] for row in figure(view, NATIONAL).rows if row[:2] == (what, part)]


def passed(view: View) -> list[Transfer]:
    return transfers.visible_to(view)


def counted(view: View) -> tuple[int, int]:
    return cases.count_of(view, date(YEAR, 4, 1), date(YEAR + 1, 3, 31))


def counts(table: Table) -> dict[str, int]:
    return {str(row[0]): int(str(row[1])) for row in table.rows}


def done(view: View, word: str) -> int:
    """In how many cases of the year something was done."""
    return counts(figure(view, "対応別の件数"))[word]


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
    tables = view.once("figures", lambda: case_figures.read(view, f"fy{YEAR}").tables)
    return next(one for one in tables if one.title == title)


def labels(kind: type) -> set[str]:
    return {one.label for one in columns(kind)}


def pdf(view: View, document: object) -> str:
    return "".join(pdf_text.pages(files.render(document, "pdf"))).replace("\n", "")  # type: ignore[arg-type]


SEED: dict[str, Shown] = {
    # 医療安全支援センターの概要
    "患者等と医療機関の信頼関係構築のための支援を行う": lambda v: "信頼関係" in told(v) and any(one.state is TransferState.ANSWERED for one in passed(v)),
    "医療に関する苦情や相談に対応する": lambda v: 900 < sum(counted(v)) == summary(v)[TASKS["1"]],
    "医療機関、患者・住民に対して、助言および情報提供等を行う": lambda v: all(done(v, one) > 20 for one in ("助言", "情報提供・制度説明", "対象施設へ情報提供")),
    "必要に応じ、医療機関の管理者及び患者等に助言": lambda v: 0 < counts(figure(v, "対象施設への情報提供"))["病院"] <= done(v, "対象施設へ情報提供") + done(v, "対象施設へ確認・助言"),
    "医療の安全の確保に関する必要な情報提供": lambda v: summary(v)[TASKS["4"]] > 0 and len(information.sent(v)) > 0,
    "医療機関の管理者、従業員に対する医療安全に関する研修の実施": lambda v: summary(v)[TASKS["5"]] >= 3 and any(one.state is OfferState.ACCEPTED for training in all_of(v, Training) for one in attendance_offers.of_training(v, training.id)),
    "医療の安全の確保のための必要な支援": lambda v: summary(v)[TASKS["3"]] > 0 and summary(v)[TASKS["7"]] > 0,
    "センターの活動方針等を協議するための「医療安全推進協議会」の設置・開催": lambda v: summary(v)[TASKS["2"]] >= 1,
    "具体的業務は運営要領で規定されている": lambda v: {one.task for one in guidelines.in_force(v).articles} >= set(TASKS),
    "令和4年3月に改定": lambda v: "令和4年3月改正" in guidelines.in_force(v).name and guidelines.in_force(v).since == date(2022, 3, 1),
    # 現状
    "都道府県：47箇所（設置率100%）": lambda v: nation(v, "センター数", "都道府県") == [("2022年", 47, "か所")] and "設置率100%" in base(v, "都道府県"),
    "保健所設置市区：80箇所（設置率72.7%）": lambda v: nation(v, "センター数", "保健所設置市区") == [("2022年", 80, "か所")] and "設置率72.7%" in base(v, "保健所設置市区"),
    "二次医療圏：269箇所（設置率80.3%）": lambda v: nation(v, "センター数", "二次医療圏") == [("2022年", 269, "か所")] and "設置率80.3%" in base(v, "二次医療圏"),
    "計396箇所": lambda v: nation(v, "センター数", "計") == [("2022年", 47 + 80 + 269, "か所")],
    "年間相談受付総数：110,882件": lambda v: ("2021年", 110882, "件") in nation(v, "相談件数", "全国"),
    "相談件数の年次推移": lambda v: len(figure(v, "年度別の件数").rows) == 5 and any(counted(v)[0] in row for row in figure(v, "年度別の件数").rows) and any(one.title == "年度別の件数" for one in figures_document.document(v, None).charts),
    "H19年度は二次医療圏センターのデータなし": lambda v: any("平成19年度は二次医療圏センターのデータなし" in str(row) for row in figure(v, NATIONAL).rows),
    "相談件数は年々増加している": lambda v: [one[1] for one in nation(v, "相談件数", "全国")] == sorted({int(str(one[1])) for one in nation(v, "相談件数", "全国")}) and "結んで読むことはできません" in figure(v, NATIONAL).notes[0],
    "約25%の職員に保健師が配置されている": lambda v: nation(v, "保健師の配置", "センター職員") == [("2021年", 25, "%（約）")],
    "出典：医療安全支援センター総合支援事業": lambda v: all(str(row[6]) for row in figure(v, NATIONAL).rows) and sum("総合支援事業" in str(row[6]) for row in figure(v, NATIONAL).rows) == 5,
}  # fmt: skip
"""A sentence of the document -> whether the product shows it."""


def base(view: View, part: str) -> str:
    return "".join(str(row[5]) for row in figure(view, NATIONAL).rows if row[:2] == ("センター数", part))


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
    assert counted(view)[1] > counted(view)[0]


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
