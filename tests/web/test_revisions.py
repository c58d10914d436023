"""The editor of a 改訂案 and its server: what is told, one step after the other, and who may neither read nor write."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from checklist.imports import sheet_files
from checklist.model.sheets import Stance
from checklist.store import db
from checklist.store.sheets import revision_comments, revision_steps, revisions
from tests import pdf_text
from tests.client import MARK, Client
from tests.cycle import who
from tests.store.sheets.revision_scene import acting, opened, ready, started, step
from tests.world import World, by

SignIn = Callable[[str], Client]


def send(client: Client, world: World, draft: int, since: int = 1, person: str = "secretariat", **change: Any) -> Any:
    body = {"person": world.people[person].id, "since": since, "change": {"operation_id": "operation-web", **change}}
    return client.http.post(f"/api/revisions/{draft}/changes", json=body, headers=MARK)


def test_the_editor_is_told_everything_once_and_then_what_has_changed(signed_in: SignIn, world: World) -> None:
    draft, office = started(world), signed_in("secretariat")
    told = office.http.get(f"/api/revisions/{draft}").json()
    assert (told["edition"], told["editable"], told["undo"]) == (1, True, False)
    assert (told["title"], told["person"]) == ("小さな点検表 第3版", world.people["secretariat"].id)
    assert told["compared"] == "第2版とは、6項目中6項目で比較できます（第1版とは3項目）。"
    assert [fault["message"] for fault in told["faults"]] == [
        "法令区分：「ア-ロ」の項目が1つもありません。", "法令区分：「ア-ハ」の項目が1つもありません。",
    ]  # fmt: skip
    assert told["before"]["1-01"] == "指針が最新である"
    assert ["1", "加算1のみ"] in told["choices"]["classes"]
    answer = send(office, world, draft, kind="split", key="i2", base=1).json()
    assert (answer["status"], answer["edition"], answer["undo"]) == ("saved", 2, True)
    assert [one["key"] for one in answer["items"]] == ["i2", "n2"]
    assert answer["order"] == ["i0", "i1", "i2", "n2", "i3", "i4", "i5"]
    assert [fault["key"] for fault in answer["faults"]] == ["", "", "n2"]
    assert answer["compared"].startswith("第2版とは、7項目中5項目")
    assert "choices" not in answer
    # Sent again, because the answer was lost: it is made once, and the answer is the same.
    assert send(office, world, draft, kind="split", key="i2", base=1).json() == answer
    assert office.http.get(f"/api/revisions/{draft}?since=2").json()["items"] == []
    assert len(office.http.get(f"/api/revisions/{draft}?since=99").json()["items"]) == 7


def test_the_second_of_two_editors_is_told_and_nothing_is_written_over(signed_in: SignIn, world: World) -> None:
    draft, office = started(world), signed_in("secretariat")
    step(world, draft, "set", "i0", texts={"text": "先の文"})
    answer = send(office, world, draft, kind="set", key="i0", base=1, texts={"text": "後の文"}).json()
    assert answer["status"] == "refused"
    assert "この内容を変更しました。上書きしていません。" in answer["message"]
    (now,) = answer["items"]
    assert (now["key"], now["texts"]["text"], now["edition"]) == ("i0", "先の文", 2)


def test_comments_stand_beside_the_items_and_say_whether_they_are_about_what_stands_there(
    signed_in: SignIn, world: World
) -> None:
    draft = opened(world)
    with acting(world, "manager.h02") as act:
        revision_comments.say(act, draft, "i0", Stance.REMARKS, "例がほしい", 4)
        revision_comments.say(act, draft, "", Stance.AGREES, "", 4)
    step(world, draft, "set", "i0", texts={"text": "さらに修正した文"})
    told = signed_in("secretariat").http.get(f"/api/revisions/{draft}").json()["comments"]
    assert [tuple(one.values()) for one in told] == [
        ("i0", "架空市民病院", "意見あり", "例がほしい", True),
        ("", "架空市民病院", "賛成", "", False),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b'{"person": 1, "since": 1}', b'{"person": 1, "since": -1, "change": {"operation_id": "12345678", "kind": "undo"}}',
        b'{"person": 1, "since": 1, "change": {"operation_id": "x", "kind": "undo"}}',
        b'{"person": 1, "since": 1, "change": {"operation_id": "12345678", "kind": "drop"}}',
        b'{"person": 1, "since": 1, "change": {"operation_id": "12345678", "kind": "set", "texts": {"text": 5}}}',
        b'{"person": 1, "since": 1, "change": {"operation_id": "12345678", "kind": "set", "texts": {"text": "\\ud800"}}}',
        b"\xff", b"[" * 10_000,
    ],
)  # fmt: skip
def test_what_no_editor_sends_is_malformed(body: bytes, signed_in: SignIn, world: World) -> None:
    draft, office = started(world), signed_in("secretariat")
    answer = office.http.post(f"/api/revisions/{draft}/changes", content=body, headers=MARK)
    assert answer.status_code == 422
    assert answer.json()["message"]
    with db.reading() as connection:
        assert revisions.get(by(connection, who(world, "secretariat")), draft).edition == 1


PATHS = (
    "/api/revisions/{}",
    "/download/revisions/{}.pdf",
    "/download/revisions/{}.csv",
    "/download/revisions/{}/sheet.xlsx",
)


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "center", "admin", "expert"])
def test_who_reads_and_who_writes(login: str, signed_in: SignIn, world: World) -> None:
    draft, client = ready(world), signed_in(login)
    # Also one that is not there: nobody learns which numbers there are.
    asked = [client.http.get(path.format(number)).status_code for path in PATHS for number in (draft, 99)]
    assert asked == [403] * 8
    assert send(client, world, draft, person=login, kind="retire", key="i0").status_code == 403
    with acting(world) as act:
        revision_steps.open_for_comment(act, draft, date(2027, 3, 1))
    reads = 200 if login in ("manager.h01", "leader.h01") else 403
    assert [client.http.get(path.format(draft)).status_code for path in PATHS] == [403, reads, reads, reads]
    assert send(client, world, draft, person=login, kind="retire", key="i0").status_code == 403
    with acting(world) as act:
        assert len(revisions.content(act, draft).current) == 6


def test_a_stranger_another_sender_and_another_site_are_turned_away(
    anyone: Any, signed_in: SignIn, world: World
) -> None:
    draft = started(world)
    body = {"person": 1, "since": 1, "change": {"operation_id": "operation-web", "kind": "undo"}}
    assert anyone.post(f"/api/revisions/{draft}/changes", json=body, headers=MARK).status_code == 401
    office = signed_in("secretariat")
    assert send(office, world, draft, person="admin", kind="undo").status_code == 403
    assert office.http.post(f"/api/revisions/{draft}/changes", json=body).status_code == 403
    assert office.http.get("/api/revisions/99").status_code == 404


def test_the_papers_say_what_changes_and_a_hospital_reads_its_own_words_alone(signed_in: SignIn, world: World) -> None:
    draft = opened(world)
    with acting(world, "manager.h02") as act:
        revision_comments.say(act, draft, "i0", Stance.REMARKS, "市民病院の意見", 4)
    office, manager = signed_in("secretariat"), signed_in("manager.h01")
    paper = "".join(pdf_text.pages(office.http.get(f"/download/revisions/{draft}.pdf").content))
    for words in (
        "改訂案",
        "文言修正",
        "指針が最新で公開されている",
        "指針が最新である",
        "第2版とは、6項目中6項目",
        "市民病院の意見",
        "未回答",
    ):
        assert words in paper, words
    theirs = "".join(pdf_text.pages(manager.http.get(f"/download/revisions/{draft}.pdf").content))
    assert "文言修正" in theirs
    assert "市民病院の意見" not in theirs
    assert "未回答" not in theirs
    book = openpyxl.load_workbook(io.BytesIO(office.http.get(f"/download/revisions/{draft}.xlsx").content))
    assert any("意見の内容" in name for name in book.sheetnames)
    # The whole of it is a file that a region could take in as it is.
    whole = office.http.get(f"/download/revisions/{draft}/sheet.xlsx").content
    with acting(world) as act:
        version, faults = sheet_files.check_file(act, sheet_files.read("x.xlsx", whole))
        one = revisions.get(act, draft)
        assert (version, faults) == (revisions.sheet(act, one, revisions.content(act, draft)).version, [])
