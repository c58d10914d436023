"""What people read where nothing is yet, and at addresses behind which nothing stands: a sentence, and whose turn it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from checklist.rules.grants import PAGES
from tests.ui import screens
from tests.ui.screens import ROLES, open_page
from tests.ui.test_pages import LOGINS
from tests.world import World

HOSPITALS = "manager leader evaluator"
EVERYBODY = f"{HOSPITALS} secretariat center admin expert"
NOT_YET = "比較できる評価はまだありません 自己評価または訪問評価が提出されると、ここに表示されます。"
SUBMITTED = "自己評価はまだありません 提出されると、ここに表示されます。"
WAITS = "現在、対応が必要なことはありません 次の画面から内容を確認できます。"
FILINGS = "届出は登録されていません 届出は地域事務局が登録します。"
HISTORY = "届出の履歴はまだありません 届け出たとき、変更したとき、辞退したときに記録します。"
FINDINGS = "架空中央病院の指摘事項はありません 評価報告書が確定すると、指摘事項がここに並び、改善計画を作成できます。"
ON_TRIAL = "その他の要件は令和8年の通知の本文を確認できていないため、令和6年度改定の基準による仮判定です。"
LACKING = "18種類のうち18種類に不足があります"

# Written out: the page, the roles, and what stands there besides the headings and the inputs.
EMPTY = [
    ("home", "evaluator leader center expert", [WAITS]),
    ("home", "manager", ["2026年度（令和8年度）の自己評価を始める 使用する点検表の版を選んで開始します。"]),
    ("home", "secretariat", [
        "地域の名称を設定する 画面と帳票に表示されます。システム管理者が行います。",
        "病院を2つ以上登録する 受審病院と訪問側の病院です。ファイルからまとめて取り込むこともできます。 病院一覧へ",
        "病院ごとに訪問評価者のアカウントを作成する 加算1の病院から訪問する人です。システム管理者が行います。",
    ]),
    ("home", "admin", [
        "地域の名称を設定する 画面と帳票に表示されます。 設定へ",
        "地域事務局のアカウントを作成する 病院・点検表・訪問は地域事務局が登録します。 アカウントへ",
        "訪問を計画する 受審病院、訪問側の病院、訪問日を登録します。地域事務局が行います。",
        "バックアップはまだ一度も作成されていません",
        "復元の確認はまだ一度も行われていません",
    ]),
    ("assessments", "manager", [
        "自己評価はまだありません 下の欄で年度と点検表を選んで開始してください。",
        "点検表が登録されていません 地域事務局に点検表の登録を依頼してください。",
    ]),
    ("assessments", "leader secretariat", [SUBMITTED]),
    ("visits", HOSPITALS, ["この年度の訪問はありません 訪問は地域事務局が登録します。"]),
    ("visits", "secretariat", [
        "この年度の訪問はありません 上の欄から登録してください。",
        "病院が登録されていません 先に受審病院と訪問側の病院を登録してください。 病院一覧へ",
    ]),
    ("answer", f"{HOSPITALS} secretariat", [
        "点検表が選ばれていません ホームから、記入する点検表を開いてください。 ホームへ",
    ]),
    ("closing", f"{HOSPITALS} secretariat", [
        "訪問が選ばれていません 訪問の画面から講評会を開いてください。 訪問の一覧へ",
    ]),
    ("overdue", "center", ["医療機関に送った相談への回答の期限です。", "期限のある手続きはありません 医療機関に相談を送ると、回答の期限がここに並びます。"]),
    ("overdue", "manager leader secretariat", ["期限のある手続きはありません 訪問日が決まると、手続きの期限がここに並びます。"]),
    ("date_polls", "manager evaluator secretariat", [
        "日程を調整している訪問はありません 訪問側の代表病院が候補日を出すと、ここに表示されます。 訪問の一覧へ",
    ]),
    ("plan", "manager leader", [
        "この年度に義務はありません 医療安全対策地域連携加算の届出があるときは、「届出・連携先」を確かめてください。",
        "訪問の予定はありません 地域事務局が年間計画を公表すると、ここに表示されます。",
    ]),
    ("plan", "secretariat", [
        "この年度に義務のある病院がありません 医療安全対策地域連携加算の届出を「病院一覧」に登録してください。 病院一覧へ",
    ]),
    ("improvements", "manager leader", [FINDINGS]),
    ("improvements", "evaluator", ["表示できる改善計画はありません 訪問評価者は、担当する訪問が登録されると"]),
    ("improvements", "secretariat", ["改善計画はまだありません 評価報告書が確定すると、指摘事項の件数と改善の状態を"]),
    ("follow_ups", "manager leader secretariat", ["指摘事項はまだありません 評価報告書が確定すると、指摘事項の件数と"]),
    ("follow_ups", "center", ["表示できる集計はまだありません 年度が終わり、提供に同意した病院が5病院以上になると"]),
    ("revisions", "manager leader", ["改訂案はありません 地域事務局が点検表の改訂案への意見を募集すると、ここに表示します。"]),
    ("revisions", "secretariat", ["改訂案はありません 下の「改訂案を作成する」で、使用中の版から次の版の案を作成します。"]),
    ("practices", "evaluator secretariat center", ["公開された好事例はまだありません 医療安全管理者は、自院の評価報告書に記録された"]),
    ("practices", "manager leader", ["公開された好事例はまだありません", "自院の好事例はまだありません 訪問の講評会で好事例が記録され、"]),
    ("leniency", "secretariat", ["提出された訪問評価はまだありません 訪問評価が提出されると、"]),
    ("comparison", "manager leader secretariat center", [NOT_YET]),
    ("evidence", "manager", [LACKING, "登録した書類はありません 「書類を登録する」から登録してください。"]),
    ("evidence", "leader", [LACKING, "登録した書類はありません 書類は医療安全管理者が登録します。"]),
    ("criteria", "manager leader", [ON_TRIAL, "届出なし", "否・要確認のみ"]),
    ("criteria", "secretariat", ["判定を公開している病院はありません 各病院の医療安全管理者が「施設基準」の画面で公開"]),
    ("records", "manager", ["2026年度のカンファレンスの記録はまだありません 上の欄に入力するか、ファイルから取り込んで"]),
    ("records", "leader", ["2026年度のカンファレンスの記録はまだありません 記録は医療安全管理者が登録します。"]),
    ("filings", "manager", [FILINGS, HISTORY, "連携先はありません 届け出た連携先を下の欄に登録してください。"]),
    ("filings", "leader", [FILINGS, HISTORY, "連携先はありません 連携先は医療安全管理者か地域事務局が登録します。"]),
    ("filings", "secretariat", ["病院が登録されていません 「病院一覧」で病院と届出を登録してください。 病院一覧へ"]),
    ("hospitals", HOSPITALS, ["架空中央病院", "届出なし"]),
    ("hospitals", "center", ["病院が登録されていません 病院は地域事務局が登録します。"]),
    ("hospitals", "secretariat", ["病院が登録されていません 上の欄から登録してください。"]),
    ("sheets", f"{HOSPITALS} secretariat", ["点検表が登録されていません 点検表は地域事務局が登録します。"]),
    ("accounts", "admin", ["架空 太郎"]),
    ("notices", EVERYBODY, [
        "新しいお知らせはありません 期限が近づいたときや、訪問の日程が決まったときに、ここに表示します。",
        "メールの送信は設定されていません。お知らせは画面にのみ表示します。",
    ]),
    ("own_sessions", EVERYBODY, ["ほかにログイン中の端末はありません。"]),
    ("consultations", "center", ["「相談を始める」を押すと、時刻を記録して入力欄を開きます"]),
    ("figures", "center", ["2026年度の相談はありません 期間を変えるか、「相談」から記録してください。"]),
    ("learning", "manager", ["希望はまだありません 医療安全管理者が入力します。"]),
    ("learning", "leader", ["希望はまだありません"]),
    ("learning", "secretariat center", ["目立つ結果はまだありません 点検の結果、指摘事項、相談、希望がそろうと"]),
    ("activities", "center", ["⑦医療安全施策の普及・啓発 － 0 －"]),
    ("hospital_desk", "manager", ["支援センターから届いた相談はありません 相談者が同意した相談が届くと、"]),
    ("hospital_desk", "leader", ["この病院はまだ窓口の連絡先を登録していません。"]),
    ("hospital_desk", "center secretariat", ["病院はまだ登録されていません 地域事務局が病院を登録すると、"]),
    ("advice", "expert", ["公開されている照会はありません 支援センターが照会を公開すると、"]),
    ("trainings", "center", ["研修会はまだ登録されていません 「事業」で、テーマと実施予定日を登録してください。 研修会を登録する"]),
    ("council", "center", ["協議会の会議はまだありません 下の欄から最初の会議を追加してください。"]),
    ("survey", "center", ["まだ保存していません"]),
    ("desk", "center", ["紹介先はまだありません 上の欄から追加してください。"]),
    ("settings", "admin", ["データの種別 実データ"]),
    ("audit", "manager leader secretariat admin", ["アカウントの登録"]),
]  # fmt: skip


def shown(screen: AppTest) -> str:
    """What stands on a screen, as words without tags."""
    options = (str(option) for box in screen.selectbox for option in box.options)
    plain = re.sub(r"<[^>]+>", " ", screens.text(screen)).replace("\\", "")
    return re.sub(r"\s+", " ", " ".join([plain, *options]))


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_region_says_what_is_missing_and_whose_turn_it_is(
    role: str, empty_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, screens.lone_person(ROLES[role]))
    for page, told in [(page, told) for page, roles, told in EMPTY if role in roles.split()]:
        screen = open_page(page)
        assert not screen.exception, page
        assert not screen.error, page
        found = shown(screen)
        assert (page, [sentence for sentence in told if sentence not in found]) == (page, [])
        # Nobody is sent to a form that is not there, unless the next sentence says what has to come first.
        assert "下の欄" not in found or screen.button or "登録されていません" in found, page


def test_every_page_of_every_role_is_written_out() -> None:
    written = {(page, ROLES[role]) for page, roles, _ in EMPTY for role in roles.split()}
    assert written == {(page, role) for page, roles in PAGES.items() for role in roles}


NOWHERE = "この訪問は表示できません 登録されていないか、閲覧する権限がありません。"
UNKNOWN_HOSPITAL = "この病院は登録されていないか、閲覧する権限がありません。"
NO_ASSESSMENT = "指定された評価は登録されていません。"
NO_PLAN = "この改善計画は表示できません 確定した報告書の指摘事項ではありません。 改善計画の一覧へ"
NOT_YOURS = "指定された病院の改善計画を閲覧する権限がありません。"
OWN = "架空中央病院の届出"

# The address, the roles, and the sentence; 999 is nobody's number.
BEYOND = [
    ("answer?assessment=999", f"{HOSPITALS} secretariat", NO_ASSESSMENT),
    ("answer?assessment=999&form=standard", f"{HOSPITALS} secretariat", NO_ASSESSMENT),
    ("answer?assessment=x", f"{HOSPITALS} secretariat", "点検表が選ばれていません"),
    ("assessments?assessment=999", "manager leader secretariat", "この自己評価は表示できません 提出前であるか、"),
    ("visits?visit=999", f"{HOSPITALS} secretariat", f"{NOWHERE} 訪問の一覧へ"),
    ("closing?visit=999", f"{HOSPITALS} secretariat", "この講評会は表示できません 登録されていないか、閲覧する権限が"),
    ("improvements?finding=999", f"{HOSPITALS} secretariat", NO_PLAN),
    ("improvements?visit=999", f"{HOSPITALS} secretariat", NOWHERE),
    ("improvements?hospital=999", HOSPITALS, NOT_YOURS),
    ("improvements?hospital=999", "secretariat", "改善計画はまだありません"),
    ("filings?hospital=999", "manager leader", OWN),
    ("filings?hospital=999", "secretariat", "この届出は表示できません 指定された病院は登録されていません。"),
    ("learning?part=outcomes", "center", "下書きはまだありません 「テーマ」で根拠を選び"),
    ("learning?part=wishes", "center", "アンケートの希望はまだありません"),
    ("learning?part=editions", "center", "標準テーマ"),
    ("hospitals?hospital=999", f"{HOSPITALS} secretariat center", UNKNOWN_HOSPITAL),
    ("sheets?sheet=none", f"{HOSPITALS} secretariat", "この点検表は登録されていません。"),
    ("criteria?hospital=999", "manager leader secretariat", "指定された病院は登録されていません。"),
    ("criteria?on=yesterday", "manager leader", ON_TRIAL),
    ("criteria?set=none", "manager leader", ON_TRIAL),
    ("evidence?on=9999-99-99", "manager leader", LACKING),
    ("accounts?account=999", "admin", "このアカウントは登録されていません。"),
    ("records?record=999", "manager", "指定された記録は登録されていないか、取り消されています。"),
    ("records?kind=dance", "manager leader", "2026年度のカンファレンスの記録はまだありません"),
    ("comparison?by=dance", "manager leader secretariat center", NOT_YET),
    ("comparison?first=x&last=y", "manager leader secretariat center", NOT_YET),
    ("comparison?by=tracks&item=9-99", "manager leader secretariat center", NOT_YET),
    ("comparison?by=visit&visit=999", "center", NOT_YET),
    ("hospital_desk?case=999", "manager", "この相談は表示できません"),
    ("hospital_desk?case=999", "leader", "窓口の連絡先を登録していません"),
]


@pytest.mark.parametrize(
    ("address", "role", "told"), [(address, role, told) for address, roles, told in BEYOND for role in roles.split()]
)
def test_an_address_behind_which_nothing_stands_says_so(
    address: str, role: str, told: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens.sign_in(monkeypatch, world.people[LOGINS[role]].id)
    page, _, query = address.partition("?")
    screen = open_page(page, **dict(part.split("=") for part in query.split("&")))
    assert not screen.exception
    assert len(screens.titles(screen)) == 1
    assert told in shown(screen)
