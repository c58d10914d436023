"""Words for the support centre: its lists, how it counts, what is asked within it."""

from __future__ import annotations

CENTER = "医療安全支援センター"
COUNTINGS = {"cases": "件（相談事例）", "contacts": "回（対応）"}
STANDARD = "標準分類（例）"
"""The shipped edition; the table of the yearly survey was not found, and this is none."""
LISTS = {
    "channel": "相談方法",
    "kind": "種別",
    "caller": "相談者の区分",
    "gender": "性別",
    "age": "年代",
    "residence": "居住地",
    "source": "センターを知った情報源",
    "facility": "対象施設の区分",
    "care": "入院・外来",
    "department": "診療科",
    "subject": "相談内容（大）",
    "detail": "相談内容（小）",
    "response": "対応",
    "satisfaction": "納得度",
    "difficulty": "対応困難度",
    "reason": "困難の理由",
    "issue": "相談者の課題",
    "urgency": "緊急・重大",
    "consent": "施設への連絡の同意",
}
MESSAGES = {
    "advice": "専門家・同僚に照会",
    "answer": "助言",
    "urgent": "上司に報告（緊急・重大）",
    "receipt": "受領",
}
WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")
DOES = (
    "話を聴き問題を整理する",
    "自ら解決するための助言",
    "医療機関との話し方・聞き方の助言",
    "適切な相談先の案内",
    "医療機関の機能・診療科・制度の情報提供",
    "必要に応じ医療機関へ情報提供・助言",
)
DOES_NOT = (
    "診断・検査・治療の妥当性、医療行為の是非の判断",
    "過失・因果関係・責任の所在の判断",
    "仲裁・仲介・調停、話し合いへの同席",
    "特定の医療機関・医師の紹介、評判・評価の回答",
    "処分、強制力のある指導",
)
"""What the desks of several cities say in common; a centre writes its own."""
