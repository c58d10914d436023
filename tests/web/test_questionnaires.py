"""The questionnaire by link: open to all in its window, kept once, nothing told of who answered, and no flood for others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from checklist.model.center.questionnaires import Purpose, Question, QuestionKind, Questionnaire
from checklist.store.center import questionnaires as store
from checklist.web import questionnaires
from checklist.web.tokens import Buckets
from tests.center_desk import acting, staff
from tests.center_trainings import answers_of, ask, hold, operation
from tests.web.test_answers_api import SignIn
from tests.world import World

PAST, FUTURE = (date(2026, 11, 1), date(2026, 11, 20)), (date(2026, 12, 1), date(2026, 12, 20))


@pytest.fixture(autouse=True)
def full_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test finds nobody before it."""
    monkeypatch.setattr(questionnaires, "OF_LINK", Buckets(1_500, 60))
    monkeypatch.setattr(questionnaires, "OF_SENDER", Buckets(300, 8))


@pytest.fixture
def asked(world: World) -> Questionnaire:
    return ask(world, hold(world))


def send(anyone: TestClient, asked: Questionnaire, answers: Any, number: str = "", **more: Any) -> Any:
    body = {"operation": number or operation(), "answers": answers, **more}
    return anyone.post(f"/q/{asked.token}", json=body)


def test_whoever_has_the_link_sees_the_questions_and_signs_in_nowhere(anyone: TestClient, asked: Questionnaire) -> None:
    found = anyone.get(f"/q/{asked.token}")
    assert found.status_code == 200
    for told in ("長時間の相談の終え方", "個人名を書かないでください", "無記名です", "意識の向上", "架空データ"):
        assert told in found.text
    assert not found.cookies
    assert "set-cookie" not in found.headers
    assert "no-store" in found.headers["cache-control"]


def test_an_answer_is_acknowledged_once_kept_and_kept_once(
    world: World, anyone: TestClient, asked: Questionnaire
) -> None:
    number = operation()
    told = [send(anyone, asked, {"1": 5, "3": "その他"}, number) for _ in range(3)]
    assert [one.status_code for one in told] == [200] * 3
    assert [one.json()["status"] for one in told] == ["saved", "duplicate", "duplicate"]
    assert all("set-cookie" not in one.headers for one in told)
    assert answers_of(world, asked) == [{"1": 5, "3": "その他"}]


def test_a_browser_without_scripts_sends_a_form_and_is_asked_about_names(
    world: World, anyone: TestClient, asked: Questionnaire
) -> None:
    fields = {"operation": operation(), "q1": "4", "q2": "山田太郎さんの講義", "q4": "", "page": "x"}
    found = anyone.post(f"/q/{asked.token}", data=fields)
    assert "個人名や番号のように見えます" in found.text
    assert "山田太郎さんの講義</textarea>" in found.text
    assert 'value="4" checked' in found.text
    assert fields["operation"] in found.text
    assert answers_of(world, asked) == []
    found = anyone.post(f"/q/{asked.token}", data=fields | {"confirmed": "1"})
    assert "回答を受け付けました" in found.text
    # The same form again, as a browser does that is asked to load the page anew.
    anyone.post(f"/q/{asked.token}", data=fields | {"confirmed": "1"})
    assert answers_of(world, asked) == [{"1": 4, "2": "山田太郎さんの講義"}]


def test_a_name_is_asked_about_and_nothing_else_is(world: World, anyone: TestClient, asked: Questionnaire) -> None:
    found = send(anyone, asked, {"2": "山田太郎さんの講義"})
    assert (found.status_code, found.json()["asks"]) == (422, True)
    assert (other := send(anyone, asked, {"1": 9})).status_code == 422
    assert (other.json()["asks"], other.json()["faults"]) == (False, ["質問1：1から5までの数で選んでください。"])
    assert send(anyone, asked, {"2": "山田太郎さんの講義"}, confirmed=True).status_code == 200
    assert len(answers_of(world, asked)) == 1


@pytest.mark.parametrize(
    ("days", "told"), [(PAST, "回答の受付は終了しました"), (FUTURE, "回答の受付はまだ始まっていません")]
)
def test_outside_of_its_window_it_says_so(days: tuple[date, date], told: str, world: World, anyone: TestClient) -> None:
    asked = ask(world, hold(world), first=days[0], last=days[1])
    page = anyone.get(f"/q/{asked.token}")
    assert told in page.text
    assert "<form" not in page.text
    assert "<script" not in page.text
    assert send(anyone, asked, {"1": 5}).status_code == 409
    form = anyone.post(f"/q/{asked.token}", data={"operation": operation(), "q1": "5"})
    assert told in form.text
    assert answers_of(world, asked) == []


