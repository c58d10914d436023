"""The way to a provider of identities (OpenID Connect): what it says of itself, its keys, and a code made into a person.

Authlib speaks the protocol; here stands what must not be left to the provider: how much is read, how long anybody waits, and
that everything is of the one issuer in the settings.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from checklist.errors import ChecklistError
from checklist.jobs.identity_token import ALGORITHMS, Metadata, Untrusted
from checklist.model.accounts import Provider
from checklist.rules.accounts import providers

_KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
SCOPE = "openid email profile"
TIMEOUT = 5.0
"""Seconds for every step of a request; an answer has to be complete after twice as many."""
MOST_BYTES = 256 * 1024
DISCOVERY = "/.well-known/openid-configuration"


class Unreachable(ChecklistError):
    """認証サーバーに接続できません。"""

    status = 503


@dataclass(frozen=True)
class Exchange:
    """What a code has to fit: the secrets of the one sign-in that asked for it."""

    code: str
    verifier: str
    nonce: str
    redirect: str


class _Limited(httpx2.SyncByteStream):
    """A body that ends as an error where it is longer, or takes longer, than any honest one."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._until = time.monotonic() + 2 * TIMEOUT

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if size > MOST_BYTES:
                raise Unreachable("認証サーバーの応答が大きすぎます。")
            if time.monotonic() > self._until:
                raise Unreachable("認証サーバーの応答に時間がかかりすぎています。")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def _limit(response: httpx2.Response) -> None:
    # A few bytes can be packed so that they fill the memory; we asked for none that are.
    if response.headers.get("content-encoding", "identity") != "identity":
        raise Unreachable("認証サーバーの応答の形式が正しくありません。")
    response.stream = _Limited(response.stream)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that this machine trusts, a hospital's own among them; read once, for it takes its time."""
    return ssl.create_default_context()


def _client(provider: Provider, auth_method: str = "client_secret_basic", redirect: str = "") -> OAuth2Client:
    return OAuth2Client(
        provider.client_id, provider.client_secret, token_endpoint_auth_method=auth_method, redirect_uri=redirect or None,
        scope=SCOPE, code_challenge_method="S256", timeout=TIMEOUT, headers={"accept-encoding": "identity"},
        event_hooks={"response": [_limit]}, verify=_trusted(),
    )  # fmt: skip


def _read(client: OAuth2Client, url: str, what: str) -> dict[str, Any]:
    """A JSON object by GET; raises Unreachable with what went wrong."""
    with _told():
        answer = client.request("GET", url, withhold_token=True)
    if answer.status_code != 200:
        raise Unreachable(f"{what}を取得できません（HTTP {answer.status_code}）。")
    return _object(answer.content, what)


