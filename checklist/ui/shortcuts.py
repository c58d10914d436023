"""The way to every page that a person may open, with one sentence about what is there."""

from __future__ import annotations

from markupsafe import Markup

from checklist.model.accounts import Principal, Role
from checklist.rules import access
from checklist.ui import markup

_PLACES = {
    "assessments": ("自己評価", "自院の点検表に記入し、提出します。"),
    "visits": ("訪問", "訪問の予定、訪問評価、結果を確認します。"),
    "improvements": ("改善計画", "指摘事項ごとに改善策と進み具合を記録します。"),
    "comparison": ("比較", "加算1と加算2、年度、自己評価と訪問評価を比べます。"),
    "criteria": ("施設基準", "加算の要件を満たしているか、何が不足しているかを確認します。"),
    "records": ("記録", "カンファレンス、院内巡回、研修、職員を記録します。"),
    "evidence": ("証拠書類", "適時調査で求められる書類を保管し、不足を確かめます。"),
    "filings": ("届出", "届出の履歴と連携先、改めて届出が必要かを確認します。"),
    "hospitals": ("病院・届出", "病院の情報と届出の状況を確認します。"),
    "sheets": ("点検表", "点検項目と確認の手順、版の違いを確認します。"),
    "accounts": ("アカウント", "利用者の登録と役割の変更を行います。"),
    "settings": ("設定", "地域の名称や比較の条件を変更します。"),
}
_OTHER_WORDS = {
    ("assessments", Role.SECRETARIAT): "提出された各病院の自己評価を確認します。",
    ("assessments", Role.LEADER): "自院の自己評価を確認し、承認します。",
    ("visits", Role.SECRETARIAT): "訪問を計画し、進み具合を確認します。",
    ("improvements", Role.EVALUATOR): "訪問先の以前の指摘事項と改善の状況を確認します。",
    ("improvements", Role.LEADER): "自院の指摘事項と改善の状況を確認します。",
    ("records", Role.LEADER): "自院のカンファレンス、院内巡回、研修の状況を確認します。",
    ("improvements", Role.SECRETARIAT): "各病院の改善計画の状態と期限を確認します。",
    ("criteria", Role.SECRETARIAT): "判定を公開している病院の状態を確認します。",
    ("comparison", Role.CENTER_STAFF): "地域全体の傾向を、病院名を示さずに確認します。",
}


def places(principal: Principal) -> list[tuple[str, str, str]]:
    """Path, title and sentence of each page, in the order of the navigation."""
    return [
        (f"/{page}", title, _sentence(page, text, principal))
        for page, (title, text) in _PLACES.items()
        if access.may_open(page, principal)
    ]


def _sentence(page: str, usual: str, principal: Principal) -> str:
    found = [text for (name, role), text in _OTHER_WORDS.items() if name == page and role in principal.roles]
    return found[0] if found and Role.SAFETY_MANAGER not in principal.roles else usual


def cards(principal: Principal) -> Markup:
    """The places as cards."""
    card = Markup('<a href="{}"><b>{}</b><span>{}</span></a>')
    items = markup.joined(card.format(*place) for place in places(principal))
    return Markup('<nav class="cards" aria-label="画面の案内">{}</nav>').format(items)