@pytest.mark.parametrize("path", ["/q/unknown", "/q/", "/q", "/q/a/b", "/q/%2e%2e", "/q/a%0ab"])
def test_an_unknown_link_shows_nothing(path: str, anyone: TestClient, asked: Questionnaire) -> None:
    found = anyone.get(path)
    assert found.status_code in (303, 401, 404)
    assert "長時間の相談" not in found.text
    assert anyone.post(path, json={"operation": operation(), "answers": {"1": 5}}).status_code in (303, 401, 404, 405)


@pytest.mark.parametrize(
    "text", ["\\ud800", "\\u0000\\u202e", "𠮷野家👩‍⚕️", "'; DROP TABLE questionnaire_answer; --", "%s {0} ${x}"]
)
def test_nasty_signs_are_kept_or_refused_and_break_nothing(
    text: str, world: World, anyone: TestClient, asked: Questionnaire
) -> None:
    body = f'{{"operation": "{operation()}", "answers": {{"1": 3, "2": "{text}"}}}}'
    found = anyone.post(f"/q/{asked.token}", content=body.encode(), headers={"content-type": "application/json"})
    assert found.status_code in (200, 422)
    assert len(answers_of(world, asked)) == (found.status_code == 200)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"answers": {"1": 5}}', b'{"operation": 5, "answers": {}}', b'{"operation": "x", "answers": {"1": 5}}',
     b'{"operation": "x", "answers": {"1": [5]}}', b'{"operation": "x", "answers": {"1": null}}', b"\xff\xfe", b"[" * 9_000],
)  # fmt: skip
def test_what_is_no_answer_is_refused(body: bytes, world: World, anyone: TestClient, asked: Questionnaire) -> None:
    found = anyone.post(f"/q/{asked.token}", content=body, headers={"content-type": "application/json"})
    assert found.status_code == 422
    assert answers_of(world, asked) == []


def test_too_long_a_body_is_refused(world: World, anyone: TestClient, asked: Questionnaire) -> None:
    assert send(anyone, asked, {"2": "長" * 20_000}).status_code == 413
    found = anyone.post(f"/q/{asked.token}", data={f"q{place}": "x" for place in range(60)})
    assert found.status_code == 422
    assert answers_of(world, asked) == []


def test_another_site_cannot_answer(world: World, anyone: TestClient, asked: Questionnaire) -> None:
    found = anyone.post(f"/q/{asked.token}", json={"operation": operation(), "answers": {"1": 5}}, headers={"origin": "https://evil.example"})  # fmt: skip
    assert found.status_code == 403
    assert answers_of(world, asked) == []


def test_who_is_signed_in_answers_as_nobody(world: World, signed_in: SignIn, asked: Questionnaire) -> None:
    client = signed_in("manager.h01").http
    assert client.get(f"/q/{asked.token}").status_code == 200
    assert client.post(f"/q/{asked.token}", json={"operation": operation(), "answers": {"1": 5}}).status_code == 200
    assert answers_of(world, asked) == [{"1": 5}]


def test_whoever_floods_one_link_is_held_back_and_other_senders_and_links_go_on(
    world: World, anyone: TestClient, asked: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questionnaires, "OF_SENDER", Buckets(3, 0.0001))
    monkeypatch.setattr(questionnaires, "OF_LINK", Buckets(5, 0.0001))
    told = [send(anyone, asked, {"1": 5}).status_code for _ in range(5)]
    assert told == [200] * 3 + [429] * 2
    other = ask(world, hold(world, theme="ほか"))
    # Another sender of the same link, and another sender of another link.
    for address, where, status in (
        ("203.0.113.7", asked, 200),
        ("203.0.113.8", other, 200),
        ("203.0.113.7", asked, 200),
        ("203.0.113.9", asked, 429),
    ):
        another = TestClient(anyone.app, base_url="http://sogo.example", client=(address, 50_000))
        another.portal = anyone.portal
        assert send(another, where, {"1": 4}).status_code == status, address
    assert len(answers_of(world, asked)) == 5


def test_what_is_held_back_is_told_when_to_come_again(
    anyone: TestClient, asked: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questionnaires, "OF_SENDER", Buckets(1, 0.0001))
    send(anyone, asked, {"1": 5})
    found = send(anyone, asked, {"1": 5})
    assert (found.status_code, found.headers["retry-after"]) == (429, "10")
    assert "少し待って、もう一度送信してください。" in found.text


def test_a_question_is_no_html(world: World, anyone: TestClient) -> None:
    with acting(staff(world)) as act:
        evil = Question(QuestionKind.CHOICE, "<script>alert(1)</script>", ("<b>一</b>", '"二"'))
        store.adopt(act, Purpose.AFTER, "版", [evil])
    asked = ask(world, hold(world, theme="<i>研修</i>"))
    page = anyone.get(f"/q/{asked.token}").text
    for raw in ("<script>alert", "<b>一", "<i>研修"):
        assert raw not in page
    assert send(anyone, asked, {"1": "<b>一</b>"}).status_code == 200
    assert answers_of(world, asked) == [{"1": "<b>一</b>"}]
