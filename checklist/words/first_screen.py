"""The sentences of the first screens: how a hospital stands and moved, and what is not known yet."""

from __future__ import annotations

from datetime import date

_SIZES = ("199床以下", "200〜399床", "400床以上")
ALL_HOSPITALS = "地域の病院"
NO_RATING, NO_YEAR = "訪問評価はまだありません。", "終わった年度の得点率はまだありません。"
FIRST_RATING = "最初の訪問評価が提出されると、ここに得点率の移り変わりを表示します。"
NO_CHAPTERS = "評定の数が足りる章がまだないため、表示しません。"
NO_DATES = "期限のある手続きはありません。"
OTHER_ITEMS = "「比較」で区分と並べる値は、確定した集計の項目のみで計算するため、異なることがあります。"
OWN_ITEMS = (
    "自院の得点率は、集団と同じ項目のみで計算しています。ホームの得点率（「得点率の分布」の図の自院も同じ値です）は自院のみで比較できる項目で計算するため、これと異なることがあります。"
    "区分の得点率はすべての評定を合わせた値で、ホームと「得点率の分布」の中央値は病院ごとの得点率の真ん中の値のため、自院との差も異なります。"
)
ONE_VISIT = "この得点率は、この訪問で比較できるすべての項目で計算しています。ホームと「比較」の年度別・区分別の得点率は共通の項目のみで計算するため、これと異なることがあります。"
NO_BAND = "比較できる病院の数が足りないため、他院の範囲は表示しません。"


def of_kind(addon_class: int, size: int | None) -> str:
    """A group of comparable hospitals, for instance 加算1・200〜399床の病院."""
    return f"加算{addon_class}{'' if size is None else f'・{_SIZES[size]}'}の病院"


def moved(points: float) -> str:
    """A change in points, as the end of a sentence."""
    if not points:
        return "変わっていません"
    return f"{abs(points):.1f}ポイント{'上がりました' if points > 0 else '下がりました'}"


def beside(whom: str, points: int) -> str:
    """How far above or below the middle of a group, which is known in whole points only."""
    if not points:
        return f"自院は{whom}の中央値とほぼ同じ"
    return f"自院は{whom}の中央値より約{abs(points)}ポイント{'高く' if points > 0 else '低く'}"


def by_chance(low: float, high: float) -> str:
    """Whether a change with this interval may be chance."""
    return "偶然の範囲" if low <= 0 <= high else "偶然の範囲を超える変化"


def interval(low: float, high: float) -> str:
    """The interval of a change in points, as a sentence."""
    return f"変化の95％区間は{low:+.1f}～{high:+.1f}ポイント（{by_chance(low, high)}）。"


def apart(points: float) -> str:
    """How far one stands from another, after the other's name: より6.6ポイント低く, or と同じ."""
    rounded = round(points, 1)
    return f"より{abs(rounded):.1f}ポイント{'高く' if rounded > 0 else '低く'}" if rounded else "と同じ"


def both(standing: str, years: int, points: float | None) -> str:
    """The sentence over the picture: how it stands (if known) and how it moved (if known)."""
    change = "" if points is None else f"{years}年{'で' if points else '間'}{moved(points)}"
    if not standing:
        return f"自院の得点率は{change}。" if change else ""
    if change:
        return f"{standing}、{change}。" if not standing.endswith("同じ") else f"{standing}で、{change}。"
    return f"{standing}なっています。" if standing.endswith("く") else f"{standing}です。"


def running(year: int, percent: float) -> str:
    """What is known of a year that is not over."""
    return f"{year}年度は途中です（現在{percent:.1f}％）。"


def only_running(year: int, percent: float) -> str:
    """The same where there is no other year."""
    return f"{running(year, percent)}年度が終わると、前年度との比較を表示します。"


def first_year(year: int) -> str:
    """That there is nothing yet to set a year beside."""
    return f"{year - 1}年度の訪問評価がないため、増減は表示しません。"


RISK = "算定できないおそれがあります。"


def at_risk(missing: str) -> str:
    """That the money of a year is at risk, and the first of the requirements that are not met."""
    names = missing.split("、") if missing else []
    more = f" ほか{len(names) - 1}件" if len(names) > 1 else ""
    return f"{RISK}満たしていない要件：{names[0]}{more}。" if names else f"{RISK}要件が失われました。"


def since(due: date, today: date) -> str:
    """A day that has passed, with how long ago."""
    return f"{due.year}年{due.month}月{due.day}日（{(today - due).days:,}日超過）"


def short_day(day: date | None) -> str:
    """A day in a list, for instance 2026/12/4."""
    return f"{day.year}/{day.month}/{day.day}" if day else "日程未定"


def share(done: int, total: int, unit: str) -> str:
    """Some of a whole, for instance 12／16件."""
    return f"{done}／{total}{unit}"
