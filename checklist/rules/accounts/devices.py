"""What a browser says of itself, in words that its owner recognises."""

from __future__ import annotations

_SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "CrOS": "Chromebook", "Windows": "Windows",
    "Macintosh": "Mac", "Linux": "Linux",
}  # fmt: skip
# In this order: Edge and Opera call themselves Chrome as well, and Chrome calls itself Safari.
_BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
    "CriOS": "Chrome", "Chrom": "Chrome", "Safari": "Safari",
}  # fmt: skip
UNKNOWN = "不明な端末"


def said(agent: str) -> str:
    """System and browser of a `User-Agent`; a guess, since a browser may say anything."""
    system = next((word for sign, word in _SYSTEMS.items() if sign in agent), "")
    browser = next((word for sign, word in _BROWSERS.items() if sign in agent), "")
    if not system and not browser:
        return UNKNOWN
    return f"{system or UNKNOWN}（{browser}）" if browser else system
