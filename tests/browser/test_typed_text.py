"""Text typed into a form survives the end of a session, a reload and a restart; for its person only, until it is saved."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from checklist.model.hospitals import HospitalKind
from checklist.model.records import Conference
from checklist.store import db
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from tests.browser.conftest import OwnTablet, Tablet
from tests.browser.screen import choose, settled, unfold
from tests.browser.sheet import expect_answers, wait_until_equal
from tests.server import Server
from tests.world import HOST, World, by, principal

MANAGER = "manager.h01"
TEXT = ("持参薬の鑑別が翌日になった事例を検討した。薬剤部と病棟で手順を確かめる。\n" * 9)[:318]
FIELD = "議題と検討内容"


def offer(page: Page) -> Locator:
    """What is offered for being restored."""
    return page.locator(".typed-text")


def open_records(tablet: Tablet) -> Page:
    page = tablet.go("/records")
    page.get_by_label(FIELD).wait_for()
    return settled(page)


def type_text(page: Page) -> None:
    page.get_by_label(FIELD).tap()
    page.keyboard.insert_text(TEXT[:300])
    page.keyboard.type(TEXT[300:])
    expect(page.get_by_label(FIELD)).to_have_value(TEXT)
    # What a person does between the last sign and the button.
    page.wait_for_timeout(1000)


def save(page: Page) -> None:
    page.get_by_role("button", name="記録を保存する").tap()


def restore(page: Page) -> None:
    expect(offer(page)).to_have_count(1)
    expect(offer(page)).to_contain_text(FIELD)
    offer(page).get_by_role("button", name="復元する").tap()
    expect(offer(page)).to_have_count(0)
    expect(page.get_by_label(FIELD)).to_have_value(TEXT)


def next_one_follows(page: Page, part: str, typed: dict[str, str], common: str, told: str) -> None:
    """Open a form by hand: with what was typed it stays so while the list is searched, and once one of several is saved."""
    opened = page.locator("details[open]", has=page.locator("summary", has_text=part))
    unfold(settled(page), part)
    # What is touched moves while the fold opens.
    page.wait_for_timeout(400)
    for label, text in typed.items():
        page.get_by_label(label, exact=True).fill(text)
    settled(page).locator('[data-testid="stCheckbox"] label', has_text=common).tap()
    expect(page.get_by_label(common)).to_be_checked()
    for searched, left in (("どこにもない", "うち0件"), ("H", "件を表示")):
        page.get_by_label("検索").fill(searched)
        page.get_by_label("検索").press("Enter")
        expect(page.locator("p[role=status]").first).to_contain_text(left)
        settled(page)
        expect(opened).to_have_count(1)
        for label, text in typed.items():
            expect(page.get_by_label(label, exact=True)).to_have_value(text)
        expect(page.get_by_label(common)).to_be_checked()
    opened.get_by_role("button", name="保存して次を登録").tap()
    expect(opened.get_by_text(told)).to_be_visible()
    settled(page)
    expect(opened).to_have_count(1)
    expect(page.get_by_label(common)).to_be_checked()
    expect(page.get_by_label(next(iter(typed)), exact=True)).to_have_value("")


def save_record(page: Page) -> None:
    """Fill in what else a conference needs, and save it."""
    page.get_by_label("出席者数").fill("8")
    page.get_by_label("うち委員会の構成員").fill("3")
    save(page)
    expect(page.get_by_text("カンファレンスの記録を保存しました。")).to_be_visible()
    settled(page)


def kept(page: Page) -> list[str]:
    """Everything that is kept on this device, of whomever, as one text for each record."""
    found: list[str] = page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("typed-text");
          opening.onsuccess = () => {
            const storage = opening.result;
            const asked = storage.transaction("records").objectStore("records").getAll();
            asked.onsuccess = () => (storage.close(), resolve(asked.result.map((one) => JSON.stringify(one))));
          };
        })"""
    )
    return found


def end_all_sessions(database: Path) -> None:
    connection = sqlite3.connect(database, timeout=10)
    connection.execute("DELETE FROM session")
    connection.commit()
    connection.close()


def stored(world: World) -> list[str]:
    with db.reading() as connection:
        who = by(connection, principal(world.people[MANAGER]))
        return [one.topic for one in records.of_hospital(who, world.hospitals[HOST], Conference)]


