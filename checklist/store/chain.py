"""The chain of records for those who look after it: its head to be written down elsewhere, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from checklist import words
from checklist.model.permission import Thing, Verb
from checklist.store import links
from checklist.store.act import View
from checklist.store.clock import from_text
from checklist.store.links import Verified


@dataclass(frozen=True)
class Head:
    """The last link as 64 hexadecimal digits, how many links there are, and the moment of the last row (None without)."""

    count: int
    link: str
    at: datetime | None

    @property
    def sentence(self) -> str:
        """The head in words, for whoever writes it down."""
        told = "紙などに控えておくと、doctor --head で、控えた時までの書換えがないことを確かめられます"
        return f"{words.CHAIN}：{self.count:,}件　{self.link}（{told}）"


def head(view: View) -> Head:
    """The head of the chain, which stands for every record up to now; raises Forbidden."""
    view.require(Verb.READ, Thing.INTEGRITY)
    count, link, at = links.tip(view.db)
    return Head(count, link.hex(), from_text(at) if at else None)


def verify(view: View) -> Verified:
    """The whole chain computed anew from every record; raises Forbidden."""
    view.require(Verb.READ, Thing.INTEGRITY)
    return links.verify(view.db)
