"""The region's settings on their page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from checklist import words
from checklist.model.accounts import Principal
from checklist.model.region import Deadlines, Region, Yardsticks
from checklist.readings import audit_page
from checklist.rules.fields import day_spans
from checklist.store import chain, region
from checklist.store.act import viewing
from checklist.store.chain import Head
from checklist.store.closing import seals
from checklist.store.closing.seals import Count
from checklist.store.links import Verified
from checklist.store.region import Change
from checklist.ui import inputs, markup, widgets
from checklist.words.records import MORE_DEPARTMENTS

HISTORY = (
    markup.Head("変更した日時", 8),
    markup.Head("設定", 10),
    markup.Head("変更前 → 変更後", 8),
    markup.Head("変更した人", 6),
)
MONTHS = {month: f"{month}月" for month in range(1, 13)}
COUNTED = {
    "agreement_days": "訪問日の何日前まで",
    "self_days": "訪問日の何日前まで",
    "report_days": "訪問日から何日以内",
    "acknowledge_days": "報告書の手交から何日以内",
    "plan_days": "報告書の手交から何日以内",
}
"""From which day each deadline is counted."""


def form(principal: Principal, old: Region) -> None:
    """Name, first month, group size, blind mode and the deadlines of a visit."""
    with st.form("settings", enter_to_submit=False):
        name = inputs.text("地域の名称", old.name, 100, "settings-name")
        left, right = st.columns(2)
        with left:
            # In a group of two, each of them could tell the other from the sum.
            size = inputs.count("匿名比較の最小病院数", 3, 100, old.minimum_group_size, "settings-size")
        with right:
            month = inputs.choice("年度の始まりの月", MONTHS, old.fiscal_year_start_month, "settings-month")
        blind = st.checkbox("訪問評価者は、評定した項目から順に自己評価を見る", old.blind_mode, key="settings-blind")
        st.caption("病院数が最小病院数に満たない集計は、病院が特定されないように表示しません。")
        windows, label = words.CRITERIA_WINDOWS, "施設基準の「年1回程度」の数え方"
        window = inputs.one_of(label, windows, old.criteria_window, "settings-window")
        yardsticks = _yardsticks(old.yardsticks)
        deadlines = _deadlines(old.deadlines)
        if st.form_submit_button("設定を保存する", type="primary"):
            changed = Region(name, month, size, blind, old.fictional, deadlines, window, yardsticks)
            widgets.save(principal, lambda act: region.save(act, changed), "設定を保存しました。")


def history(changes: Sequence[Change]) -> None:
    """Who changed which setting when; each counts from then on."""
    if not changes:
        return
    with st.expander(f"設定の変更履歴（{len(changes)}件）", key="settings-history"):
        st.caption(
            "変更は、保存した時から適用しています。訪問の期限は、すでに登録されている訪問にも新しい日数で数えます。"
        )
        rows = [
            [words.moment(one.at), one.name, f"{one.before} → {one.after}", one.by or audit_page.NOBODY]
            for one in changes
        ]
        st.html(markup.listing("設定の変更履歴", HISTORY, rows))


def _yardsticks(old: Yardsticks) -> Yardsticks:
    """What the 施設基準 are measured by where the law gives no number."""
    widgets.section("施設基準の判定の目安")
    st.caption(
        "法令に数の定めがない要件を判定するときの目安です。判定の画面では、要件ごとに「判定の目安」として示します。"
    )
    columns = st.columns(2)
    found: dict[str, int] = {}
    for place, (name, (word, least, most)) in enumerate(region.YARDSTICKS.items()):
        with columns[place % 2]:
            found[name] = inputs.count(word, least, most, getattr(old, name), f"settings-{name}")
    hint = f"例：{day_spans.EXAMPLE}"
    holidays = inputs.text(region.HOLIDAYS, old.conference_holidays, 200, "settings-conference_holidays", hint)
    chosen = [code for code in old.more_departments.split(",") if code in MORE_DEPARTMENTS]
    more = inputs.several(region.DEPARTMENTS, MORE_DEPARTMENTS, chosen, "settings-more_departments")
    return Yardsticks(**found, conference_holidays=holidays.strip(), more_departments=",".join(more))


def _deadlines(old: Deadlines) -> Deadlines:
    """One number of days for each step of a visit."""
    widgets.section("訪問の期限（日数）")
    columns = st.columns(2)
    days = {}
    for place, (name, word) in enumerate(region.DAYS.items()):
        with columns[place % 2]:
            label = f"{word}（{COUNTED[name]}）"
            days[name] = inputs.count(label, 0, 366, getattr(old, name), f"settings-{name}")
    st.caption("期限を過ぎた手続きは、受審病院と訪問側の「ホーム」と訪問の画面に表示します。")
    return Deadlines(**days)


def facts(counts: Mapping[str, int], old: Region) -> None:
    """What the database holds."""
    pairs = [(name, f"{count:,}件") for name, count in counts.items()]
    pairs.append(("データの種別", words.FICTIONAL if old.fictional else "実データ"))
    st.html(markup.facts(pairs))


def check(principal: Principal, head: Head) -> None:
    """The head of the chain to be written down; on request every hash is computed again; no content is shown."""
    st.html(
        markup.paragraph(
            "評定や記録の履歴、指摘事項、署名、確定した評価報告書などは、1件ごとに、前の記録とつないだ値（ハッシュ）を"
            "残しています。最後の値を紙などに控えておくと、控えた時までの記録が書き換えられていないことを、コマンド"
            "「doctor --head 値」で確かめられます。"
        )
    )
    last = f"（最後の記録：{words.moment(head.at)}）" if head.at else ""
    value = markup.lines([f"{head.count:,}件{last}", markup.digits(head.link)])
    st.html(markup.facts([(words.CHAIN, value if head.count else "まだ記録がありません。")]))
    st.html(markup.paragraph("記録の連鎖、確定した評価報告書、写真・添付ファイルが、登録した時のままかを確かめます。"))
    # Every stored file is read and hashed, which is for those who ask for it, not for each who opens the page.
    if not st.button("すべての記録・報告書・ファイルを照合する", key="settings-check"):
        return
    with st.spinner("照合しています。"), viewing(principal) as view:
        chained, (sealed, stored) = chain.verify(view), seals.everything(view)
    told = [_chained(chained), _counted("評価報告書", sealed), _counted("写真・添付ファイル", stored)]
    lines = widgets.plain("\n\n".join(told))
    if chained.broken or sealed.broken or stored.broken:
        st.error(lines + "\n\n`doctor` コマンドを実行すると、どれが一致しないかを確認できます。")
    else:
        st.success(lines + "\n\n改ざんや破損はありません。")


def _chained(found: Verified) -> str:
    if found.broken:
        return f"{words.CHAIN}：{found.broken.fault()}"
    return f"{words.CHAIN}：初めから{found.count:,}件を計算し直し、すべてつながりました。"


def _counted(name: str, found: Count) -> str:
    if not found.total:
        return f"{name}：まだありません。"
    told = f"{found.broken:,}件が一致しません。" if found.broken else "すべて一致しました。"
    return f"{name}：{found.total:,}件を照合し、{told}"
