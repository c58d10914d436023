"""What is refused because it comes from another address: words for the person, and for whoever runs the server."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from checklist.store import outer
from checklist.web import plain_pages

REFUSED = "別のサイトからの操作は受け付けません。"
_ELSEWHERE = "ブラウザーで開いているアドレスと、サーバーに届いた宛先が異なるため、操作を受け付けませんでした。何も変更していません。"
_ASK = (
    "このシステムのいつものアドレスから開き直してください。それでも同じ表示になるときは、サーバーを管理している人に"
    f"「起動時の表示にある{outer.SETTING}の案内を確認してください」とお伝えください。"
)
TOLD_AT_MOST = 5
"""How many different addresses are told on the console; anybody can make up more."""


class ForeignOrigins:
    """Refuses requests from other addresses, and tells each address once on the console."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def refuse(self, scope: Scope) -> Response:
        """The answer to a request from another address: a page for whoever sees pages, JSON for the others."""
        self.tell(scope)
        if "text/html" not in Headers(scope=scope).get("accept", ""):
            return JSONResponse({"message": REFUSED}, 403)
        wanted = outer.outer()
        if wanted is None:
            return plain_pages.without_database(f"{_ELSEWHERE}\n{_ASK}", 403)
        message = f"{_ELSEWHERE}\nこのシステムは {wanted} から開いてください。"
        return plain_pages.without_database(message, 403, str(wanted))

    def tell(self, scope: Scope) -> None:
        """Name both addresses and the setting, once for each address that somebody came from."""
        headers = Headers(scope=scope)
        came_from = _shown(headers.get("origin", ""))
        if came_from in self._told or len(self._told) >= TOLD_AT_MOST:
            return
        self._told.add(came_from)
        wanted = outer.outer()
        expected = (
            f"{outer.SETTING}の指定：{wanted}" if wanted else f"サーバーに届いた宛先：{_shown(headers.get('host', ''))}"
        )
        print(
            f"\n  別のアドレスからの操作を断りました（ブラウザーのアドレス：{came_from}、{expected}）。\n"
            "  リバースプロキシを通して開いているときは、ブラウザーで開くアドレスを"
            f"{outer.SETTING}=https://anzen.example.jp の形で環境変数に指定し、起動し直してください。\n"
            "  心当たりのないアドレスのときは、そのアドレスを指定しないでください。\n",
            flush=True,
        )


def _shown(text: str) -> str:
    """What a stranger sent, fit for a console: one short line of printable characters."""
    return "".join(one if one.isprintable() else "?" for one in text[:100])
