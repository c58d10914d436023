"""What makes a new password one that nobody guesses: its length, and that it is neither a common one nor one's own name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from zxcvbn import zxcvbn

from checklist.errors import Fault

MINIMUM, MAXIMUM = 12, 200
"""Characters; no signs of any kind are asked for (NIST SP 800-63B 3.1.1.2: length and refusal lists instead)."""
_GUESSES = 10_000_000
"""So many tries, the commonest first, find nothing: 30,000 known passwords, words, names, repetitions and rows of keys."""
_LOOKED_AT = 72
"""More characters add nothing to the answer, and take time with their square."""
_REST = 6
"""Characters that must be left beside one's own name."""
RULE = (
    f"{MINIMUM}文字以上（記号や数字を混ぜる決まりはありません）。よく使われるパスワードと、"
    "ログインID・氏名・病院名・地域名を主な部分とするものは使えません。"
)


def faults(password: str, names: Iterable[str]) -> list[Fault]:
    """Everything wrong with a new password; `names` are those of the person, the hospital and the region."""
    if len(password) < MINIMUM:
        return [Fault("パスワード", f"{MINIMUM}文字以上にしてください。")]
    if len(password) > MAXIMUM:
        return [Fault("パスワード", f"{MAXIMUM}文字以内にしてください。")]
    own = [found for name in names if len(found := _folded(name)) > 1]
    if _is_a_name(_folded(password), own):
        told = "ログインID・氏名・病院名・地域名を主な部分とするパスワードは使えません。ほかの言葉にしてください。"
        return [Fault("パスワード", told)]
    if zxcvbn(password[:_LOOKED_AT], own)["guesses"] < _GUESSES:
        told = "よく使われるか、すぐに推測されるパスワードです。関係のない言葉をいくつか並べるなど、長いものにしてください。"
        return [Fault("パスワード", told)]
    return []


def _is_a_name(password: str, names: Iterable[str]) -> bool:
    """Whether hardly anything is left of a password once a name is taken out of it."""
    return any(name in password and len(password.replace(name, "")) < _REST for name in names)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
