"""感染対策向上加算 and visits: who has filed it, and whether a joint visit can be told to be its evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from checklist import words
from checklist.model.hospitals import Addon, Filing
from checklist.rules.hospitals import filed_class

EVALUATED = 1
"""The class whose hospitals evaluate each other."""
JOINT = (
    "感染対策向上加算1の病院どうしの訪問です。感染対策向上加算1に係る評価と併せて実施して差し支えないとされています"
    "（令和6年度改定の通知による。令和8年の通知は未確認）。"
)


def classes_on(filings: Sequence[Filing], hospital_ids: Sequence[int], day: date) -> dict[int, int | None]:
    """The class of 感染対策向上加算 that each hospital has filed on a day; None without a filing."""
    return {
        one: filed_class.class_on([each for each in filings if each.hospital_id == one], Addon.INFECTION, day)
        for one in hospital_ids
    }


def told(classes: Mapping[int, int | None], names: Mapping[int, str], day: date) -> list[str]:
    """What has to be known of a visit with a sheet of 感染対策: filings that are missing, and what is uncertain."""
    missing = [names[one] for one, number in classes.items() if number is None]
    others = [(names[one], number) for one, number in classes.items() if number not in (None, EVALUATED)]
    lines = []
    if missing:
        lines.append(
            f"感染対策の点検表を使いますが、{'・'.join(missing)}には、{words.day(day)}に有効な感染対策向上加算の届出が登録されていません。"
            "届け出ているときは「病院一覧」に登録してください。"
        )
    if others:
        shown = "、".join(f"{name}は{words.addon_class(number)}" for name, number in others)
        lines.append(
            f"感染対策向上加算1の病院どうしの訪問ではありません（{shown}）。感染対策向上加算の評価として扱えるかは、通知で確認してください。"
        )
    return lines or ([JOINT] if classes else [])
