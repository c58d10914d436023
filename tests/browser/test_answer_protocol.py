"""The protocol between outbox and server, in the browser that runs it: single steps, and any mixture of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

EMPTY: dict[str, Any] = {"sent": None, "draft": None, "conflict": None, "refused": None}


@pytest.fixture(scope="module")
def page(module_page: Page) -> Page:
    """The page with the protocol and the script of steps loaded."""
    module_page.evaluate(
        """async () => { window.protocol = await import("/protocol.js"); window.run = (await import("/protocol_page.js")).run; }"""
    )
    return module_page


def call(page: Page, name: str, *arguments: Any) -> Any:
    return page.evaluate("([name, args]) => protocol[name](...args)", [name, list(arguments)])


def enter(page: Page, pending: dict[str, Any], rating: dict[str, Any] | None, **change: Any) -> dict[str, Any]:
    found: dict[str, Any] = call(page, "enter", pending, rating, change, "now")
    return found


def take(page: Page, pending: dict[str, Any], number: str = "n1") -> tuple[dict[str, Any], dict[str, Any]]:
    after, operation = page.evaluate("([p, n]) => protocol.take(p, () => n)", [pending, number])
    return after, operation


def rated(value: str | None, version: int, comment: str = "", by: str = "山田") -> dict[str, Any]:
    return {"value": value, "comment": comment, "version": version, "saved_by": by}


def result(status: str, current: dict[str, Any] | None, number: str = "n1") -> dict[str, Any]:
    version = current["version"] if current else 0
    return {"operation_id": number, "status": status, "version": version, "current": current, "message": "理由"}


def test_operation_numbers_are_random_uuids_on_plain_http(page: Page) -> None:
    assert page.evaluate("[isSecureContext, typeof crypto.randomUUID]") == [False, "undefined"]
    numbers = page.evaluate("Array.from({length: 50}, () => protocol.newOperationNumber())")
    assert len(set(numbers)) == 50
    for number in numbers:
        assert [len(part) for part in number.split("-")] == [8, 4, 4, 4, 12]
        assert number[14] == "4"
        assert number[19] in "89ab"


def test_nothing_is_called_kept_that_the_device_does_not_have(page: Page) -> None:
    found = page.evaluate(
        """async () => {
          const { whereKept, stays } = await import("/words.js");
          const states = [true, false].flatMap((durable) => [true, false].map((onDevice) => ({ durable, onDevice })));
          return [states.map(whereKept), [true, false].map((durable) => stays("回答", { durable }))];
        }"""
    )
    assert found == [
        ["端末に保存", "端末に保存中", "この画面のみに保持", "この画面のみに保持"],
        ["回答はこの端末に残っています。", "回答はこの画面にのみ残っています。閉じると失われます。"],
    ]


def test_unsent_changes_of_one_item_are_one_operation_on_the_version_that_was_seen(page: Page) -> None:
    seen = rated("A", 3)
    pending = enter(page, enter(page, EMPTY, seen, value="B"), rated("C", 4), comment="古い版")
    _, operation = take(page, pending)
    assert (operation["value"], operation["comment"], operation["base_version"]) == ("B", "古い版", 3)


def test_an_operation_under_way_is_repeated_under_its_number_and_later_changes_wait(page: Page) -> None:
    pending, first = take(page, enter(page, EMPTY, None, value="A"))
    pending = enter(page, pending, None, value="C")
    pending, again = take(page, pending, "n2")
    assert again == first
    assert call(page, "shown", pending, None)["value"] == "C"
    pending = call(page, "receive", pending, result("saved", rated("A", 1)))
    _, second = take(page, pending, "n2")
    assert (second["operation_id"], second["value"], second["base_version"]) == ("n2", "C", 1)


def test_an_answer_to_another_operation_changes_nothing(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, None, value="A"))
    assert call(page, "receive", pending, result("saved", rated("A", 1), "other")) == pending


def test_a_repeat_that_was_stored_before_counts_as_delivered(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, None, value="A"))
    assert call(page, "receive", pending, result("duplicate", rated("A", 1))) == EMPTY


def test_what_waits_behind_a_repeat_that_was_overtaken_is_a_conflict(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, None, value="A"))
    pending = enter(page, pending, None, comment="追記")
    pending = call(page, "receive", pending, result("duplicate", rated("C", 2, by="佐藤")))
    assert pending["conflict"]["mine"] == {"value": "A", "comment": "追記", "tapped_at": "now"}
    assert pending["conflict"]["theirs"]["value"] == "C"
    assert take(page, pending)[1] is None


def test_a_conflict_waits_for_the_choice_and_mine_goes_on_top_of_theirs(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, None, value="B", comment="私の所見"))
    pending = call(page, "receive", pending, result("conflict", rated("A", 5)))
    assert call(page, "choose", pending, "theirs") == EMPTY
    _, operation = take(page, call(page, "choose", pending, "mine"), "n2")
    assert (operation["value"], operation["comment"], operation["base_version"]) == ("B", "私の所見", 5)


def hand_in(page: Page, pending: dict[str, Any], number: str = "n2") -> tuple[dict[str, Any], dict[str, Any]]:
    after, operation = page.evaluate("([p, n]) => protocol.handIn(p, () => n)", [pending, number])
    return after, operation


def test_what_comes_too_late_is_handed_in_as_one_operation_that_keeps_its_number(page: Page) -> None:
    pending, first = take(page, enter(page, EMPTY, None, value="A"))
    assert hand_in(page, pending) == (pending, first)
    pending = enter(page, pending, None, comment="追記")
    pending, operation = hand_in(page, pending)
    assert (operation["operation_id"], operation["value"], operation["comment"]) == ("n2", "A", "追記")
    assert hand_in(page, pending, "n3")[1] == operation
    assert call(page, "receive", pending, result("waiting", None, "n2")) == EMPTY
    pending, operation = hand_in(page, EMPTY)
    assert pending == EMPTY
    assert operation is None


def test_a_conflict_that_was_handed_in_comes_up_again_should_the_sheet_be_opened_once_more(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, None, value="B", comment="私の所見"))
    pending, operation = hand_in(page, call(page, "receive", pending, result("conflict", rated("A", 5))))
    assert (operation["value"], operation["comment"], operation["base_version"]) == ("B", "私の所見", 4)
    pending = call(page, "receive", pending, result("conflict", rated("A", 5), "n2"))
    assert pending["conflict"]["theirs"]["value"] == "A"


def test_an_erased_comment_is_news_although_its_version_stays(page: Page) -> None:
    known, erased = rated("B", 2, "患者名"), rated("B", 2, "（個人情報のため削除）")
    assert call(page, "isNews", erased, known)
    assert not call(page, "isNews", known, known)
    assert not call(page, "isNews", rated("A", 1), known)


def test_two_people_of_one_mind_have_nothing_to_choose(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, None, value="A"))
    assert call(page, "receive", pending, result("conflict", rated("A", 1))) == EMPTY


def test_a_conflict_shows_what_the_other_side_wrote_last(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, None, value="B"))
    pending = call(page, "receive", pending, result("conflict", rated("A", 1)))
    pending = call(page, "refresh", pending, rated("C", 2))
    assert (pending["conflict"]["theirs"]["value"], pending["conflict"]["version"]) == ("C", 2)


def test_what_the_server_refuses_is_kept_with_its_reason_until_it_is_changed(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, rated("A", 2), comment="問題のある文字"))
    pending = call(page, "receive", pending, result("refused", rated("A", 2)))
    assert (pending["refused"]["reason"], pending["refused"]["comment"]) == ("理由", "問題のある文字")
    assert take(page, pending)[1] is None
    _, operation = take(page, enter(page, pending, rated("A", 2), comment="修正した"), "n2")
    assert (operation["comment"], operation["base_version"]) == ("修正した", 2)


def test_what_replaces_a_refused_answer_does_not_overwrite_what_came_meanwhile_unseen(page: Page) -> None:
    pending, _ = take(page, enter(page, EMPTY, rated("A", 2), comment="問題のある文字"))
    pending = call(page, "receive", pending, result("refused", rated("B", 3)))
    _, operation = take(page, enter(page, pending, rated("B", 3), comment="修正した"), "n2")
    assert operation["base_version"] == 2


def test_a_comment_over_2000_characters_is_kept_but_not_sent(page: Page) -> None:
    limit = "👩🏽‍⚕️" * 500
    assert call(page, "countCharacters", limit) == 2500
    assert take(page, enter(page, EMPTY, None, comment="𠮷" * 2001))[1] is None
    assert take(page, enter(page, EMPTY, None, comment="𠮷" * 2000))[1] is not None


def test_half_a_surrogate_pair_never_leaves_the_device(page: Page) -> None:
    operation = page.evaluate(
        r"""() => { const p = protocol.enter(protocol.EMPTY, null, {comment: "a\ud83d b\udc00 😀"}, "now");
            return protocol.take(p, () => "n1")[1].comment }"""
    )
    assert operation == "a\ufffd b\ufffd 😀"


def test_a_change_back_to_what_the_server_holds_needs_no_sending(page: Page) -> None:
    seen = rated("A", 2, "良い")
    pending = enter(page, enter(page, EMPTY, seen, value="B"), seen, value="A")
    assert call(page, "isIdle", pending, seen)
    assert not call(page, "isIdle", enter(page, EMPTY, seen, value="B"), seen)


KINDS = ["value"] * 4 + ["comment", "exchange", "exchange", "look", "look", "send", "send", "deliver", "deliver"]
KINDS += ["hand", "hand", "lose", "forget", "poll", "choose", "reload"]


def steps(tablets: int) -> st.SearchStrategy[list[Any]]:
    number, text = st.integers(0, 30), st.sampled_from(["A", "B", "C", "Z"])
    return st.lists(
        st.tuples(st.sampled_from(KINDS), st.integers(0, tablets - 1), number, text), min_size=6, max_size=60
    )


@settings(max_examples=200, deadline=None)
@given(script=steps(2), side=st.sampled_from(["mine", "theirs"]))
def test_any_mixture_of_steps_ends_in_one_state_and_loses_nothing(page: Page, script: list[Any], side: str) -> None:
    """Orders, repeats, losses, reloads and two tablets interleaved."""
    end = page.evaluate("([steps, side]) => run(steps, side)", [script, side])
    history = end["history"]
    for tablet in end["tablets"]:
        assert tablet["pending"] == []
        for item, code in tablet["acknowledged"]:
            assert [entry["operation_id"] for entry in history[item]].count(code) == 1
        for item, entries in history.items():
            assert tablet["shown"][item] == final(entries)
            assert_nothing_was_overwritten_unseen(tablet, item, entries)
            assert_last_entry_arrived(tablet["entered"][item], entries)


@settings(max_examples=200, deadline=None)
@given(script=steps(1))
def test_one_person_alone_never_has_to_choose(page: Page, script: list[Any]) -> None:
    """However often answers are lost, repeated, late or out of order."""
    end = page.evaluate("(steps) => run(steps, 'mine')", script)
    assert end["tablets"][0]["conflicts"] == 0


def final(entries: list[dict[str, Any]]) -> dict[str, Any]:
    last = entries[-1]["rating"] if entries else {"value": None, "comment": ""}
    return {"value": last["value"], "comment": last["comment"]}


def assert_nothing_was_overwritten_unseen(tablet: dict[str, Any], item: str, entries: list[dict[str, Any]]) -> None:
    """Who wrote over somebody else had that version before their eyes."""
    for before, entry in pairwise(entries):
        if entry["author"] == tablet["name"] != before["author"]:
            assert before["rating"]["version"] in tablet["displayed"][item]


def assert_last_entry_arrived(entered: dict[str, Any] | None, entries: list[dict[str, Any]]) -> None:
    """What was entered last, and not given up, is in the history."""
    if entered is not None and entered != {"value": None, "comment": ""}:
        answers = [{"value": e["rating"]["value"], "comment": e["rating"]["comment"]} for e in entries]
        assert entered in answers
