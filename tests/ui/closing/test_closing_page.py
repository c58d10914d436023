"""The closing meeting on its page: agreeing, writing findings together, signing and sealing."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea

from checklist.model.assessments import Operation
from checklist.model.closing import FindingKind, Signatory
from checklist.model.visits import VisitState
from checklist.rules.accounts import one_time_codes
from checklist.rules.closing import closing_meeting
from checklist.store import clock, db
from checklist.store.accounts import sessions
from checklist.store.act import Act
from checklist.store.assessments import answers, assessment_rows, assessments
from checklist.store.closing import closing_rows, closings, findings, host_comments, signatures
from checklist.store.visits import visits
from checklist.ui import session
from checklist.ui.closing import closing_findings
from tests import cycle
from tests.authenticator import Authenticator
from tests.pictures import photograph
from tests.ui import screens
from tests.ui.screens import faults, open_page, press, text
from tests.world import PASSWORD, SECOND, World, by


def sign_in(world: World, login: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The closing meeting of the one visit as this person sees it."""
    screens.sign_in(monkeypatch, world.people[login].id)
    return open_page("closing", visit=world.visit)


def tap(screen: AppTest, item: str, value: str | None) -> AppTest:
    """Tap a value of an item that comes up."""
    group = next(found for found in screen.segmented_control if found.label == f"{item}の合意評価")
    return group.set_value(value).run()


def write(screen: AppTest, label: str, content: str) -> None:
    """Type into the text area or line with this label."""
    fields = [*screen.text_area, *screen.text_input]
    next(field for field in fields if field.label == label).set_value(content)


def values(world: World) -> dict[str, str | None]:
    """What is recorded in the agreed track."""
    with db.reading() as connection:
        found = assessment_rows.ratings(connection, cycle.agreed_of(world, world.visit))
    return {code: rating.value for code, rating in found.items()}


def noted(world: World) -> list[tuple[str, str, str]]:
    """The findings that stand."""
    with db.reading() as connection:
        return [(one.item, one.kind.value, one.text) for one in closing_rows.findings(connection, world.visit)]


def test_the_meeting_begins_once_both_sides_have_submitted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    early = sign_in(world, "evaluator.h02", monkeypatch)
    assert "講評会をまだ始めていません。" in text(early)
    assert "訪問日より前に講評会は始められません。" in faults(press(early, "講評会を始める"))
    cycle.submitted(world)
    screen = press(open_page("closing", visit=world.visit), "講評会を始める")
    assert "講評会を始めました。" in text(screen)
    with db.reading() as connection:
        assert closings.is_open(by(connection), world.visit)


def test_only_what_needs_talk_is_shown_and_the_rest_is_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    screen = sign_in(world, "manager.h01", monkeypatch)
    assert [one.label for one in screen.segmented_control] == [
        "1-02の合意評価", "1-05の合意評価", "2-03の合意評価",
    ]  # fmt: skip
    shown = text(screen)
    assert "6項目のうち、評定が異なる項目と、C・確認不能を含む項目の3項目を表示しています" in shown
    assert "残りの3項目" in shown
    assert "50.0％（4項目中2項目）" in shown
    assert "未回答 0・確認不能 1・該当なし 1" in shown
    assert "指針が最新である</div>" not in shown
    assert shown.count(">未合意</span>") == 3


