"""What the start page says of the 施設基準: to whom, how much of it, and nothing where nothing is filed."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.model.hospitals import Addon
from checklist.model.records import Admission, Conference, Record
from checklist.readings import criteria, criteria_agenda, criteria_words
from checklist.readings.agenda import Task
from checklist.rules.criteria.evaluation import Evaluation
from checklist.store import db
from checklist.store.hospitals import filing_events, hospitals
from checklist.store.records import records
from tests.cycle import who
from tests.rules.criteria.documents import course, manager
from tests.world import HOST, World, by

DAY = date(2026, 3, 2)
"""Within the 令和6 set, so that the answers are those of the law and no trial."""


def tasks(world: World, login: str, on: date = DAY) -> list[Task]:
    with db.reading() as connection:
        return criteria_agenda.tasks(by(connection, who(world, login)), on)


def judged(world: World, code: str = HOST, on: date = DAY) -> Evaluation:
    with db.reading() as connection:
        act = by(connection, who(world, f"manager.{code.lower()}"))
        return criteria.evaluation(act, world.hospitals[code], on)


def keep(world: World, *found: Record) -> None:
    with db.writing() as connection:
        for one in found:
            records.save(by(connection, who(world, "manager.h01")), world.hospitals[HOST], one)


# Written out: who reads how many lines; the summary, and for the safety manager the three requirements as well.
@pytest.mark.parametrize(
    ("login", "lines"),
    [
        ("manager.h01", 4),
        ("leader.h01", 1),
        ("evaluator.h01", 0),
        ("evaluator.h02", 0),
        ("secretariat", 0),
        ("center", 0),
        ("admin", 0),
    ],
)
def test_only_people_of_the_hospital_read_it(login: str, lines: int, world: World) -> None:
    assert len(tasks(world, login)) == lines


def test_the_summary_comes_first_then_what_is_missing_and_how_much_more(world: World) -> None:
    # Those that record conferences at all are asked for one in every week.
    keep(world, Conference(held_on=date(2025, 6, 2), participants=5, committee_members=2, topic="検討"))
    summary, *missing, rest = tasks(world, "manager.h01")
    assert summary.title.startswith("医療安全対策加算1は")
    assert "医療安全対策地域連携加算1は否（不足" in summary.title
    assert summary.detail.startswith("満たしていない要件：")
    assert summary.detail.endswith("届出中の加算は135点。新入院患者数が記録されていないため、金額は計算できません。")
    assert [one.title.partition("：")[0] for one in missing] == ["満たしていない要件"] * criteria_agenda.NAMED
    assert {one.href.partition("=")[0] for one in missing} == {"/criteria?class"}
    assert all(one.detail.endswith("。") and one.label == "理由を見る" for one in missing)
    found = judged(world)
    lacking = {
        one.requirement.code
        for line in criteria_words.claimed(found)
        for one in line.judgements
        if one.result.value == "not_met"
    }
    assert rest.title == f"ほかに満たしていない要件が{len(lacking) - criteria_agenda.NAMED}件あります"


def test_nothing_is_told_before_the_first_rules_and_without_a_filing(world: World) -> None:
    assert tasks(world, "manager.h01", date(1999, 4, 1)) == []
    with db.writing() as connection:
        connection.execute("DELETE FROM filing WHERE hospital_id = ?", [world.hospitals[HOST]])
    assert tasks(world, "manager.h01") == tasks(world, "leader.h01") == []
    assert criteria_words.headline(judged(world)) == "医療安全対策加算の届出は登録されていません"


def test_a_withdrawn_filing_is_told_no_more_from_the_next_day_on(world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "manager.h01"))
        regional = next(one for one in hospitals.filings(act, world.hospitals[HOST]) if one.addon is Addon.REGIONAL)
        filing_events.add(act, regional.id, "withdrawn", date(2026, 2, 1), "", "", None)
    assert "地域連携" not in tasks(world, "leader.h01")[0].title
    assert "地域連携" in tasks(world, "leader.h01", date(2026, 1, 31))[0].title


RISK = "満たしていない要件があるため、この金額は算定できないおそれがあります。"


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ([], "届出中の加算は135点。新入院患者数が記録されていないため、金額は計算できません。"),
        ([(2026, 2, 100)], "届出中の加算は135点 × 10円 × 1,200人 = 1,620,000円/年（試算、記録のある1か月の新入院患者数 100人から"
                           "12か月分を推計（1,200人））" + RISK),
        ([(2026, 1, 80), (2026, 2, 100)], "届出中の加算は135点 × 10円 × 1,080人 = 1,458,000円/年（試算、記録のある2か月の"
                                          "新入院患者数 180人から12か月分を推計（1,080人））" + RISK),
        ([(2025, 2, 999)], "届出中の加算は135点。新入院患者数が記録されていないため、金額は計算できません。"),
    ],
)  # fmt: skip
def test_the_money_says_what_it_is_made_of(months: list[tuple[int, int, int]], told: str, world: World) -> None:
    keep(world, *(Admission(held_on=date(year, month, 28), count=count) for year, month, count in months))
    found = judged(world)
    assert criteria_words.money(found) == told
    # The figure of the first screen is the one of the sentence.
    assert (
        (f"= {criteria_words.yearly_yen(found):,}円/年" in told)
        if "=" in told
        else not criteria_words.yearly_yen(found)
    )


def test_what_would_bring_more_is_told_with_what_it_takes(world: World) -> None:
    keep(world, Admission(held_on=date(2026, 2, 28), count=100))
    assert criteria_words.chances(judged(world)) == ()
    with db.writing() as connection:
        connection.execute("UPDATE filing SET addon_class = 2 WHERE hospital_id = ?", [world.hospitals[HOST]])
    best = criteria_words.chances(judged(world))
    # From 加算2 (30点＋20点) to 加算1 with its 地域連携加算 (85点＋50点).
    assert best[0].partition("を満たすと ")[2].startswith("+85点 × 10円 × 新入院 1,200人 = 1,020,000円/年")
    assert best[0].startswith("「")
    assert best[0].endswith("件も満たす場合）")
    gains = [int(one.partition("+")[2].partition("点")[0]) for one in best]
    assert gains == sorted(gains, reverse=True)


def test_an_add_on_is_told_with_the_number_of_what_it_lacks_and_each_place_once(world: World) -> None:
    first, second = criteria_words.claimed(judged(world))
    lacking = len([one for one in second.judgements if one.result.value == "not_met"])
    assert criteria_words.standing_line(second) == f"医療安全対策地域連携加算1は否（不足{lacking}件）"
    assert (
        criteria_words.names([*first.judgements, *first.judgements]).count(first.judgements[0].requirement.place) == 1
    )


def test_what_was_lost_since_thirty_days_stands_above_all(world: World) -> None:
    keep(world, manager(valid_to=date(2026, 2, 20)), course())
    urgent = [one for one in tasks(world, "leader.h01") if one.tone == "late"]
    place = "医療安全対策加算1 医療安全管理体制（ア）"
    assert [one.title for one in urgent][:2] == [
        f"{place}医療安全管理者の配置を満たさなくなりました", f"{place}（イ）研修の主催者を満たさなくなりました",
    ]  # fmt: skip
    assert {one.href for one in urgent} == {"/criteria"}


def test_whoever_reads_the_answers_alone_is_told_no_money(world: World) -> None:
    keep(world, Admission(held_on=date(2026, 2, 28), count=100))
    with db.writing() as connection:
        hospitals.share_entitlement(by(connection, who(world, "manager.h01")), world.hospitals[HOST], True)
    with db.reading() as connection:
        (shared,) = criteria.shared(by(connection, who(world, "secretariat")), DAY)
        assert criteria.alerts(by(connection, who(world, "secretariat")), shared) == ()
    assert criteria_words.money(shared) == ""
    assert criteria_words.yearly_yen(shared) is None
    assert criteria_words.headline(shared) == criteria_words.headline(judged(world))