def test_a_text_typed_before_the_session_ended_is_there_after_the_next_sign_in(
    tablet: Tablet, world: World, world_db: Path
) -> None:
    tablet.let_in(MANAGER)
    page = open_records(tablet)
    type_text(page)
    end_all_sessions(world_db)
    save(page)
    expect(page.get_by_text("有効期限が切れています")).to_be_visible()
    expect(page.get_by_text("入力途中の文章は、この端末に残っています。")).to_be_visible()
    page.get_by_role("link", name="ログインの画面へ").tap()
    tablet.fill_in(MANAGER)
    page.wait_for_url("**/records?*")
    restore(page)
    save_record(page)
    assert stored(world) == [TEXT]
    expect(page.get_by_label(FIELD)).to_have_value("")
    # The page forgets a moment after it has said that it saved; nobody is gone within the same.
    wait_until_equal(lambda: kept(page), [])
    open_records(tablet)
    page.wait_for_timeout(1500)
    expect(offer(page)).to_have_count(0)
    assert kept(page) == []


def test_a_text_survives_a_reload_and_is_thrown_away_only_on_request(tablet: Tablet, world: World) -> None:
    tablet.let_in(MANAGER)
    page = open_records(tablet)
    type_text(page)
    page.reload()
    restore(page)
    # What was restored is what is being typed now; whoever reloads at once leaves the storage no time for the last signs.
    page.evaluate("IDBFactory.prototype.open = () => ({})")
    page.get_by_label(FIELD).fill(f"直前に足した一言。{TEXT}")
    page.reload()
    expect(offer(page)).to_contain_text("直前に足した一言。")
    offer(page).get_by_role("button", name="破棄する").tap()
    expect(offer(page)).to_have_count(0)
    open_records(tablet)
    page.wait_for_timeout(1500)
    expect(offer(page)).to_have_count(0)
    assert kept(page) == []


AT_FIRST_SIGHT = """(label) => {
  const field = document.querySelector(`textarea[aria-label="${label}"]`);
  field?.focus();
  return field && document.execCommand("insertText", false, "開いてすぐの一言。");
}"""


def test_what_is_typed_the_moment_a_text_is_restored_is_not_written_over(tablet: Tablet, world: World) -> None:
    tablet.let_in(MANAGER)
    page = tablet.go("/records")
    # Before anything has looked at the page: the field's beginning is what stood in it before the first letter.
    page.wait_for_function(AT_FIRST_SIGHT, arg=FIELD)
    wait_until_equal(lambda: len(kept(page)), 1)
    page.get_by_label(FIELD).fill("")
    wait_until_equal(lambda: kept(page), [])
    settled(page)
    type_text(page)
    page.reload()
    expect(offer(page)).to_have_count(1)
    offer(page).get_by_role("button", name="復元する").evaluate(
        """async (button, [label, text]) => {
          const field = () => document.querySelector(`textarea[aria-label="${label}"]`);
          button.click();
          while (field()?.value !== text) await new Promise(requestAnimationFrame);
          field().focus();
          document.execCommand("insertText", false, "すぐに足した一言。");
        }""",
        [FIELD, TEXT],
    )
    # Longer than the form is given to put its own values in once more.
    page.wait_for_timeout(1500)
    expect(page.get_by_label(FIELD)).to_have_value(re.compile("すぐに足した一言。"))
    # Nor is whoever goes on in the next field called back.
    wait_until_equal(lambda: "すぐに足した一言。" in str(kept(page)), True)
    page.reload()
    offer(page).get_by_role("button", name="復元する").evaluate(
        """(button, label) => (button.click(), document.querySelector(`input[aria-label="${label}"]`).focus())""",
        "出席者数",
    )
    page.keyboard.insert_text("8")
    page.wait_for_timeout(1500)
    page.keyboard.insert_text("1")
    expect(page.get_by_label("出席者数")).to_have_value("81")
    expect(page.get_by_label(FIELD)).to_have_value(re.compile("すぐに足した一言。$"))


def test_a_text_survives_a_restart_of_server_and_tablet(own_tablet: OwnTablet, server: Server, world: World) -> None:
    own_tablet.let_in(MANAGER)
    type_text(open_records(own_tablet))
    own_tablet.wait_for_cookie("sid")
    server.kill()
    own_tablet.kill()
    server.start()
    own_tablet.switch_on()
    page = open_records(own_tablet)
    restore(page)
    save_record(page)
    assert stored(world) == [TEXT]


