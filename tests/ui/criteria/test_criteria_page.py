"""施設基準 on its page and on the start page: the line on top, the list, the switch, and what each role sees."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checklist.model.records import Admission, Record, SafetyRound
from checklist.store import db, region
from checklist.store.records import records
from checklist.ui import widgets
from tests.rules.criteria.documents import course, manager
from tests.ui import screens
from tests.ui.screens import open_page, press, text
from tests.world import HOST, World, by, principal

DAY = "2026-03-02"


def sign_in(monkeypatch: pytest.MonkeyPatch, world: World, login: str) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)


def keep(world: World, *found: Record) -> None:
    with db.writing() as connection:
        for one in found:
            records.save(by(connection, principal(world.people["manager.h01"])), world.hospitals[HOST], one)


def test_the_list_tells_each_requirement_with_its_reason_record_and_remedy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, manager(), course(39.5), Admission(held_on=date(2026, 2, 28), count=100))
    sign_in(monkeypatch, world, "manager.h01")
    found = text(open_page("criteria", on=DAY))
    assert "医療安全対策加算1は否（不足1件）、医療安全対策地域連携加算1は否" in found
    assert "満たしていない要件：医療安全管理体制（ア）（ロ）" in found
    assert "通算39.5時間で、40時間に0.5時間不足しています。" in found
    assert "不足する0.5時間以上の研修を追加で受講してください。" in found
    assert "/records?kind=course&amp;record=1" in found
    assert (
        "届出中の加算は135点 × 10円 × 1,200人 = 1,620,000円/年（試算、記録のある1か月の新入院患者数 100人から12か月分を推計"
        in found
    )
    assert "試算です。算定の可否は地方厚生（支）局と最新の通知で確認してください。" in found
    assert f"/download/hospitals/{world.hospitals[HOST]}/criteria.pdf?on={DAY}" in found


def test_since_june_2026_the_page_says_once_what_it_rests_on_and_judges_as_usual(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, manager(other_hours=10))
    sign_in(monkeypatch, world, "leader.h01")
    today, before = text(open_page("criteria")), text(open_page("criteria", on="2026-05-31"))
    told = "その他の要件は令和8年の通知の本文を確認できていないため、令和6年度改定の基準による仮判定です。"
    assert (today.count(told), before.count(told)) == (1, 0)
    assert "仮判定：医療安全対策加算1は" in today
    assert "専従の医療安全管理者です（他の業務は月10時間、上限16時間）。" in today
    asked = today.split('<details class="requirement')[1:]
    first = next(part for part in asked if "専従の医療安全管理者です" in part).split("</summary>")[0]
    assert 'class="verdict met"' in first
    assert "令和8で確認済み" in first
    assert "専従ですが、他の業務を月10時間行っています。" in before
    assert "令和8の通知を未確認" not in before


def test_what_is_not_met_stands_first_and_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(world, manager(other_hours=10))
    sign_in(monkeypatch, world, "leader.h01")
    shown = text(open_page("criteria"))
    answers = re.findall(r'<details class="requirement (\w+)" id="([^"]+)"', shown)
    order = [answer for answer, _ in answers]
    assert {"met", "not_met"} <= set(order)
    assert order == sorted(order, key=["not_met", "unknown", "met"].index)
    assert len({code for _, code in answers}) == len(answers)
    assert "満たしていない要件" in shown
    assert 'class="verdict-line lacking"' in shown
    assert "この金額は算定できないおそれがあります。" in shown or "金額は計算できません" in shown


def test_the_secretariat_reads_how_many_hospitals_share_and_how_many_do_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(monkeypatch, world, "secretariat")
    assert "公開に同意した0病院を表示しています（同意していない病院 4）。" in text(open_page("criteria"))
    with db.writing() as connection:
        connection.execute("UPDATE hospital SET shares_entitlement = 1 WHERE code = 'H01'")
    assert "公開に同意した1病院を表示しています（同意していない病院 3）。" in text(open_page("criteria"))
    # Of many that share, one is found by its name; they are ordered, and taken away as of the day shown.
    monkeypatch.setattr(widgets, "LONG", 0)
    screen = open_page("criteria")
    for typed, shown in (("中央", True), ("みなと", False)):
        screen.text_input(key="list-criteria").set_value(typed).run()
        assert ("架空中央病院" in text(screen)) == shown
        assert ("/download/lists/criteria.csv?" in text(screen)) == shown
    assert "並べ替え" in [one.label for one in screen.selectbox]


def test_names_in_an_alert_are_text_and_no_markup(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(world, manager(staff_name="![架空](https://example.invalid/a.png)", valid_to=date(2026, 4, 1)))
    sign_in(monkeypatch, world, "leader.h01")
    told = next(one.value for one in open_page("criteria", on=DAY).warning if "配置が終わります" in one.value)
    assert "\\!\\[架空\\]\\(" in told


def test_a_day_that_nobody_can_mean_is_today(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, world, "leader.h01")
    screen = open_page("criteria", on="9999-12-31")
    assert "要件ごとの判定" in text(screen)
    screen.text_input(key="chosen-day").set_value("9999/12/31").run()
    assert "日付を確かめてください。" in text(screen)
    assert "要件ごとの判定" in text(screen)


def test_before_the_first_set_the_page_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, world, "leader.h01")
    assert "2024年6月1日（土）より前の施設基準は登録されていない" in text(open_page("criteria", on="2024-05-31"))


def test_only_the_safety_manager_has_the_switch_and_the_secretariat_sees_who_shares(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(monkeypatch, world, "secretariat")
    assert "判定を公開している病院はありません" in text(open_page("criteria", on=DAY))
    assert "この操作を行う権限がありません。" in text(open_page("criteria", on=DAY, hospital=world.hospitals[HOST]))
    sign_in(monkeypatch, world, "leader.h01")
    assert not [button for button in open_page("criteria", on=DAY).button if button.key == "share-entitlement"]
    sign_in(monkeypatch, world, "manager.h01")
    press(open_page("criteria", on=DAY), "事務局に算定要件の判定を公開する")
    sign_in(monkeypatch, world, "secretariat")
    overview = text(open_page("criteria", on=DAY))
    assert "架空中央病院" in overview
    assert "架空市民病院" not in overview
    assert "要件ごとの判定" in text(open_page("criteria", on=DAY, hospital=world.hospitals[HOST]))


def test_the_safety_manager_settles_what_the_records_leave_open_and_takes_it_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(monkeypatch, world, "leader.h01")
    assert not [one for one in open_page("criteria").button if one.label == "確認済みにする"]
    sign_in(monkeypatch, world, "manager.h01")
    screen = open_page("criteria")
    press(screen, "確認済みにする")
    assert "確認した内容と理由：1000文字以内で入力してください。" in text(screen)
    screen.selectbox(key="settlement-r0-requirement").set_value("safety-1.system-f").run()
    assert "記録による判定：要確認　患者への掲示が記録されていません" in text(screen)
    screen.text_input(key="settlement-r0-document").set_value("掲示物の写真")
    screen.text_area(key="settlement-r0-reason").set_value("掲示を見て確認した")
    press(screen, "確認済みにする")
    told = text(open_page("criteria"))
    line = told.split('id="safety-1.system-f"')[1].split("</details>")[0]
    assert 'class="verdict met"' in line
    assert "<small>確認済み</small>" in line
    assert "患者への掲示が記録されていません。" in line
    assert "掲示を見て確認した（書類：掲示物の写真" in line
    screen = open_page("criteria")
    screen.text_area(key="settlement-back-r0-reason").set_value("誤り")
    press(screen, "確認を取り消す")
    assert "<small>確認済み</small>" not in text(open_page("criteria"))


def test_the_secretariat_confirms_and_corrects_a_requirement_on_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(monkeypatch, world, "secretariat")
    screen = open_page("criteria")
    assert "施設基準の確認と修正（令和8年度改定）" in text(screen)
    assert "令和8で確認済み 3件、令和6から変更なしと確認 2件、令和8の通知を未確認" in text(screen)
    press(screen, "確認・修正を登録する")
    assert "通知の名称と番号、ページなどを入力してください。" in text(screen)
    screen.selectbox(key="rule-correction-r0-field").set_value("points").run()
    assert "現在の内容：160" in text(screen)
    screen.text_area(key="rule-correction-r0-value-safety-1-points").set_value("161")
    screen.text_input(key="rule-correction-r0-source").set_value("通知 別添3 第20")
    press(screen, "確認・修正を登録する")
    assert "点数：161" in text(screen)
    sign_in(monkeypatch, world, "leader.h01")
    told = text(open_page("criteria"))
    assert "161点" in told
    assert "地域で確認済み" in told
    assert "施設基準の確認と修正" not in told
    assert "161点" not in text(open_page("criteria", on=DAY))
    sign_in(monkeypatch, world, "secretariat")
    screen = open_page("criteria")
    screen.text_area(key="rule-withdrawal-r0-reason").set_value("誤り")
    press(screen, "取り消す")
    assert "取消し（誤り）" in text(screen)


def test_the_start_page_tells_the_leader_in_one_line_and_the_manager_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKLIST_TODAY", DAY)
    keep(world, manager(valid_to=date(2026, 4, 1)), course(39.5), Admission(held_on=date(2026, 2, 28), count=100))
    sign_in(monkeypatch, world, "leader.h01")
    leader = text(open_page("home"))
    assert "医療安全対策加算1は否（不足1件）、医療安全対策地域連携加算1は否" in leader
    assert "届出中の加算は135点 × 10円 × 1,200人 = 1,620,000円/年" in leader
    assert "医療安全管理者（架空 花子）の配置が終わります" in leader
    assert "満たしていない要件：医療安全管理体制（ア）（ロ）研修の時間</b>" not in leader
    sign_in(monkeypatch, world, "manager.h01")
    assert "満たしていない要件：医療安全管理体制（ア）（ロ）研修の時間</b>" in text(open_page("home"))
    sign_in(monkeypatch, world, "evaluator.h01")
    assert "医療安全対策加算1は" not in text(open_page("home"))


def test_the_administrator_sets_the_yardsticks_and_the_page_judges_and_tells_by_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, SafetyRound(held_on=date(2025, 12, 15), department="3階病棟", action="表示を改めた"))
    sign_in(monkeypatch, world, "admin")
    screen = open_page("settings")
    assert "法令に数の定めがない要件を判定するときの目安です。" in text(screen)
    screen.text_input(key="settings-conference_holidays").set_value("お盆")
    press(screen, "設定を保存する")
    assert "月日の範囲を入力してください" in text(screen)
    screen.text_input(key="settings-conference_holidays").set_value("12/29-1/3、8/13-8/16")
    screen.number_input(key="settings-round_months").set_value(3)
    sign_in(monkeypatch, world, "leader.h01")
    assert "直近2か月に院内巡回がありません" in text(open_page("criteria", on=DAY))
    sign_in(monkeypatch, world, "admin")
    press(screen, "設定を保存する")
    sign_in(monkeypatch, world, "leader.h01")
    told = text(open_page("criteria", on=DAY))
    assert "直近3か月に1件の院内巡回があります" in told
    assert "直近3か月に院内巡回の記録があり" in told
    assert "休みの週（12/29-1/3、8/13-8/16）は数えない" in told


def test_the_administrator_chooses_how_about_once_a_year_is_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(monkeypatch, world, "admin")
    screen = open_page("settings")
    screen.radio(key="settings-window").set_value("twelve_months")
    press(screen, "設定を保存する")
    with db.reading() as connection:
        assert region.load(connection).criteria_window == "twelve_months"


def test_what_is_not_filed_is_judged_as_filed_now_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, world, "leader.h01")
    shown = text(open_page("criteria", on=DAY))
    table = shown.partition("加算ごとの判定")[2].partition("</table>")[0]
    rows = [row for row in table.split("</tr>") if "届出中" in row or "届出なし" in row]
    assert len(rows) == 4
    assert ["現在の届出では" in row for row in rows] == ["届出なし" in row for row in rows]
    assert sum("届出なし" in row for row in rows) == 2
    assert "「満たしていない要件」は、その組合せを届け出た場合の判定です。" in shown


def test_without_a_filing_nothing_is_lost_and_the_edge_is_not_red(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world, Admission(held_on=date(2026, 2, 28), count=100))
    sign_in(monkeypatch, world, "leader.h01")
    before = text(open_page("criteria", on=DAY))
    assert ('class="verdict-line lacking"' in before, "算定できないおそれ" in before) == (True, True)
    with db.writing() as connection:
        connection.execute("DELETE FROM filing WHERE hospital_id = ?", [world.hospitals[HOST]])
    after = text(open_page("criteria", on=DAY))
    assert "医療安全対策加算の届出は登録されていません" in after
    assert ('class="verdict-line lacking"' in after, "算定できないおそれ" in after) == (False, False)
