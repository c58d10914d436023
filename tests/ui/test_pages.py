"""Every page for every role, empty and full, and every form with a mistake and without."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from checklist.errors import Forbidden
from checklist.imports import sheet_files
from checklist.model.accounts import Role
from checklist.model.assessments import AssessmentState, Operation, Track
from checklist.model.sheets import Module
from checklist.model.visits import VisitState
from checklist.readings.visit_page import Chosen
from checklist.store import db, region
from checklist.store.accounts import people, sessions
from checklist.store.act import acting
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.hospitals import hospitals, lacking_modules
from checklist.store.sheets import sheets
from checklist.store.visits import visits
from checklist.ui import series, session
from tests import cycle
from tests.ui import screens
from tests.ui.screens import ROLES, faults, open_page, press, text
from tests.world import CODES, YEAR, World, by, principal

# Written out: who opens which page; everybody else reads the notice.
OPENS = {
    "home": {"manager", "evaluator", "leader", "secretariat", "center", "admin", "expert"},
    "assessments": {"manager", "leader", "secretariat"},
    "visits": {"manager", "evaluator", "leader", "secretariat"},
    "answer": {"manager", "evaluator", "leader", "secretariat"},
    "closing": {"manager", "evaluator", "leader", "secretariat"},
    "improvements": {"manager", "evaluator", "leader", "secretariat"},
    "overdue": {"manager", "leader", "secretariat", "center"},
    "follow_ups": {"manager", "leader", "secretariat", "center"},
    "practices": {"manager", "evaluator", "leader", "secretariat", "center"},
    "leniency": {"secretariat"},
    "plan": {"manager", "leader", "secretariat"},
    "date_polls": {"manager", "evaluator", "secretariat"},
    "comparison": {"manager", "leader", "secretariat", "center"},
    "learning": {"manager", "leader", "secretariat", "center"},
    "consultations": {"center"},
    "figures": {"center"},
    "desk": {"center"},
    "hospital_desk": {"manager", "leader", "secretariat", "center"},
    "advice": {"expert"},
    "trainings": {"center"},
    "council": {"center"},
    "survey": {"center"},
    "evidence": {"manager", "leader"},
    "criteria": {"manager", "leader", "secretariat"},
    "records": {"manager", "leader"},
    "filings": {"manager", "leader", "secretariat"},
    "hospitals": {"manager", "evaluator", "leader", "secretariat", "center"},
    "sheets": {"manager", "evaluator", "leader", "secretariat"},
    "revisions": {"manager", "leader", "secretariat"},
    "accounts": {"admin"},
    "settings": {"admin"},
    "audit": {"manager", "leader", "secretariat", "admin"},
}
LOGINS = {
    "manager": "manager.h01",
    "evaluator": "evaluator.h02",
    "leader": "leader.h01",
    "secretariat": "secretariat",
    "center": "center",
    "admin": "admin",
    "expert": "expert",
}
NOTICE = "この画面を開く権限がありません。"


def _expect(screen: AppTest, page: str, role: str) -> None:
    assert not screen.exception, page
    noticed = any(NOTICE in found.value for found in screen.warning)
    assert noticed == (role not in OPENS[page]), page
    if noticed:
        assert not screen.title
        assert not screen.button


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_its_roles_and_no_other_in_an_empty_region(
    role: str, empty_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, screens.lone_person(ROLES[role]))
    for page in OPENS:
        _expect(open_page(page), page, role)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_its_roles_and_no_other_in_a_full_region(
    role: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people[LOGINS[role]].id)
    submit_both(world)
    for page in OPENS:
        screen = open_page(page)
        _expect(screen, page, role)
        assert "架空データ" in text(screen), page


# Written out: who reads the details of the one visit, of its two assessments, and of the four hospitals.
@pytest.mark.parametrize(
    ("login", "knows_visit", "reads_self", "reads_visitor", "known_hospitals"),
    [
        ("manager.h01", True, True, True, {"架空中央病院", "架空市民病院"}),
        ("leader.h01", True, True, True, {"架空中央病院", "架空市民病院"}),
        ("evaluator.h01", False, False, False, {"架空中央病院"}),
        ("manager.h02", True, True, True, {"架空中央病院", "架空市民病院"}),
        ("leader.h02", True, True, True, {"架空中央病院", "架空市民病院"}),
        ("evaluator.h02", True, True, True, {"架空中央病院", "架空市民病院"}),
        ("manager.h04", False, False, False, {"架空東病院"}),
        ("leader.h04", False, False, False, {"架空東病院"}),
        ("evaluator.h04", False, False, False, {"架空東病院"}),
        ("secretariat", True, True, True, {"架空中央病院", "架空市民病院", "架空みなと病院", "架空東病院"}),
    ],
)
def test_details_are_shown_to_those_they_concern(
    login: str,
    knows_visit: bool,
    reads_self: bool,
    reads_visitor: bool,
    known_hospitals: set[str],
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people[login].id)
    visit = open_page("visits", visit=world.visit, part="result")
    assert not visit.exception
    assert ("架空中央病院への訪問" in text(visit)) == knows_visit
    assert ("改訂日の記載がない" in text(visit)) == knows_visit
    for assessment, reads in ((world.self_assessment, reads_self), (world.visitor_assessment, reads_visitor)):
        answer = open_page("answer", assessment=assessment, form="standard")
        assert not answer.exception
        assert ("指針が最新である" in text(answer)) == reads
        assert ("権限がありません" in faults(answer)) != reads
    listed = text(open_page("hospitals"))
    everything = {"架空中央病院", "架空市民病院", "架空みなと病院", "架空東病院"}
    assert {name for name in everything if f'">{name}<' in listed} == known_hospitals


def test_before_submission_the_other_side_sees_no_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_all(world, "manager.h01", world.self_assessment, "A", "自院のコメント")
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    for part in Chosen:
        assert "自院のコメント" not in text(open_page("visits", visit=world.visit, part=part))
    screen = open_page("answer", assessment=world.self_assessment, form="standard")
    assert "自院のコメント" not in text(screen)
    assert "権限がありません" in faults(screen)


def answer_all(world: World, login: str, assessment: int, value: str, comment: str = "", without: str = "none") -> None:
    """Answer every item of the sheet; what stands in the chapter `without` does not apply."""
    with db.writing() as connection:
        found = [
            Operation(
                f"00000000-0000-4000-8000-{assessment:06d}{place:06d}", code, 0,
                "NA" if code.startswith(f"{without}-") else value, comment,
            )
            for place, code in enumerate(CODES)
        ]  # fmt: skip
        results = answers.record(by(connection, principal(world.people[login])), assessment, found)
    assert {result.status for result in results} == {"saved"}


def submit_both(world: World, without: str = "none") -> None:
    """Both sides filled in and submitted: A by the host, B by the visitors, of all chapters but the one `without`."""
    answer_all(world, "manager.h01", world.self_assessment, "A", "", without)
    answer_all(world, "evaluator.h02", world.visitor_assessment, "B", "改訂日の記載がない", without)
    with db.writing() as connection:
        assessments.submit(by(connection, principal(world.people["manager.h01"])), world.self_assessment)
        assessments.submit(by(connection, principal(world.people["evaluator.h02"])), world.visitor_assessment)


def state_of(assessment: int) -> AssessmentState:
    """The state of an assessment as stored."""
    with db.reading() as connection:
        return assessment_rows.get(connection, assessment).state


@pytest.mark.parametrize(
    ("login", "todo"),
    [
        ("manager.h01", "2026年度（令和8年度）の自己評価を進める"),
        ("manager.h03", "2026年度（令和8年度）の自己評価を始める"),
        ("leader.h01", "架空市民病院による訪問を受ける"),
        ("evaluator.h02", "架空中央病院の訪問評価（"),
        ("evaluator.h04", "現在、対応が必要なことはありません"),
        ("secretariat", "受審病院の自己評価が未提出です"),
        ("center", "現在、対応が必要なことはありません"),
        ("admin", "バックアップはまだ一度も作成されていません"),
    ],
)
def test_home_tells_what_to_do_next(login: str, todo: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    assert todo in text(open_page("home"))


def test_the_frame_names_region_person_and_the_way_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["leader.h01"].id)
    with db.writing() as connection:
        connection.execute("UPDATE person SET name = '<b>架空</b> 太郎' WHERE login = 'leader.h01'")
    shown = text(open_page("home"))
    for part in ("架空地域", "架空データ", "&lt;b&gt;架空&lt;/b&gt; 太郎", "病院幹部", 'href="/logout"'):
        assert part in shown
    assert "<b>架空</b>" not in shown


def test_a_hospital_with_a_mistake_is_refused_and_stays_typed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("hospitals")
    key = "hospital-0-r0"
    screen.text_input(key=f"{key}-code").set_value("Ｈ０５")
    screen.text_input(key=f"{key}-founder").set_value("架空市")
    press(screen, "病院を保存する")
    assert "病院名：入力してください。" in faults(screen)
    assert screen.text_input(key=f"{key}-code").value == "Ｈ０５"
    assert screen.text_input(key=f"{key}-founder").value == "架空市"
    screen.text_input(key=f"{key}-name").set_value("架空西病院")
    press(screen, "病院を保存する")
    assert not screen.error
    assert "架空西病院を保存しました。" in text(screen)
    with db.reading() as connection:
        assert hospitals.by_code(by(connection), "H05").founder == "架空市"


def test_a_manager_declares_the_departments_that_the_own_hospital_is_without(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    own, other = world.hospitals["H01"], world.hospitals["H02"]
    screen = open_page("hospitals", hospital=own)
    assert "なし（すべての部門の項目に回答する）" in text(screen)
    assert "2026年度（令和8年度）の初めから適用し" in text(screen)
    screen.checkbox(key=f"lacking-{own}-r0-modules-{Module.RADIOTHERAPY}").check()
    press(screen, "部門を保存する")
    assert not screen.error
    assert "架空中央病院の設けていない部門を保存しました。" in text(screen)
    with db.reading() as connection:
        assert lacking_modules.on(by(connection), own, date(2026, 4, 1)) == {Module.RADIOTHERAPY}
    shown = text(open_page("hospitals", hospital=other))
    assert "設けていない部門" in shown
    assert "部門を保存する" not in [button.label for button in open_page("hospitals", hospital=other).button]


def test_the_secretariat_chooses_the_focus_of_a_year_and_others_see_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("sheets", sheet="mini-2")
    screen.multiselect(key="focus-mini-2-2026-r0-items").select("2-01")
    press(screen, "重点項目を保存する")
    assert not screen.error
    assert "2026年度の重点項目を保存しました（1項目）。" in text(screen)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    shown = open_page("sheets", sheet="mini-2")
    assert "2026年11月22日（日）に選定した1項目" in text(shown)
    assert not shown.multiselect
    form = open_page("answer", assessment=world.self_assessment, form="standard")
    assert form.selectbox[0].options[0] == "2026年度の重点項目"
    assert [radio.label for radio in form.radio if "の評定" in radio.label] == ["2-01 の評定"]


def test_the_phrases_of_the_region_are_chosen_where_the_sheet_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("sheets", sheet="mini-2")
    screen.text_area[0].set_value("記録を確認した。\n" + "あ" * 201)
    press(screen, "定型文を保存する")
    assert "1行は200文字以内です" in faults(screen)
    screen.text_area[0].set_value("記録を確認した。\n<b>聞き取った。")
    press(screen, "定型文を保存する")
    assert "定型文を保存しました（2件）。" in text(screen)
    assert "&lt;b&gt;聞き取った。" in text(screen)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    assert not open_page("sheets", sheet="mini-2").text_area


def test_a_filing_with_an_unreadable_day_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    host = world.hospitals["H03"]
    screen = open_page("hospitals", hospital=host)
    key = f"filing-{host}-0-r0"
    screen.text_input(key=f"{key}-from").set_value("来年の春")
    press(screen, "届出を保存する")
    assert "日付として読み取れません" in faults(screen)
    assert screen.text_input(key=f"{key}-from").value == "来年の春"
    screen.text_input(key=f"{key}-from").set_value("令和9年4月1日")
    press(screen, "届出を保存する")
    assert "期間が重なります" in faults(screen)
    with db.writing() as connection:
        connection.execute("UPDATE filing SET valid_to = '2027-03-31' WHERE hospital_id = ?", [host])
    press(screen, "届出を保存する")
    assert not screen.error
    with db.reading() as connection:
        assert date(2027, 4, 1) in [filing.valid_from for filing in hospitals.filings(by(connection), host)]


def test_a_visit_is_registered_with_evaluators_of_its_own_hospitals(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("visits")
    key = "new-visit-r0"
    screen.selectbox(key=f"{key}-year").set_value(2027).run()
    screen.text_input(key=f"{key}-date").set_value("2026/5/1")
    screen.text_area(key=f"{key}-note").set_value("午後から")
    press(screen, "訪問を登録する")
    assert "受審病院：選んでください。" in faults(screen)
    screen.selectbox(key=f"{key}-host").set_value(world.hospitals["H03"]).run()
    screen.selectbox(key=f"{key}-leading").set_value(world.hospitals["H02"]).run()
    offered = screen.multiselect(key=f"{key}-members").options
    assert offered == ["evaluator.h02 さん（架空市民病院）", "second.h02 さん（架空市民病院）"]
    screen.multiselect(key=f"{key}-members").set_value([world.people["evaluator.h02"].id]).run()
    press(screen, "訪問を登録する")
    assert "2027年度の日付にしてください" in faults(screen)
    assert screen.text_area(key=f"{key}-note").value == "午後から"
    screen.text_input(key=f"{key}-date").set_value("2027年12月10日").run()
    screen.text_input(key=f"{key}-begins").set_value("夕方").run()
    press(screen, "訪問を登録する")
    assert "開始時刻：「夕方」は時刻として読み取れません" in faults(screen)
    screen.text_input(key=f"{key}-begins").set_value("１３時半").run()
    press(screen, "訪問を登録する")
    assert not screen.error
    with db.reading() as connection:
        new = max(visits.all_visits(by(connection)), key=lambda visit: visit.id)
        kept = [one.version_code for one in assessment_rows.of_visit(connection, new.id)]
    assert (new.host_id, new.visit_date, new.note) == (world.hospitals["H03"], date(2027, 12, 10), "午後から")
    assert new.member_ids == (world.people["evaluator.h02"].id,)
    assert "2027年12月10日（金） 13:30から" in text(open_page("visits", visit=new.id))
    assert kept == ["mini-2"]
    # The form stands open for the next one in the same year, and asks before it takes the same a second time.
    assert [found.value.replace("\\", "") for found in screen.success] == [
        "訪問を登録しました。（架空みなと病院、2027年度（令和9年度））"
    ]
    assert 'href="/plan?year=2027"' in text(screen)
    key = "new-visit-r1"
    assert screen.selectbox(key=f"{key}-year").value == 2027
    screen.selectbox(key=f"{key}-host").set_value(world.hospitals["H03"]).run()
    assert [one.proto.expanded for one in screen.expander if one.label == "訪問を登録する"] == [True]
    screen.selectbox(key=f"{key}-leading").set_value(world.hospitals["H02"]).run()
    assert not any("すでに登録されています" in found.value for found in screen.warning)
    screen.text_input(key=f"{key}-date").set_value("2027年12月10日").run()
    assert any("すでに登録されています" in found.value for found in screen.warning)
    press(screen, "訪問を登録する")
    assert "重複：別の訪問として登録するときは" in faults(screen)
    screen.checkbox(key=f"{key}-twice").check().run()
    press(screen, "訪問を登録する")
    assert not screen.error
    with db.reading() as connection:
        assert len(visits.all_visits(by(connection))) == 3


def test_a_visit_is_changed_and_led_on_but_not_reported_before_its_ratings(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("visits", visit=world.visit)
    screen.text_input(key=f"visit-{world.visit}-date").set_value("2026/11/26").run()
    press(screen, "変更を保存する")
    press(screen, "訪問を始める")
    assert "報告済みにする" not in [button.label for button in screen.button]
    with db.reading() as connection:
        visit = visits.get(by(connection), world.visit)
    assert (visit.state, visit.visit_date) == (VisitState.ON_SITE, date(2026, 11, 26))


def test_a_visit_is_cancelled_only_after_asking_once_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    screen = open_page("visits", visit=world.visit)
    assert "中止は、理由を書いて取り消せます。" in text(screen)
    press(screen, "中止を確定する")
    with db.reading() as connection:
        assert visits.get(by(connection), world.visit).state is VisitState.CANCELLED


@pytest.mark.parametrize(
    ("login", "buttons"),
    [
        ("secretariat", ["訪問を始める", "中止を確定する"]),
        ("evaluator.h02", ["訪問を始める", "中止を確定する"]),
        ("manager.h01", []),
        ("leader.h01", []),
        ("manager.h04", []),
    ],
)
def test_a_visit_offers_only_the_states_to_which_the_reader_may_lead_it(
    login: str, buttons: list[str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("visits", visit=world.visit)
    assert [button.label for button in screen.button if str(button.key).startswith("move-")] == buttons


def test_a_self_assessment_is_started_submitted_approved_and_withdrawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h03"].id)
    start = "自己評価を開始する"
    press(open_page("assessments"), start)
    # Once one is begun, going on with it is the next step.
    assert [one.proto.type for one in open_page("assessments").button if one.label == start] == ["secondary"]
    with db.reading() as connection:
        new = max(found.id for found in assessment_rows.everything(connection))
        found = assessment_rows.get(connection, new)
    assert (found.track, found.hospital_id, found.version_code) == (Track.SELF, world.hospitals["H03"], "mini-2")
    screen = open_page("assessments", assessment=new)
    press(screen, "「小さな点検表 第2版」の自己評価を提出する")
    assert "このまま提出する場合は理由を入力してください" in faults(screen)
    screen.text_area(key=f"reason-{new}").set_value("試行のため")
    press(screen, "「小さな点検表 第2版」の自己評価を提出する")
    assert state_of(new) is AssessmentState.SUBMITTED
    screens.sign_in(monkeypatch, world.people["leader.h03"].id)
    press(open_page("assessments", assessment=new), "この自己評価を承認する")
    with db.reading() as connection:
        assert assessment_rows.get(connection, new).approved_at is not None
    screens.sign_in(monkeypatch, world.people["manager.h03"].id)
    screen = open_page("assessments", assessment=new)
    press(screen, "取り下げて入力中に戻す")
    assert "取り下げの理由を入力してください" in faults(screen)
    screen.text_area(key=f"withdrawal-{new}").set_value("記載の誤り")
    press(screen, "取り下げて入力中に戻す")
    assert state_of(new) is AssessmentState.OPEN


def test_the_submission_lists_what_is_missing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_all(world, "evaluator.h02", world.visitor_assessment, "C")
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    screen = open_page("visits", visit=world.visit)
    assert [found.label for found in screen.expander if "項目" in found.label] == [
        "コメントのない項目（B・C・確認不能などの評定）：6項目"
    ]
    assert "高濃度カリウム製剤を病棟に置いていない" in text(screen)


def _fill(screen: AppTest, item: str, value: str, comment: str) -> None:
    next(found for found in screen.radio if found.label == f"{item} の評定").set_value(value)
    next(found for found in screen.text_area if found.label == f"{item} のコメント").set_value(comment)
    screen.run()


def _stored(assessment: int, item: str) -> tuple[str | None, str, int]:
    with db.reading() as connection:
        found = assessment_rows.ratings(connection, assessment)[item]
    return found.value, found.comment, found.version


def test_the_standard_form_saves_every_change_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    screen = open_page("answer", assessment=world.visitor_assessment, form="standard")
    _fill(screen, "1-01", "B", "改訂日なし <b>")
    assert _stored(world.visitor_assessment, "1-01") == ("B", "改訂日なし <b>", 1)
    assert "この章の4項目中1項目に回答しました。" in text(screen)
    screen.radio[1].set_value("NA").run()
    assert _stored(world.visitor_assessment, "1-02") == ("NA", "", 1)
    # Another chapter and back: nothing is left behind, and nothing is saved twice.
    screen.selectbox(key="choice-chapter").set_value("2").run()
    screen.selectbox(key="choice-chapter").set_value("1").run()
    assert screen.radio[0].value == "B"
    _fill(screen, "1-01", "A", "確認できた")
    assert _stored(world.visitor_assessment, "1-01") == ("A", "確認できた", 2)
    screen.run()
    assert _stored(world.visitor_assessment, "1-01")[2] == 2
    assert "evaluator.h02 さん" in text(screen)


def test_the_standard_form_shows_what_stands_beside_an_item_on_the_sheet(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.sealed(world)
    visit, manager = cycle.next_year(world), principal(world.people["manager.h01"])
    with db.writing() as connection:
        own = assessments.start_self(by(connection, manager), YEAR + 1, "mini-2")
        cycle.fill(connection, manager, own, {"1-01": "C"})
        assessments.submit(by(connection, manager), own, "試行のため")
        (new,) = (a.id for a in assessment_rows.of_visit(connection, visit) if a.track is Track.VISITOR)
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    screen = open_page("answer", assessment=new, form="standard")
    press(screen, "下見として記入する")
    shown = text(screen)
    assert "<dt>自己評価</dt>" in shown
    assert f"<dt>{YEAR}年度 訪問評価</dt>" in shown
    assert f"<dt>{YEAR}年度の指摘事項</dt>" in shown
    assert f"/improvements?visit={visit}" in shown


def test_the_standard_form_takes_over_what_somebody_else_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    screen = open_page("answer", assessment=world.visitor_assessment, form="standard")
    first = Operation("00000000-0000-4000-8000-000000000001", "1-01", 0, "A", "先の所見")
    with acting(principal(world.people["second.h02"])) as act:
        answers.record(act, world.visitor_assessment, [first])
    screen.radio[1].set_value("B").run()
    assert (screen.radio[0].value, screen.text_area[0].value) == ("A", "先の所見")
    _fill(screen, "1-01", "C", "先の所見")
    assert _stored(world.visitor_assessment, "1-01") == ("C", "先の所見", 2)


def test_the_standard_form_says_when_a_change_could_not_be_saved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    screen = open_page("answer", assessment=world.visitor_assessment, form="standard")
    with acting(principal(world.people["second.h02"])) as act:
        assessments.submit(act, world.visitor_assessment, "試行のため")
    _fill(screen, "1-01", "B", "遅れた所見")
    assert "保存していません。" in faults(screen)
    assert not screen.radio


@pytest.mark.parametrize(
    ("button", "kept"),
    [("自分の回答で置き換える", ("C", "自分の所見", 2)), ("保存されている回答を残す", ("A", "先の所見", 1))],
)
def test_the_standard_form_tells_a_conflict_with_both_answers(
    button: str, kept: tuple[str, str, int], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    screen = open_page("answer", assessment=world.visitor_assessment, form="standard")
    with db.writing() as connection:
        first = Operation("00000000-0000-4000-8000-000000000001", "1-01", 0, "A", "先の所見")
        answers.record(by(connection, principal(world.people["second.h02"])), world.visitor_assessment, [first])
    _fill(screen, "1-01", "C", "自分の所見")
    assert _stored(world.visitor_assessment, "1-01") == ("A", "先の所見", 1)
    shown = text(screen)
    for part in ("ほかの人が先に回答しています", "second.h02 さん", "先の所見", "自分の所見"):
        assert part in shown
    press(screen, button)
    assert _stored(world.visitor_assessment, "1-01") == kept
    assert (screen.radio[0].value, screen.text_area[0].value) == kept[:2]
    assert "ほかの人が先に回答しています" not in text(screen)


def test_the_standard_form_says_which_items_the_hospital_need_not_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = principal(world.people["manager.h03"])
    with db.writing() as connection:
        new = assessments.start_self(by(connection, manager), YEAR, "mini-2")
    screens.sign_in(monkeypatch, manager.person_id)
    note = "加算1の項目（この病院では回答不要）"
    assert text(open_page("answer", assessment=new, form="standard")).count(note) == 1
    with db.writing() as connection:
        assessments.submit(by(connection, manager), new, "試行のため")
    assert text(open_page("answer", assessment=new, form="standard")).count(note) == 1


def test_the_standard_form_of_a_submitted_assessment_is_read_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    screen = open_page("answer", assessment=world.visitor_assessment, form="standard")
    assert not screen.radio
    assert "改訂日の記載がない" in text(screen)


def test_an_account_with_mistakes_is_refused_and_stays_typed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("accounts")
    key = "account-new-r0"
    screen.text_input(key=f"{key}-login").set_value("new.person")
    screen.text_input(key=f"{key}-name").set_value("架空 花子")
    screen.text_input(key=f"{key}-password").set_value("short")
    screen.checkbox(key=f"{key}-evaluator").set_value(True)
    press(screen, "アカウントを作成する")
    assert "所属病院が必要です" in faults(screen)
    assert "12文字以上" in faults(screen)
    assert screen.text_input(key=f"{key}-name").value == "架空 花子"
    screen.selectbox(key=f"{key}-where").set_value(world.hospitals["H01"])
    screen.text_input(key=f"{key}-password").set_value("long enough 12")
    press(screen, "アカウントを作成する")
    assert not screen.error
    with db.reading() as connection:
        new = next(found for found in people.all_people(by(connection)) if found.login == "new.person")
    assert (new.roles, new.hospital_id) == (frozenset({Role.EVALUATOR}), world.hospitals["H01"])


def test_without_a_password_one_is_made_shown_until_its_list_is_closed_and_fits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("accounts")
    for place, login in enumerate(("first.h01", "second.h01")):
        key = f"account-new-r{place}"
        assert screen.checkbox(key=f"{key}-evaluator").value is bool(place)
        screen.text_input(key=f"{key}-login").set_value(login)
        screen.text_input(key=f"{key}-name").set_value("架空 花子")
        screen.checkbox(key=f"{key}-evaluator").set_value(True)
        screen.selectbox(key=f"{key}-where").set_value(world.hospitals["H01"])
        press(screen, series.ANOTHER)
        assert not screen.error
    passwords = re.findall(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}", text(screen))
    assert len(set(passwords)) == 2
    with db.reading() as connection:
        found = people.credentials(connection, "second.h01")
        kept = " ".join(connection.conn.iterdump())
    assert found is not None
    assert people.verify_password(found[1], passwords[1])
    assert not any(one in kept for one in passwords)
    press(screen, "配り終えたので一覧を閉じる")
    assert passwords[1] not in text(screen)


def test_the_last_administrator_cannot_be_switched_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = world.people["admin"].id
    screens.sign_in(monkeypatch, admin)
    screen = open_page("accounts", account=admin)
    screen.checkbox(key=f"account-{admin}-active").set_value(False)
    press(screen, "変更を保存する")
    assert "システム管理者が1人もいなくなる" in faults(screen)


def test_a_new_password_is_shown_once_and_ends_the_sessions(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = world.people["leader.h01"]
    with db.writing() as connection:
        old = sessions.start(connection, leader.id)
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("accounts", account=leader.id)
    press(screen, "パスワードを再設定する")
    password = screen.success[0].value.split("：")[1].split("　")[0]
    with db.reading() as connection:
        credentials = people.credentials(connection, leader.login)
        assert sessions.find(connection, old) is None
    assert credentials is not None
    assert people.verify_password(credentials[1], password)
    monkeypatch.setattr(session, "READ_WITHIN", 0.0)
    assert password not in text(screen.run())


def test_signing_out_everywhere_ends_every_session(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = world.people["leader.h01"]
    with db.writing() as connection:
        token = sessions.start(connection, leader.id)
    screens.sign_in(monkeypatch, world.people["admin"].id)
    press(open_page("accounts", account=leader.id), "すべての端末からログアウトさせる")
    with db.reading() as connection:
        assert sessions.find(connection, token) is None


@pytest.mark.parametrize("login", ["secretariat", "manager.h01", "leader.h02"])
def test_only_an_administrator_signs_others_out(login: str, world: World) -> None:
    leader = world.people["leader.h01"]
    with db.writing() as connection:
        token = sessions.start(connection, leader.id)
    with pytest.raises(Forbidden), acting(principal(world.people[login])) as act:
        sessions.end_all(act, leader.id)
    with db.reading() as connection:
        assert sessions.find(connection, token) is not None


def test_settings_refuse_an_empty_name_and_keep_the_rest(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["admin"].id)
    screen = open_page("settings")
    screen.text_input(key="settings-name").set_value(" ")
    screen.number_input(key="settings-size").set_value(7)
    press(screen, "設定を保存する")
    assert "地域の名称：入力してください。" in faults(screen)
    assert screen.number_input(key="settings-size").value == 7
    screen.text_input(key="settings-name").set_value("架空東地域")
    press(screen, "設定を保存する")
    with db.reading() as connection:
        kept = region.load(connection)
    assert (kept.name, kept.minimum_group_size, kept.fictional) == ("架空東地域", 7, True)
    told = text(open_page("settings")).partition("設定の変更履歴")[2]
    assert [one for one in ("匿名比較の最小病院数", "5", "7", "admin さん") if one not in told] == []


def test_a_faulty_sheet_shows_every_fault_and_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    shipped = (db.ROOT / "data" / "sheets" / "anzen-1.csv").read_text(encoding="utf-8-sig")
    broken = shipped.replace("ア-イ", "ア-ヘ", 1).replace("評価尺度,abcx", "評価尺度,abc")
    screen = open_page("sheets")
    screen.file_uploader[0].upload("anzen-1.csv", broken.encode()).run()
    press(screen, "点検表を読み込む")
    assert "読み込んでいません。2か所の誤りがあります。" in faults(screen)
    assert "ア-ヘ" in text(screen)
    screen.file_uploader[0].upload("anzen-1.csv", shipped.encode()).run()
    press(screen, "点検表を読み込む")
    assert "anzen-1" not in text(screen)
    assert "を登録します" in text(screen)
    press(screen, "この内容で取り込む")
    assert not screen.error
    with db.reading() as connection:
        assert "anzen-1" in [line.code for line in sheets.versions(by(connection))]


def test_a_sheet_shows_its_items_and_what_changed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    shown = text(open_page("sheets", sheet="mini-2"))
    for part in (
        "専従の医療安全管理者を配置している",
        "同一 2項目、文言修正 1項目、分割 2項目",
        "廃止 1項目",
        "持参薬を鑑別している",
    ):
        assert part in shown
    assert "/download/sheets/mini-2.xlsx" in shown


def test_the_column_of_the_law_is_left_out_where_a_sheet_is_not_about_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing() as connection:
        sheet_files.load_shipped(by(connection))
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    infection = text(open_page("sheets", sheet="kansen-1"))
    assert "K1-01" in infection
    assert "法令区分" not in infection
    assert "法令区分" in text(open_page("sheets", sheet="anzen-2"))


def test_the_comparison_of_a_visit_goes_down_to_the_comments(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    screen = open_page("comparison", by="visit", visit=world.visit)
    assert not screen.exception
    shown = text(screen)
    for part in (
        "医療安全管理体制",
        "改訂日の記載がない",
        "差あり",
        "100.0％",
        "50.0％",
        f"/download/visits/{world.visit}.csv",
    ):
        assert part in shown


@pytest.mark.parametrize(
    ("login", "numbers"), [("secretariat", True), ("manager.h01", True), ("manager.h04", False), ("center", False)]
)
def test_small_groups_are_told_as_a_sentence(
    login: str, numbers: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    screens.sign_in(monkeypatch, world.people[login].id)
    screen = open_page("comparison")
    assert not screen.exception
    assert ("50.0％" in text(screen)) == numbers


# What each page calls that for which its address asks in vain.
WRONG: dict[str, dict[str, dict[str, str]]] = {
    "secretariat": {
        "comparison": {"first": "年度（始め）", "chapter": "章", "track": "評価"},
        "answer": {"assessment": "点検表"},
        "assessments": {"assessment": "自己評価"},
        "closing": {"visit": "訪問"},
        "criteria": {"hospital": "病院", "on": "基準日"},
        "date_polls": {"visit": "訪問"},
        "filings": {"hospital": "病院"},
        "hospitals": {"hospital": "病院"},
        "improvements": {"finding": "指摘事項", "visit": "訪問", "hospital": "病院"},
        "plan": {"year": "年度", "part": "表示する内容"},
        "practices": {"finding": "好事例"},
        "revisions": {"revision": "改訂案"},
        "visits": {"visit": "訪問"},
    },
    "manager.h01": {"records": {"kind": "記録の種類", "day": "日付", "year": "年度"}},
    "center": {
        "activities": {"part": "表示", "record": "記録", "year": "年度"},
        "consultations": {"part": "表示", "case": "相談事例"},
        "council": {"part": "表示", "meeting": "会議", "item": "議題", "record": "記録"},
        "desk": {"part": "表示", "record": "記録"},
        "figures": {"part": "表示"},
        "hospital_desk": {"case": "相談事例"},
        "learning": {"part": "表示", "topic": "テーマ"},
        "survey": {"year": "年度"},
        "trainings": {"part": "表示"},
    },
    "admin": {"accounts": {"account": "アカウント"}},
}


def test_an_address_that_makes_no_sense_is_told_and_falls_back_to_the_usual_choice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_both(world)
    missed: list[tuple[str, str, int]] = []
    for login, found in WRONG.items():
        screens.sign_in(monkeypatch, world.people[login].id)
        for page, names in found.items():
            screen = open_page(page, **dict.fromkeys(names, "zzz"))
            assert not screen.exception, page
            for name in names.values():
                told = f"アドレスで指定された{name}「zzz」は選べないため、いつもの選択で表示しています。"
                missed += [(page, name, text(screen).count(told))] if text(screen).count(told) != 1 else []
            if page == "comparison":
                assert "50.0％" in text(screen)
            # What is chosen next on the screen is no address that somebody asks for.
            if page in ("plan", "figures"):
                assert "zzz" not in text(screen.run()), page
    assert missed == []
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    assert "記録「zzz」は選べない" in text(open_page("records", record="zzz"))
    # A number that belongs to nothing is told as well, and so is a part or a chapter of one thing.
    screens.sign_in(monkeypatch, world.people["center"].id)
    assert "議題「99」は選べない" in text(open_page("council", item=99))
    assert "受講「99」は選べない" in text(open_page("trainings", part="turns", turn=99))
    assert "記録「99」は選べない" in text(open_page("activities", record=99))
    screens.sign_in(monkeypatch, world.people["secretariat"].id)
    assert "指定された病院の改善計画を閲覧する権限がありません。" in text(open_page("improvements", hospital=99))
    assert "好事例「99」は選べない" in text(open_page("practices", finding=99))
    whole = text(open_page("answer", assessment=world.self_assessment, form="zzz"))
    assert "記入の方法「zzz」は選べない" in whole
    assert "章「zzz」は選べない" in text(open_page("comparison", by="visit", visit=world.visit, chapter="zzz"))
