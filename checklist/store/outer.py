"""The address at which browsers open this server: `CHECKLIST_URL`, needed behind a proxy that rewrites it on the way."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache

from checklist.errors import Refused
from checklist.store.accounts import sessions

SETTING = sessions.OUTER_ADDRESS
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_FORM = re.compile(r"(https?)://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?/?", re.A)


@dataclass(frozen=True)
class Outer:
    """Scheme and host of an address; the host with its port unless that is the scheme's own."""

    scheme: str
    host: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}"


def parse(text: str) -> Outer:
    """An address as it stands in the setting; raises Refused with what is wrong with it."""
    found = _FORM.fullmatch(text.strip().lower())
    if not found:
        raise Refused(
            f"{SETTING}には、ブラウザーで開くアドレスを https://anzen.example.jp の形で指定してください"
            "（/anzen のような下の階層には置けません）。"
        )
    scheme, name, port = found.groups("")
    return Outer(scheme, name + port.removesuffix(_DEFAULT_PORTS[scheme]))


def outer() -> Outer | None:
    """The address in the setting, None without one; raises Refused if it is none."""
    text = os.environ.get(SETTING, "")
    return _parsed(text) if text.strip() else None


_parsed = cache(parse)
