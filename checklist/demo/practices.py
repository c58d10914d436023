"""What invented hospitals offer to the library of 好事例: a dozen, some without a name, one of them taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from checklist.demo.cast import Cast, moment
from checklist.demo.hospitals import Member
from checklist.store import practices
from checklist.store.practices import Offer

MOST, APART = 13, 4
"""How many are offered, and days from one to the next."""
NAMELESS = 3
"""Every third stands there without a name."""
PLAIN = "改善されている"
"""What is good news for one hospital, and nothing to learn from for the others."""
TITLES = {
    "受託会社": "委託職員にも職員と同じ研修を届ける",
    "X線撮影": "数が合うまで手術室から退室しない取決め",
    "同じ画面": "報告書の確認と患者への説明を一つの画面で",
    "起動画面": "指針を1回の操作で開けるようにする",
    "付表": "報告する事例を部署ごとの付表で示す",
    "名簿": "研修の計画から感想までを一つにまとめる",
    "診療科を回って": "専任の医師が診療科を回り、報告を促す",
    "業務の流れ": "多職種の現場検証と業務の流れの図",
    "病院長名": "報告した職員への感謝を毎月伝える",
    "指標": "対策ごとに指標を決め、続けるかを判断する",
    "半年後": "対策が守られているかを3か月後と半年後に確かめる",
    "宿題": "前の週の宿題の確認から始める毎週の検討",
    "臨床工学": "臨床工学と検査も加わる毎週の検討",
    "日程調整": "訪問の日程から報告書の受領までを一覧で管理する",
    "後任": "医療安全管理者の後任をあらかじめ育てる",
    "月ごと": "年間の業務を月ごとに整理する",
    "委譲": "医療安全管理部門の権限を要綱に明記する",
    "出勤簿": "専従の勤務を出勤簿と活動記録で示す",
    "その場で": "病院長が毎回出席し、その場で決める",
    "夜間用": "夜間用の点検手順を写真付きで機器に備える",
    "中途採用": "中途採用者は研修を終えてから配属する",
    "食札": "食札に姿勢と一口量の絵を示す",
    "名乗る": "患者から進んで名前と生年月日を名乗る",
    "個別払い出し": "薬剤部からの個別払い出しに統一する",
}
"""A word of what was found -> the title that its hospital gives it."""


def tell(cast: Cast, members: Sequence[Member]) -> None:
    """Managers offer what was found good at their hospitals, each as they would; the last one is taken back."""
    begin = cast.today - timedelta(days=MOST * APART)
    for place, (member, one) in enumerate(_chosen(cast, members, begin)):
        act = cast.act(member.manager, moment(begin + timedelta(days=place * APART), 16, 20))
        practices.offer(
            act, one.finding_id, one.version, place % NAMELESS != 1, _title(one), one.finding, consented=True
        )
        if place == MOST - 1:
            standing = practices.of_finding(act, one.finding_id)
            practices.withdraw(cast.act(member.manager, cast.present), one.finding_id, standing.version)


def _chosen(cast: Cast, members: Sequence[Member], begin: date) -> list[tuple[Member, Offer]]:
    """One of each hospital, no two in the same words, from one hospital to the next."""
    found: list[tuple[Member, Offer]] = []
    filed = [member for member in members if member.addon_class and not member.external]
    for member in [*filed, *filed]:
        known = {one.finding for _, one in found}
        fresh = [
            one
            for one in practices.offers(cast.act(member.manager, cast.present), member.id)
            # By June every report of the year before is there.
            if one.finding not in known and PLAIN not in one.finding and date(one.fiscal_year + 1, 6, 1) <= begin
        ]
        chapters = Counter(one.chapter for _, one in found)
        # What is rare first, so that the library is about many chapters.
        if fresh and len(found) < MOST:
            found.append((member, min(fresh, key=lambda one: chapters[one.chapter])))
    return found


def _title(one: Offer) -> str:
    return next((title for word, title in TITLES.items() if word in one.finding), f"{one.chapter_name}の取組み")
