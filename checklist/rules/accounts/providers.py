"""What the settings of a provider of identities have to be, and which account a verified token names."""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Mapping
from urllib.parse import urlsplit

from checklist.errors import Fault
from checklist.model.accounts import ClaimMatch, Provider
from checklist.rules.accounts import addresses
from checklist.rules.accounts.account_faults import normal_login
from checklist.rules.fields import text_limits, typed_text
from checklist.words.accounts import PROVIDER_FIELDS

_TEXTS = ("issuer", "client_id", "client_secret", "label")
_ASKED = "https:// で始まるアドレスを、半角で入力してください（最後の / も認証サーバーの表記に合わせる）。"


def faults(provider: Provider) -> list[Fault]:
    """Everything wrong with the settings as they are written; whether the provider answers is another question."""
    texts = {PROVIDER_FIELDS[name]: str(getattr(provider, name)) for name in _TEXTS}
    found = typed_text.faults(texts) + text_limits.faults(texts)
    found += [
        Fault(PROVIDER_FIELDS[name], "半角の英数字と記号で入力してください。")
        for name in ("client_id", "client_secret")
        if not getattr(provider, name).isascii()
    ]
    if provider.issuer and not is_address(provider.issuer, query=False):
        found.append(Fault(PROVIDER_FIELDS["issuer"], _ASKED))
    if provider.active:
        found += [Fault(name, "入力してください。") for name, text in texts.items() if not text.strip()]
    return found


def is_address(text: object, query: bool = True) -> bool:
    """Whether the server may be sent there: by TLS, or to this very machine; without a fragment or a password."""
    if not isinstance(text, str) or not text.isascii() or not text.isprintable() or " " in text or len(text) > 2000:
        return False
    try:
        found = urlsplit(text)
        host, _ = found.hostname, found.port
    except ValueError:
        return False
    if not host or found.username is not None or found.password is not None or found.fragment:
        return False
    if found.query and not query:
        return False
    return found.scheme == "https" or (found.scheme == "http" and _is_here(host))


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def subject(claims: Mapping[str, object]) -> str | None:
    """By what the provider knows the person for good (OpenID Connect Core §2: at most 255 ASCII characters)."""
    found = claims.get("sub")
    fits = isinstance(found, str) and 0 < len(found) <= 255 and found.isascii() and found.isprintable()
    return found if fits else None  # type: ignore[return-value]


def asked_anew(claims: Mapping[str, object], since: float, now: float, leeway: float) -> bool:
    """Whether the person has shown themselves at the provider after a moment (seconds since 1970): `auth_time`, §2 there."""
    at = claims.get("auth_time")
    return isinstance(at, int | float) and not isinstance(at, bool) and since - leeway <= at <= now + leeway


def claimed(claim: ClaimMatch, claims: Mapping[str, object]) -> str | None:
    """What an account has to have, written as the account has it: `claimed_column` says where. None without a verified one."""
    if claim is ClaimMatch.MAIL:
        # True alone: a text "true" or "false" is what nobody defined.
        return _mail(claims.get("email")) if claims.get("email_verified") is True else None
    if claim is ClaimMatch.NAME_AS_MAIL:
        return _mail(claims.get("preferred_username"))
    found = subject(claims) if claim is ClaimMatch.SUBJECT else claims.get("preferred_username")
    return (normal_login(found) or None) if isinstance(found, str) and len(found) <= 255 else None


def claimed_column(claim: ClaimMatch) -> str:
    """In which column of an account it stands."""
    return "mail" if claim in (ClaimMatch.MAIL, ClaimMatch.NAME_AS_MAIL) else "login"


def claim_name(claim: ClaimMatch) -> str:
    """What the claim is called in a token."""
    return "preferred_username" if claim is ClaimMatch.NAME_AS_MAIL else str(claim)


def _mail(found: object) -> str | None:
    # Compared without regard to capitals, as mail servers do. Not folded any further: two addresses that merely look alike
    # are two people's.
    if not isinstance(found, str) or unicodedata.normalize("NFKC", found) != found:
        return None
    return found.strip().lower() if addresses.looks_right(found) else None
