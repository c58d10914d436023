"""Codes of an authenticator (TOTP, RFC 6238): six digits that change every thirty seconds, and how they are typed."""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime

import pyotp

SECONDS, DIGITS = 30, 6
SKEW = 1
"""Steps by which a clock may go wrong on either side."""
WRONG = "認証コードが正しくありません。認証アプリに表示されている6桁の数字を入力してください。"
REPLAYED = "この認証コードはすでに使用されています。次のコードが表示されてから入力してください。"


def new_secret() -> str:
    """A secret of 160 bits in Base32, as authenticators take it."""
    return pyotp.random_base32()


def uri(secret: str, login: str, issuer: str) -> str:
    """What stands in the QR code from which an authenticator learns the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def grouped(secret: str) -> str:
    """A secret to be typed by hand, in groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def normal(code: str) -> str:
    """A code as it is compared: half width, lower case, without blanks and strokes between its groups."""
    typed = unicodedata.normalize("NFKC", code).lower()
    return "".join(sign for sign in typed if sign.isascii() and sign.isalnum())


def is_digits(code: str) -> bool:
    """Whether a normal code is one of an authenticator; else it can only be a recovery code."""
    return len(code) == DIGITS and code.isdigit()


def step(secret: str, code: str, at: datetime) -> int | None:
    """The number of the thirty seconds to which a code belongs, None if it is of none near this moment."""
    totp, now = pyotp.TOTP(secret), int(at.timestamp()) // SECONDS
    near = range(max(now - SKEW, 0), now + SKEW + 1)
    # As bytes: of two texts compare_digest takes ASCII only. All of them are compared: how long it takes tells nothing. The newest counts, so that nothing before it does later.
    found = [one for one in near if hmac.compare_digest(totp.generate_otp(one).encode(), code.encode())]
    return max(found, default=None)