def _object(content: bytes, what: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreachable(f"{what}の形式が正しくありません。") from error
    if not isinstance(found, dict):
        raise Unreachable(f"{what}の形式が正しくありません。")
    return found


class _told:
    """Whatever keeps a request from being answered, as a sentence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, httpx2.TimeoutException):
            raise Unreachable("認証サーバーが時間内に応答しません。") from error
        if isinstance(error, httpx2.ConnectError) and "CERTIFICATE" in str(error).upper():
            raise Unreachable("認証サーバーの証明書を確認できません。") from error
        if isinstance(error, httpx2.HTTPError | httpx2.InvalidURL | httpx2.StreamError | OSError | UnicodeError):
            raise Unreachable("認証サーバーに接続できません。アドレスとネットワークを確認してください。") from error


def discover(provider: Provider) -> Metadata:
    """What the provider says of itself; raises Unreachable with everything that is wrong with it."""
    with _client(provider) as client:
        found = _read(client, provider.issuer.rstrip("/") + DISCOVERY, "認証サーバーの情報")
    if found.get("issuer") != provider.issuer:
        told = str(found.get("issuer"))[:200]
        raise Unreachable(f"認証サーバーのアドレス（issuer）が一致しません。認証サーバーは「{told}」と名乗っています。")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if lacking := [name for name in needed if not providers.is_address(found.get(name))]:
        raise Unreachable(f"認証サーバーの情報に、使用できるアドレスがありません（{'、'.join(lacking)}）。")
    algorithms = _texts(found, "id_token_signing_alg_values_supported", ("RS256",))
    usable = tuple(one for one in ALGORITHMS if one in algorithms)
    if not usable:
        raise Unreachable(f"認証サーバーの署名の方式（{'、'.join(algorithms)[:200]}）には対応していません。")
    methods = _texts(found, "token_endpoint_auth_methods_supported", ("client_secret_basic",))
    method = next((one for one in ("client_secret_basic", "client_secret_post") if one in methods), None)
    if method is None:
        raise Unreachable("認証サーバーが、クライアントシークレットによる認証に対応していません。")
    # Entra ID tells of no method and takes S256; only one that lists others does not.
    if "S256" not in _texts(found, "code_challenge_methods_supported", ("S256",)):
        raise Unreachable("認証サーバーがPKCE（S256）に対応していません。")
    if "code" not in _texts(found, "response_types_supported", ("code",)):
        raise Unreachable("認証サーバーが認可コードによるログインに対応していません。")
    return Metadata(
        provider.issuer,
        str(found["authorization_endpoint"]),
        str(found["token_endpoint"]),
        str(found["jwks_uri"]),
        str(found["userinfo_endpoint"]) if providers.is_address(found.get("userinfo_endpoint")) else "",
        usable,
        method,
        found.get("authorization_response_iss_parameter_supported") is True,
    )


def _texts(found: Mapping[str, Any], name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    values = found.get(name)
    return tuple(one for one in values if isinstance(one, str)) if isinstance(values, list) else usual


def keys(provider: Provider, metadata: Metadata) -> KeySet:
    """The public keys by which the provider signs; raises Unreachable."""
    with _client(provider) as client:
        found = _read(client, metadata.jwks_uri, "認証サーバーの鍵")
    listed = found.get("keys")
    usable = [
        one for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and one.get("kty") in _KEY_TYPES and one.get("use", "sig") == "sig"
    ]  # fmt: skip
    try:
        return KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Unreachable("認証サーバーの鍵に、使用できるものがありません。") from error


def leads_to(provider: Provider, metadata: Metadata, state: str, exchange: Exchange, anew: bool = False) -> str:
    """The address of the provider to which a browser is sent to sign in; `anew`: also whoever has just signed in there."""
    more = {"prompt": "login", "max_age": "0"} if anew else {}
    with _client(provider, redirect=exchange.redirect) as client:
        url, _ = client.create_authorization_url(
            metadata.authorization_endpoint, state=state, code_verifier=exchange.verifier, nonce=exchange.nonce, **more
        )
    return str(url)


def tokens(provider: Provider, metadata: Metadata, exchange: Exchange) -> dict[str, Any]:
    """What the provider gives for a code; raises Untrusted where it refuses, Unreachable where it does not answer."""
    try:
        with _client(provider, metadata.auth_method, exchange.redirect) as client, _told():
            found = client.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=exchange.code,
                code_verifier=exchange.verifier,
            )
    except OAuthError as error:
        raise Untrusted(f"認証サーバーがコードを拒否（{str(error.error)[:60]}）") from error
    except (ValueError, RecursionError) as error:
        raise Unreachable("認証サーバーの応答の形式が正しくありません。") from error
    return dict(found)


def more_claims(
    provider: Provider, metadata: Metadata, found: Mapping[str, Any], claims: Mapping[str, Any]
) -> dict[str, Any]:
    """What the provider says of the same person beside the token; nothing where it says it of somebody else.

    Some put `email` nowhere else. OpenID Connect Core §5.3.2: without the same `sub` none of it may be used.
    """
    access = found.get("access_token")
    if not metadata.userinfo_endpoint or not isinstance(access, str) or not access.isascii():
        return {}
    with _client(provider) as client, _told():
        answer = client.request(
            "GET", metadata.userinfo_endpoint, withhold_token=True, headers={"authorization": f"Bearer {access}"}
        )
    if answer.status_code != 200:
        return {}
    told = _object(answer.content, "利用者の情報")
    return told if told.get("sub") == claims["sub"] else {}


def try_out(provider: Provider) -> str:
    """Ask a provider for everything but a person, and say what was found; raises Unreachable or Untrusted with what is wrong."""
    metadata = discover(provider)
    count = len(keys(provider, metadata).keys)
    try:
        tokens(provider, metadata, Exchange("checklist-trial", "x" * 43, "", "https://localhost/oauth2callback"))
    except Untrusted as error:
        cause = error.__cause__
        if isinstance(cause, OAuthError) and cause.error in ("invalid_client", "unauthorized_client"):
            told = "認証サーバーに接続できましたが、クライアントIDまたはクライアントシークレットが受け付けられません。"
            raise Untrusted(told) from error
    return f"認証サーバーに接続できました（署名の方式：{metadata.algorithms[0]}、鍵：{count}個）。"
