"""The settings of a provider of identities, the addresses that the server may be sent to, and what a token claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.model.accounts import ClaimMatch, Provider
from checklist.rules.accounts import devices, providers
from checklist.words.accounts import PROVIDER_FIELDS

GOOD = Provider(True, "https://login.example.jp/realms/anzen", "anzen", "geheim", ClaimMatch.MAIL, "病院のアカウント")


def where(provider: Provider) -> list[str]:
    return [one.where for one in providers.faults(provider)]


def test_settings_in_order_have_no_fault_and_a_new_region_needs_none() -> None:
    assert where(GOOD) == where(Provider()) == []
    assert where(Provider(active=True)) == [
        PROVIDER_FIELDS[name] for name in ("issuer", "client_id", "client_secret", "label")
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issuer": "http://login.example.jp"}, "issuer"),
        ({"issuer": "login.example.jp"}, "issuer"),
        ({"issuer": "https://login.example.jp/?tenant=1"}, "issuer"),
        ({"issuer": "https://user:pass@login.example.jp"}, "issuer"),
        ({"issuer": "https://病院.example.jp"}, "issuer"),
        ({"client_id": "クライアント"}, "client_id"),
        ({"client_secret": "ひみつ"}, "client_secret"),
        ({"label": ""}, "label"),
        ({"label": "あ" * 41}, "label"),
        ({"label": "病院\u202eの"}, "label"),
        ({"client_secret": " "}, "client_secret"),
    ],
)
def test_each_fault_names_its_field_and_no_secret(changes: dict[str, str], field: str) -> None:
    found = providers.faults(replace(GOOD, **changes))  # type: ignore[arg-type]
    assert {one.where for one in found} == {PROVIDER_FIELDS[field]}
    assert "geheim" not in f"{found}{replace(GOOD, **changes)}"  # type: ignore[arg-type]


ADDRESSES: dict[object, bool] = {
    "https://login.example.jp": True,
    "https://login.example.jp:8443/realms/a/protocol?x=1": True,
    "http://127.0.0.1:3000": True,
    "http://[::1]:3000": True,
    "http://localhost:3000/oidc": True,
    "http://10.0.0.5": False,
    "http://localhost.evil.example": False,
    "http://127.0.0.1.evil.example": False,
    "https://login.example.jp/#fragment": False,
    "https://a@login.example.jp": False,
    "https://login.example.jp:port": False,
    "https://[login": False,
    "https://": False,
    "https://login.example.jp/\n": False,
    "https://login.example.jp/ x": False,
    "file:///etc/passwd": False,
    "javascript:alert(1)": False,
    "https://" + "a" * 2000: False,
    "": False,
    None: False,
    1: False,
}


def test_the_server_is_sent_to_tls_or_to_this_very_machine_alone() -> None:
    assert {one: providers.is_address(one) for one in ADDRESSES} == ADDRESSES


def test_a_subject_is_a_text_that_can_be_written_down() -> None:
    for good in ("1", "u" * 255, "auth0|1 2"):
        assert providers.subject({"sub": good}) == good
    for bad in (None, "", "u" * 256, 1, ["u"], "利用者", "a\nb", True):
        assert providers.subject({"sub": bad}) is None, bad


def test_what_is_claimed_is_written_as_an_account_has_it() -> None:
    for claim, claims, wanted in (
        (ClaimMatch.MAIL, {"email": "A@B.example.jp", "email_verified": True}, "a@b.example.jp"),
        (ClaimMatch.MAIL, {"email": "a@b.example.jp", "email_verified": 1}, None),
        (ClaimMatch.MAIL, {"email": "a@b", "email_verified": True}, None),
        (ClaimMatch.MAIL, {"email": "a@b.example.jp, c@d.example.jp", "email_verified": True}, None),
        (ClaimMatch.NAME, {"preferred_username": " Ｍanager.H01 "}, "manager.h01"),
        (ClaimMatch.NAME, {"preferred_username": "a" * 256}, None),
        (ClaimMatch.NAME, {"preferred_username": " "}, None),
        (ClaimMatch.NAME, {"preferred_username": 3}, None),
        (ClaimMatch.NAME_AS_MAIL, {"preferred_username": "A@b.example.jp", "email_verified": False}, "a@b.example.jp"),
        (ClaimMatch.SUBJECT, {"sub": "Leader"}, "leader"),
        (ClaimMatch.SUBJECT, {}, None),
    ):
        assert providers.claimed(claim, claims) == wanted, claims
    assert [providers.claimed_column(one) for one in ClaimMatch] == ["mail", "login", "mail", "login"]
    assert [providers.claim_name(one) for one in ClaimMatch] == [
        "email", "preferred_username", "preferred_username", "sub",
    ]  # fmt: skip


CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"
AGENTS = {
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}": "Windows（Chrome）",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Edg/156.0": "Windows（Edge）",
    "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1": "iPad（Safari）",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/156.0 Mobile Safari/604.1": "iPhone（Chrome）",
    f"Mozilla/5.0 (Linux; Android 15; SM-X710) {CHROME}": "Android（Chrome）",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:140.0) Gecko/20100101 Firefox/140.0": "Mac（Firefox）",
    "curl/8.0": devices.UNKNOWN,
    "": devices.UNKNOWN,
    "<script>Windows": "Windows",
}


def test_a_device_is_told_in_words_that_its_owner_knows() -> None:
    assert {agent: devices.said(agent) for agent in AGENTS} == AGENTS