def test_one_tap_agrees_and_touches_neither_sides_rating(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    screen = tap(sign_in(world, "evaluator.h02", monkeypatch), "1-02", "B")
    assert "1-02：合意評価を「B」にしました。" in text(screen)
    assert values(world) == {"1-02": "B"}
    with db.reading() as connection:
        assert assessment_rows.ratings(connection, world.self_assessment)["1-02"].value == "A"
        assert assessment_rows.ratings(connection, world.visitor_assessment)["1-02"].version == 1
    screen = tap(screen, "1-02", None)
    assert "合意評価の記録を取り消しました。" in text(screen)
    assert values(world) == {"1-02": None}


def test_who_taps_second_is_told_and_stores_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed = cycle.meeting(world)
    screen = sign_in(world, "evaluator.h02", monkeypatch)
    real = answers.record

    def late(act: Act, assessment: int, sent: list[Operation]) -> object:
        first = Operation(str(uuid.uuid4()), "1-02", 0, "A", "")
        real(replace(act, principal=cycle.who(world, "manager.h01")), assessment, [first])
        return real(act, assessment, sent)

    monkeypatch.setattr(answers, "record", late)
    screen = tap(screen, "1-02", "B")
    assert "1-02：ほかの人が先に合意評価を「A」にしたため、保存していません。" in text(screen)
    with db.reading() as connection:
        assert assessment_rows.ratings(connection, agreed)["1-02"].value == "A"


def test_a_draft_becomes_a_finding_and_leaves_the_drafts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    screen = sign_in(world, "evaluator.h02", monkeypatch)
    before = len([button for button in screen.button if button.label == "指摘事項に加える"])
    screen = press(screen, "指摘事項に加える")
    assert noted(world) == [("1-02", "finding", "訪問で確認した状況")]
    assert len([button for button in screen.button if button.label == "指摘事項に加える"]) == before - 1
    screen = press(screen, "好事例に加える")
    assert ("1-01", "good_practice", "訪問で確認した状況") in noted(world)
    press(screen, "取り下げる（報告書に載せない）")
    assert [item for item, _, _ in noted(world)] == ["1-01"]


def test_a_comment_too_long_for_the_report_is_shortened_by_a_person_and_never_cut(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.meeting(world)
    for module in (closing_findings, findings):
        monkeypatch.setattr(module, "FINDING_LIMIT", 8)
    screen = sign_in(world, "evaluator.h02", monkeypatch)

    def draft(shown: AppTest) -> TextArea:
        label = "1-01のコメント（9文字あります。8文字以内に短くしてください）"
        return next(area for area in shown.text_area if area.label == label)

    assert draft(screen).value == "訪問で確認した状況"
    screen = press(screen, "好事例に加える")
    assert "8文字以内で入力してください。" in faults(screen)
    assert noted(world) == []
    assert draft(screen).value == "訪問で確認した状況"
    draft(screen).set_value("確認した")
    assert "好事例を加えました。" in text(press(screen, "好事例に加える"))
    assert noted(world) == [("1-01", "good_practice", "確認した")]


def test_the_wording_of_the_one_who_was_second_is_kept_and_saved_knowingly(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world, text="最初の文言")
    screen = sign_in(world, "evaluator.h02", monkeypatch)
    with db.writing() as connection:
        other = cycle.who(world, "second.h02")
        findings.change(by(connection, other), finding, 1, FindingKind.FINDING, "先に修正した文言")
    write(screen, "文言", "あとから修正した文言")
    screen = press(screen, "文言を保存する")
    assert any("まだ保存していません" in found.value for found in screen.warning)
    assert "先に修正した文言" in text(screen)
    assert next(field for field in screen.text_area if field.label == "文言").value == "あとから修正した文言"
    assert noted(world) == [("1-05", "finding", "先に修正した文言")]
    press(screen, "文言を保存する")
    assert noted(world) == [("1-05", "finding", "あとから修正した文言")]


def test_the_remarks_of_another_are_not_overwritten_unseen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    screen = sign_in(world, "evaluator.h02", monkeypatch)
    with db.writing() as connection:
        closings.save_remarks(by(connection, cycle.who(world, "second.h02")), world.visit, 1, "先に書いた講評")
    write(screen, "講評の本文", "あとから書いた講評")
    screen = press(screen, "講評を保存する")
    assert any("まだ保存していません" in found.value for found in screen.warning)
    screen = press(screen, "保存されている内容を読み込む")
    assert next(field for field in screen.text_area if field.label == "講評の本文").value == "先に書いた講評"
    assert not screen.warning


def test_an_empty_finding_is_refused_in_a_sentence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    screen = sign_in(world, "evaluator.h02", monkeypatch)
    write(screen, "文言", " ")
    assert "内容：入力してください。" in faults(press(screen, "文言を保存する"))


def test_both_sides_sign_and_the_visitors_seal(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    screen = sign_in(world, "manager.h01", monkeypatch)
    assert "訪問側の署名：まだありません。" in text(screen)
    assert "パスワードが正しくありません。" in faults(press(screen, "受審病院として署名する"))
    write(screen, "あなたのパスワード", PASSWORD)
    assert "氏名を100文字以内で入力してください。" in faults(press(screen, "受審病院として署名する"))
    write(screen, "受審病院の署名（氏名）", "架空 院長")
    screen = press(screen, "受審病院として署名する")
    assert "署名があるため、記録を変更できません。" in text(screen)
    assert not screen.segmented_control
    assert "報告書を確定する" not in [button.label for button in screen.button]

    screen = sign_in(world, "evaluator.h02", monkeypatch)
    write(screen, "訪問側の署名（氏名）", "架空 評価者")
    write(screen, "あなたのパスワード", PASSWORD)
    screen = press(screen, "訪問側として署名する")
    assert "パスワードが正しくありません。" in faults(press(screen, "報告書を確定する"))
    write(screen, "あなたのパスワード", PASSWORD)
    screen = press(screen, "報告書を確定する")
    assert "評価報告書を確定しました。" in text(screen)
    assert "この画面の記録は変更できません。" in text(screen)
    with db.reading() as connection:
        report = closing_rows.editions(connection, world.visit)[0]
        assert visits.get(by(connection), world.visit).state is VisitState.REPORTED
    assert (report.edition, report.addressee) == (1, "架空中央病院 病院長")


def test_whoever_has_an_authenticator_signs_and_seals_with_a_new_code_each_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.meeting(world)
    cycle.noted(world)
    with db.writing() as connection:
        signatures.sign(by(connection, cycle.who(world, "manager.h01")), world.visit, Signatory.HOST, "架空 院長")
    evaluator = world.people["evaluator.h02"]
    mine = Authenticator.of(evaluator)
    with db.writing() as connection:
        token = sessions.start(connection, evaluator.id, factor_at=clock.now())
    monkeypatch.setattr(session, "cookie", lambda: token)
    screen = open_page("closing", visit=world.visit)
    write(screen, "訪問側の署名（氏名）", "架空 評価者")
    write(screen, "あなたのパスワード", PASSWORD)
    label = "認証コード（認証アプリの6桁、または回復コード）"
    for code, told in (("", one_time_codes.WRONG), ("123456", one_time_codes.WRONG), (mine.recovery[0], "")):
        write(screen, label, code)
        screen = press(screen, "訪問側として署名する")
        assert told in faults(screen), code
    write(screen, "あなたのパスワード", PASSWORD)
    for code, told in ((mine.recovery[0], one_time_codes.WRONG), (mine.recovery[1], "")):
        write(screen, label, code)
        screen = press(screen, "報告書を確定する")
        assert told in faults(screen), code
    assert "評価報告書を確定しました。" in text(screen)


def test_a_signature_is_voided_for_a_reason_only(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    cycle.sign(world, world.visit)
    screen = sign_in(world, "evaluator.h02", monkeypatch)
    assert "理由" in faults(press(screen, "署名を取り消す"))
    write(screen, "取り消す理由", "文言の誤り")
    screen = press(screen, "署名を取り消す")
    assert "受審病院の署名を取り消しました。" in text(screen)
    with db.reading() as connection:
        assert set(signatures.current(by(connection), world.visit)) == {Signatory.EVALUATOR}


# Written out: who may look on, who may write, and who sees nothing of the meeting.
@pytest.mark.parametrize(
    ("login", "reads", "writes"),
    [
        ("manager.h01", True, True),
        ("leader.h01", True, False),
        ("evaluator.h01", False, False),
        ("manager.h02", True, False),
        ("leader.h02", True, False),
        ("evaluator.h02", True, True),
        ("second.h02", True, True),
        ("manager.h04", False, False),
        ("evaluator.h04", False, False),
        ("secretariat", True, False),
    ],
)
def test_the_meeting_is_open_to_those_it_concerns(
    login: str, reads: bool, writes: bool, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.meeting(world)
    screen = sign_in(world, login, monkeypatch)
    assert not screen.exception
    assert ("訪問で確認した状況" in text(screen)) == reads
    assert bool(screen.segmented_control) == writes
    assert ("この講評会は表示できません" in text(screen)) != reads


def test_without_a_visit_in_the_address_the_page_says_where_to_go(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people["evaluator.h02"].id)
    assert "訪問が選ばれていません" in text(open_page("closing"))
    assert "この講評会は表示できません" in text(open_page("closing", visit=999))


def test_a_withdrawn_rating_hides_the_meeting_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    with db.writing() as connection:
        assessments.withdraw(by(connection, cycle.who(world, "evaluator.h02")), world.visitor_assessment, "訂正のため")
    screen = sign_in(world, "manager.h01", monkeypatch)
    assert "取り下げられているため" in text(screen)
    assert "訪問で確認した状況" not in text(screen)
    assert SECOND.items[1].text not in text(screen)


def test_photos_stand_at_their_items_and_are_chosen_for_a_finding(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (
        photograph(world, "evaluator.h02", world.visitor_assessment, "<b>棚の上</b>", item="1-05") for _ in "ab"
    )
    cycle.meeting(world)
    finding = cycle.noted(world)
    screen = sign_in(world, "evaluator.h02", monkeypatch)
    assert f'src="/api/photos/{one}"' in text(screen)
    assert "写真2<br>&lt;b&gt;棚の上&lt;/b&gt;" in text(screen)
    pills = next(found for found in screen.button_group if found.label == "報告書に載せる写真（2枚まで）")
    screen = pills.set_value([two]).run()
    assert "1-05の写真の選択を保存しました。" in text(screen)
    with db.reading() as connection:
        assert closing_rows.finding(connection, finding).photos == (two,)
    cycle.sign(world, world.visit)
    cycle.seal(world, world.visit)
    screens.sign_in(monkeypatch, world.people["manager.h01"].id)
    plan = text(open_page("improvements", finding=finding))
    assert (f"/api/photos/{two}" in plan, f"/api/photos/{one}" in plan) == (True, False)


def test_a_value_of_neither_side_is_recorded_with_its_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed = cycle.meeting(world)
    screen = tap(sign_in(world, "evaluator.h02", monkeypatch), "1-02", "C")
    assert values(world) == {}
    assert closing_meeting.REASON_MISSING in faults(press(screen, "理由を添えて合意する"))
    write(screen, "1-02の合意評価の理由", "手順書が改訂されていない")
    screen = press(screen, "理由を添えて合意する")
    assert "1-02：合意評価を「C」にしました。" in text(screen)
    assert "手順書が改訂されていない" in text(screen)
    with db.reading() as connection:
        assert assessment_rows.ratings(connection, agreed)["1-02"].comment == "手順書が改訂されていない"


def test_each_side_has_the_forms_for_its_own_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.meeting(world)
    finding = cycle.noted(world)
    screen = sign_in(world, "manager.h01", monkeypatch)
    labels = [button.label for button in screen.button]
    assert {"文言を保存する", "講評を保存する", "時刻を保存する", "取り下げる（報告書に載せない）"}.isdisjoint(labels)
    write(screen, "1-05への受審病院のコメント（報告書に並べて載せます）", "様式を改めました")
    screen = press(screen, "コメントを保存する")
    assert "受審病院のコメントを保存しました。" in text(screen)
    with db.reading() as connection:
        told = host_comments.of_visit(by(connection, cycle.who(world, "leader.h02")), world.visit)
    assert {about: one.text for about, one in told.items()} == {finding: "様式を改めました"}
    screen = sign_in(world, "evaluator.h02", monkeypatch)
    assert "様式を改めました" in text(screen)
    assert "コメントを保存する" not in [button.label for button in screen.button]
    write(screen, "開始時刻", "16:00")
    write(screen, "終了時刻", "9時半")
    assert "終了時刻：09:30のように、時と分を入力してください。" in faults(press(screen, "時刻を保存する"))
    write(screen, "開始時刻", "09:30")
    write(screen, "終了時刻", "16:00")
    assert "訪問の時刻を保存しました。" in text(press(screen, "時刻を保存する"))