def test_a_form_that_loses_its_text_upon_a_restart_offers_it_at_once(
    tablet: Tablet, server: Server, world: World
) -> None:
    """A server that starts anew knows nothing of the second round of a form, and shows it empty when it is saved."""
    tablet.let_in(MANAGER)
    page = open_records(tablet)
    page.get_by_label(FIELD).fill("一件目")
    save_record(page)
    type_text(page)
    server.restart()
    expect(page.locator('[data-test-connection-state="CONNECTED"]')).to_be_visible()
    save(page)
    restore(page)
    save_record(page)
    assert sorted(stored(world)) == sorted(["一件目", TEXT])
    page.wait_for_timeout(1500)
    expect(offer(page)).to_have_count(0)


def test_another_person_on_the_same_device_sees_nothing_of_it(tablet: Tablet, world: World) -> None:
    tablet.let_in(MANAGER)
    type_text(open_records(tablet))
    page = tablet.go("/logout")
    expect(page.get_by_text("入力途中の文章が1件")).to_be_visible()
    page.get_by_role("button", name="ログアウトする").tap()
    page.wait_for_url("**/login")
    other = tablet.sign_in("manager.h02")
    open_records(tablet)
    other.wait_for_timeout(1500)
    expect(offer(other)).to_have_count(0)
    assert TEXT[:20] not in other.content()
    tablet.sign_out()
    tablet.let_in(MANAGER)
    restore(open_records(tablet))


def test_a_text_is_kept_unless_taken_back_by_hand_also_when_refused_and_signing_out_can_take_it_along(
    tablet: Tablet, world: World
) -> None:
    tablet.let_in(MANAGER)
    page = open_records(tablet)
    type_text(page)
    page.get_by_label(FIELD).fill("")
    wait_until_equal(lambda: kept(page), [])

    type_text(page)
    save(page)
    expect(page.get_by_text("保存していません。次の点を修正してください。")).to_be_visible()
    settled(page)
    page.wait_for_timeout(1000)
    expect(offer(page)).to_have_count(0)
    page.reload()
    restore(page)

    page.reload()
    expect(offer(page)).to_have_count(1)
    assert len(kept(page)) == 1
    tablet.go("/logout")
    page.get_by_label("この端末に残っている入力途中の文章を消す").check()
    page.get_by_role("button", name="ログアウトする").tap()
    page.wait_for_url("**/login")
    assert kept(page) == []


def test_passwords_are_never_kept(tablet: Tablet, world: World) -> None:
    tablet.let_in("admin")
    page = tablet.go("/accounts")
    page.locator(".who").wait_for()
    unfold(settled(page), "アカウントを作成する")
    page.get_by_label("氏名").fill("架空 花子")
    password = page.get_by_role("textbox", name="初回のパスワード")
    password.fill("first secret")
    # The list below moves while the fold opens: a tap then would go to a line of the list.
    settled(page)
    page.get_by_role("button", name="パスワードを表示する").tap()
    password.fill("second secret")
    page.wait_for_timeout(1000)
    (record,) = kept(page)
    assert "架空 花子" in record
    assert "secret" not in record

    page = tablet.go("/accounts?q=h")
    page.locator(".who").wait_for()
    typed = {"ログインID": "hanako", "氏名": "架空 花子"}
    next_one_follows(page, "アカウントを作成する", typed, "地域事務局", "架空 花子のアカウントを作成しました。")


def test_texts_beside_streamlits_own_forms_are_kept_and_forgotten_as_well(tablet: Tablet, world: World) -> None:
    address, folded = f"/visits?visit={world.visit}", "協議を記録する"
    tablet.let_in(MANAGER)
    page = tablet.go(address)
    page.locator(".who").wait_for()
    unfold(settled(page), folded)
    people, note = page.get_by_label("協議した人（双方の病院名と氏名）"), page.get_by_label(re.compile("^協議の内容"))
    people.fill("架空中央病院 山田、架空市民病院 佐藤")
    note.fill("午後から。薬剤部を先に回る。")
    page.wait_for_timeout(1000)
    page.reload()
    unfold(settled(page), folded)
    expect(offer(page)).to_have_count(1)
    offer(page).get_by_role("button", name="復元する").tap()
    expect(offer(page)).to_have_count(0)
    expect(people).to_have_value("架空中央病院 山田、架空市民病院 佐藤")
    expect(note).to_have_value("午後から。薬剤部を先に回る。")
    # Each text that comes back has a run of the page of its own; nobody presses within the same moment.
    page.wait_for_timeout(1000)
    settled(page)
    page.get_by_role("button", name=folded, exact=True).tap()
    expect(page.get_by_text("協議を記録しました。")).to_be_visible()
    expect(page.get_by_role("region", name="協議の記録")).to_contain_text("薬剤部を先に回る")
    page.wait_for_timeout(1500)
    assert kept(page) == []


