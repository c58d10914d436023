"""The way to every page that a person may open, with one sentence about what is there."""

from __future__ import annotations

from markupsafe import Markup

from checklist.model.accounts import Principal, Role
from checklist.rules import access
from checklist.ui import markup
from checklist.words.pages import PAGES

_OTHER_WORDS = {
    ("assessments", Role.SECRETARIAT): "提出された各病院の自己評価を確認します。",
    ("assessments", Role.LEADER): "自院の自己評価を確認し、承認します。",
    ("visits", Role.SECRETARIAT): "訪問を計画し、進み具合を確認します。",
    ("improvements", Role.EVALUATOR): "訪問先の以前の指摘事項と改善の状況を確認します。",
    ("improvements", Role.LEADER): "自院の指摘事項と改善の状況を確認します。",
    ("records", Role.LEADER): "自院のカンファレンス、院内巡回、研修の状況を確認します。",
    ("improvements", Role.SECRETARIAT): "各病院の改善計画の状態と期限を確認します。",
    ("criteria", Role.SECRETARIAT): "判定を公開している病院の状態を確認します。",
    ("overdue", Role.CENTER_STAFF): "医療機関に送った相談の回答期限を確認します。",
    ("hospital_desk", Role.CENTER_STAFF): "各病院の患者相談窓口の連絡先を確認します。",
    ("hospital_desk", Role.SECRETARIAT): "各病院の患者相談窓口の連絡先を確認します。",
    ("hospital_desk", Role.LEADER): "自院の患者相談窓口の連絡先を確認します。",
    ("comparison", Role.CENTER_STAFF): "地域全体の傾向を、病院名を示さずに確認します。",
}


def places(principal: Principal) -> list[tuple[str, str, str]]:
    """Path, title and sentence of each page, in the order of the navigation."""
    return [
        (f"/{name}", page.title, _sentence(name, page.lead, principal))
        for name, page in PAGES.items()
        if page.lead and access.may_open(name, principal)
    ]


def _sentence(page: str, usual: str, principal: Principal) -> str:
    found = [text for (name, role), text in _OTHER_WORDS.items() if name == page and access.comes_as(principal, role)]
    return found[0] if found and not access.comes_as(principal, Role.SAFETY_MANAGER) else usual


def cards(principal: Principal) -> Markup:
    """The places as cards."""
    card = Markup('<a href="{}"><b>{}</b><span>{}</span></a>')
    items = markup.joined(card.format(*place) for place in places(principal))
    return Markup('<nav class="cards" aria-label="画面の案内">{}</nav>').format(items)
