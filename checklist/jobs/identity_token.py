"""The token with which a provider of identities vouches for somebody, judged: Authlib and joserfc know how, we say by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from checklist.errors import ChecklistError
from checklist.model.accounts import Provider
from checklist.rules.accounts import providers

ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip
"""Ways of signing that only the provider can use: never `none`, and none whose key would be a secret that we hold, too."""
LEEWAY = 60
"""Seconds by which two clocks may differ."""
_CLAIMS = {
    "iss": "発行者が異なる", "aud": "宛先が異なる", "azp": "宛先（azp）が異なる", "nonce": "このログインのものではない（nonce）",
    "exp": "有効期限が正しくない", "nbf": "まだ有効でない", "iat": "発行日時が正しくない", "sub": "利用者の識別子が正しくない",
    "at_hash": "アクセストークンと対応しない",
}  # fmt: skip


class Untrusted(ChecklistError):
    """認証サーバーからの応答を確認できませんでした。"""

    status = 401


@dataclass(frozen=True)
class Metadata:
    """What a provider says of itself, as far as it is needed; every address in it may be asked."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    algorithms: tuple[str, ...]
    auth_method: str
    names_itself: bool
    """Whether it says who it is beside every code (RFC 9207)."""


def verified(
    provider: Provider, metadata: Metadata, known: KeySet, found: Mapping[str, Any], nonce: str, at: float
) -> dict[str, Any]:
    """The claims of the `id_token` in an answer, at a moment (seconds since 1970); raises Untrusted with the reason.

    Raises InvalidKeyIdError where it was signed by a key that is not among these: it may be a newer one.
    """
    token = found.get("id_token")
    if not isinstance(token, str):
        raise Untrusted("IDトークンがない")
    try:
        # Which ways of signing count is said by us and by the provider, never by the token.
        decoded = jwt.decode(
            token, known, registry=JWSRegistry(algorithms=metadata.algorithms, strict_check_header=False)
        )
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": metadata.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
                "iat": {"essential": True},
                "nonce": {"essential": True, "value": nonce},
            },
            {"client_id": provider.client_id, "nonce": nonce, "access_token": found.get("access_token")},
        )
        claims.validate(now=int(at), leeway=LEEWAY)
    except InvalidKeyIdError:
        raise
    except ExpiredTokenError as error:
        raise Untrusted("IDトークンの有効期限切れ") from error
    except ClaimError as error:
        raise Untrusted(f"IDトークンの{_CLAIMS.get(error.claim, '内容が正しくない')}") from error
    except BadSignatureError as error:
        raise Untrusted("IDトークンの署名が正しくない") from error
    except UnsupportedAlgorithmError as error:
        raise Untrusted("IDトークンの署名の方式が認められない") from error
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Untrusted("IDトークンの形式が正しくない") from error
    if providers.subject(claims) is None:
        raise Untrusted(f"IDトークンの{_CLAIMS['sub']}")
    return dict(claims)
