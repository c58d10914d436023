"""A real provider of identities on this machine: real keys, real tokens over real HTTP, and every mood of a bad one."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.jws import JWSRegistry

from tests import small_server

CLIENT, SECRET = "anzen-check", "a-secret-of-the-client"
Claims = dict[str, Any]
Signer = Callable[[dict[str, Any], Claims], str]
Answer = tuple[int, dict[str, str], bytes]


@cache
def rsa_key(name: str) -> RSAKey:
    """A key of this name; made once, for it takes a tenth of a second."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, private=True)


@cache
def ec_key(name: str) -> ECKey:
    """The same on a curve."""
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"}, private=True)


def signed(key: Key, header: dict[str, Any], claims: Claims) -> str:
    """A token as a key signs it, by whatever way its head names."""
    return jwt.encode(header, claims, key, registry=JWSRegistry(algorithms=[header["alg"]], strict_check_header=False))


def part(value: object) -> str:
    """One part of a token, written by hand."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@dataclass
class IdentityProvider:
    """The provider and the person at it; `bend` changes claims, `sign` makes tokens, `answers` take the place of a path's."""

    url: str = ""
    person: Claims = field(default_factory=dict)
    beside: Claims = field(default_factory=dict)
    """Claims that stand at the userinfo endpoint alone."""
    bend: Callable[[Claims], Claims] = lambda claims: claims
    sign: Signer | None = None
    key: Key = field(default_factory=lambda: rsa_key("first"))
    published: list[Key] = field(default_factory=lambda: [rsa_key("first")])
    answers: dict[str, Answer] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    """What the last browser came with."""

    def well_known(self) -> dict[str, Any]:
        """What it says of itself."""
        own = {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks", "userinfo_endpoint": f"{self.url}/userinfo", "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"], "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "authorization_response_iss_parameter_supported": True,
        }  # fmt: skip
        return {name: value for name, value in {**own, **self.metadata}.items() if value is not None}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser of the person goes, with a code."""
        self.last = query
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"], "iss": self.url})

    def token(self, form: dict[str, str], authorization: str) -> Answer:
        """The tokens for a code: once, for its client and its verifier."""
        told = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != f"Basic {told}":
            return _json(401, {"error": "invalid_client"})
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form.get("redirect_uri"):
            return _json(400, {"error": "invalid_grant"})
        return _json(200, {"access_token": "access", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])})

    def id_token(self, nonce: str) -> str:
        """A token about the person for a sign-in with this nonce."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        header = {"alg": "ES256" if self.key.key_type == "EC" else "RS256", "kid": self.key.kid}
        return (self.sign or (lambda head, body: signed(self.key, head, body)))(header, self.bend(claims))

    def answer(self, path: str, query: dict[str, str], form: dict[str, str], authorization: str) -> Answer:
        """What a request gets."""
        self.asked.append(path)
        time.sleep(self.slow.get(path, 0))
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return _json(200, self.well_known())
        if path == "/jwks":
            return _json(200, {"keys": [key.as_dict(private=False) for key in self.published]})
        if path == "/authorize":
            return 302, {"location": self.authorize(query)}, b""
        if path == "/token":
            return self.token(form, authorization)
        if path == "/userinfo":
            return _json(200, {"sub": self.person["sub"], **self.beside})
        return _json(404, {})


def _json(status: int, body: dict[str, Any]) -> Answer:
    return status, {"content-type": "application/json"}, json.dumps(body).encode()


def _flat(text: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


@contextmanager
def running(port: int = 0) -> Iterator[IdentityProvider]:
    """A provider that runs."""
    found = IdentityProvider()

    class Handler(small_server.Quiet):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            self._answer(_flat(body))

        def _answer(self, form: dict[str, str]) -> None:
            address = urlsplit(self.path)
            query = _flat(address.query)
            status, headers, body = found.answer(address.path, query, form, self.headers.get("authorization", ""))
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body)), "connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            # Whoever asked may have had enough of a long answer.
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

    with small_server.running(Handler, port) as found.url:
        yield found