def test_the_standard_form_keeps_the_place_of_the_keyboard_and_every_change(
    tablet: Tablet, world: World, world_db: Path
) -> None:
    page = tablet.sign_in(MANAGER, f"/answer?assessment={world.self_assessment}%26form=standard")
    radio = page.locator('[data-testid="stRadio"] input').first
    radio.wait_for()
    settled(page)
    radio.focus()
    page.keyboard.press("ArrowDown")
    expect_answers(world_db, world.self_assessment, {"1-01": ("A", "")})
    expect(page.locator('[data-testid="stRadio"]').first.locator("input:checked")).to_be_focused()
    comment = page.get_by_label("1-01 のコメント")
    comment.fill("規程集で確認した")
    page.keyboard.press("Tab")
    expect_answers(world_db, world.self_assessment, {"1-01": ("A", "規程集で確認した")})
    expect(page.locator("p[role=status]").first).to_contain_text("保存済み")
    wait_until_equal(lambda: kept(page), [])
    # Typed and not left: what a reload takes is offered again, and saved as soon as it is back.
    # As a person types: setting the whole text at once would leave the field as well.
    comment.press("End")
    comment.press_sequentially("。議事録も")
    page.wait_for_timeout(1000)
    page.reload()
    offer(page).get_by_role("button", name="復元する").tap()
    expect_answers(world_db, world.self_assessment, {"1-01": ("A", "規程集で確認した。議事録も")})
    wait_until_equal(lambda: kept(page), [])


def test_numbers_and_choices_come_back_and_what_a_list_had_is_told(tablet: Tablet, world: World) -> None:
    address, folded = f"/hospitals?hospital={world.hospitals[HOST]}", "病院の情報を変更する"
    tablet.let_in("secretariat")
    page = tablet.go(address)
    page.locator(".who").wait_for()
    unfold(settled(page), folded)
    page.get_by_label("病床数", exact=True).fill("231")
    external = page.get_by_label("地域外の連携病院（このシステムを使わない）")
    page.locator('[data-testid="stCheckbox"] label').filter(has_text="地域外の連携病院").tap()
    expect(external).to_be_checked()
    kind = page.get_by_role("combobox", name="種別")
    choose(page, "種別", "有床診療所", within='[data-testid="stForm"]:has-text("病床数")')
    expect(kind).to_have_value("有床診療所")
    page.wait_for_timeout(1000)
    page.reload()
    unfold(settled(page), folded)
    expect(offer(page)).to_contain_text("種別：有床診療所")
    offer(page).get_by_role("button", name="復元する").tap()
    expect(page.get_by_label("病床数", exact=True)).to_have_value("231")
    expect(external).to_be_checked()
    # Its list is not there while it is closed.
    expect(kind).to_have_value("一般")
    expect(offer(page)).to_have_text(re.compile("次の欄は、もう一度選んでください.*種別：有床診療所"))
    page.wait_for_timeout(1000)
    settled(page)
    page.get_by_role("button", name="病院を保存する").tap()
    expect(page.get_by_text("架空中央病院を保存しました。")).to_be_visible()
    page.wait_for_timeout(1500)
    expect(offer(page)).to_have_count(0)
    assert kept(page) == []
    with db.reading() as connection:
        saved = hospitals.get(by(connection), world.hospitals[HOST])
    assert (saved.beds, saved.external, saved.kind) == (231, True, HospitalKind.GENERAL)

    page = tablet.go("/hospitals?q=h")
    page.locator(".who").wait_for()
    typed = {"病院コード": "H05", "病院名": "架空丘病院"}
    next_one_follows(page, "病院を登録する", typed, "地域外の連携病院", "架空丘病院を保存しました。")
