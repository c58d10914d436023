"""The region: one row of settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from sqlite3 import Row

from sqlite_utils import Database

from checklist import words
from checklist.errors import Fault, Refused
from checklist.model.notices import AuditKind
from checklist.model.permission import Thing, Verb
from checklist.model.region import Deadlines, Region, Yardsticks
from checklist.rules.fields import day_spans, text_limits, typed_text
from checklist.rules.notices import differences
from checklist.store import rows
from checklist.store.act import Act, View
from checklist.store.notices import audit
from checklist.words.records import MORE_DEPARTMENTS

DAYS = {
    "agreement_days": "協議の期限",
    "self_days": "自己評価の提出期限",
    "report_days": "報告書の期限",
    "acknowledge_days": "受領の期限",
    "plan_days": "改善計画の期限",
}
"""The deadlines of a visit as columns, with their names on the screen; each is a number of days."""
YARDSTICKS = {
    "conference_percent": ("カンファレンスを開催した週の割合（％）", 1, 100),
    "conference_low_percent": ("これより少なければ「否」とする割合（％）", 0, 100),
    "conference_interval_weeks": ("カンファレンスの間隔（週）", 1, 52),
    "committee_percent": ("委員会を開催した月の割合（％）", 1, 100),
    "committee_low_percent": ("委員会がこれより少なければ「否」とする割合（％）", 0, 100),
    "round_months": ("院内巡回の間隔（か月）", 1, 24),
    "plan_months": ("業務改善計画書の間隔（か月）", 1, 60),
    "grace_days": ("議事録・相談後の取扱いを記録するまでの猶予（日）", 0, 366),
    "near_days": ("「年1回程度」の期限前に予定を求める日数", 0, 366),
}
"""The yardsticks of the 施設基準 that are numbers: their names on the screen, the least and the most."""
_NAMES = {
    "name": "地域の名称",
    "fiscal_year_start_month": "年度の始まりの月",
    "minimum_group_size": "匿名比較の最小病院数",
    "blind_mode": "訪問前の自己評価の非表示",
    "criteria_window": "施設基準の「年1回程度」の数え方",
    **DAYS,
    **{column: name for column, (name, _, _) in YARDSTICKS.items()},
    "more_departments": "4部門のほかに専任の職員を求める部門",
    "conference_holidays": "カンファレンスを数えない休みの期間",
}
DEPARTMENTS = "4部門のほかに専任の職員を求める部門"
HOLIDAYS = "カンファレンスを数えない休みの期間"


def find(db: Database) -> Region | None:
    """The settings, or None before the first set-up."""
    row = db.execute("SELECT * FROM region").fetchone()
    if row is None:
        return None
    return rows.one(Region, row, deadlines=rows.one(Deadlines, row), yardsticks=rows.one(Yardsticks, row))


def load(db: Database) -> Region:
    """The settings; before the first set-up, those that a new region starts with."""
    return find(db) or Region("", 4, 5, blind_mode=False, fictional=False)


def of(view: View) -> Region:
    """The settings as this view sees them."""
    return view.once("region", lambda: load(view.db))


def save(act: Act, region: Region) -> None:
    """Write the settings; the mark of an invented region is never taken away; raises Refused or Forbidden."""
    act.require(Verb.WRITE, Thing.REGION)
    faults = typed_text.faults({"地域の名称": region.name}) + text_limits.faults({"地域の名称": region.name})
    if not region.name.strip():
        faults.append(Fault("地域の名称", "入力してください。"))
    # In a group of two each member takes away its own number and reads the other's.
    if not 3 <= region.minimum_group_size <= 100:
        faults.append(Fault("匿名比較の最小病院数", "3から100までの数で入力してください。"))
    faults += [
        Fault(name, "0から366までの日数で入力してください。")
        for column, name in DAYS.items()
        if not 0 <= getattr(region.deadlines, column) <= 366
    ]
    if region.criteria_window not in words.CRITERIA_WINDOWS:
        faults.append(Fault("施設基準の「年1回程度」の数え方", "選択肢から選んでください。"))
    faults += _measured(region.yardsticks)
    if faults:
        raise Refused(faults)
    columns = {
        "name": typed_text.line(region.name),
        "fiscal_year_start_month": region.fiscal_year_start_month,
        "minimum_group_size": region.minimum_group_size,
        "blind_mode": int(region.blind_mode),
        "criteria_window": region.criteria_window,
        **asdict(region.deadlines),
        **asdict(region.yardsticks),
    }
    before = act.db.execute("SELECT * FROM region").fetchone()
    _write(act, columns, region.fictional)
    if told := differences.told(_in_words(before) if before else {}, _in_words(columns), _NAMES):
        audit.note(act, AuditKind.SETTINGS_CHANGED, detail=told)


def _in_words(columns: Mapping[str, object] | Row) -> dict[str, object]:
    """The settings as people read them."""
    found = dict(columns)
    more = str(found["more_departments"]).split(",")
    return found | {
        "blind_mode": bool(found["blind_mode"]),
        "criteria_window": words.CRITERIA_WINDOWS[str(found["criteria_window"])],
        "more_departments": "・".join(MORE_DEPARTMENTS[one] for one in more if one),
    }


@dataclass(frozen=True)
class Change:
    """One setting that was changed: what it was, what it became, when (it counts from then on), and by whom."""

    name: str
    before: str
    after: str
    at: datetime
    by: str


MOST = 200
"""So many times of saving are looked back to."""


def changes(view: View) -> list[Change]:
    """Every change of a setting, the newest first; raises Forbidden."""
    view.require(Verb.WRITE, Thing.REGION)
    query = """SELECT audit.at, audit.detail, coalesce(person.name, '') AS "by" FROM audit
        LEFT JOIN person ON person.id = audit.person_id WHERE audit.kind = ? ORDER BY audit.id DESC LIMIT ?"""
    return [
        rows.one(Change, row, name=name, before=before, after=after)
        for row in view.db.execute(query, [AuditKind.SETTINGS_CHANGED, MOST])
        for name, before, after in differences.apart(row["detail"], tuple(_NAMES.values()))
    ]


def _measured(found: Yardsticks) -> Iterator[Fault]:
    """What is wrong with the yardsticks of the 施設基準."""
    for column, (name, least, most) in YARDSTICKS.items():
        if not least <= getattr(found, column) <= most:
            yield Fault(name, f"{least}から{most}までの数で入力してください。")
    for kind in ("conference", "committee"):
        if getattr(found, f"{kind}_low_percent") > getattr(found, f"{kind}_percent"):
            yield Fault(YARDSTICKS[f"{kind}_low_percent"][0], "「適」とする割合より多くできません。")
    if unknown := set(filter(None, found.more_departments.split(","))) - MORE_DEPARTMENTS.keys():
        yield Fault(DEPARTMENTS, f"「{min(unknown)}」は選択肢にありません。")
    try:
        day_spans.parse(found.conference_holidays)
    except ValueError:
        yield Fault(HOLIDAYS, f"月日の範囲を入力してください（例：{day_spans.EXAMPLE}）。")


def _write(act: Act, columns: dict[str, object], fictional: bool) -> None:
    names = ", ".join(columns)
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns)
    act.db.execute(
        f"""INSERT INTO region (id, {names}, fictional, created_at)
            VALUES (1, {", ".join("?" for _ in columns)}, ?, ?)
            ON CONFLICT (id) DO UPDATE SET {changes}, fictional = max(fictional, excluded.fictional)""",
        [*columns.values(), int(fictional), act.stamp],
    )


def counts(view: View) -> dict[str, int]:
    """How much the database holds, by Japanese name; raises Forbidden."""
    view.require(Verb.WRITE, Thing.REGION)
    tables = {"病院": "hospital", "アカウント": "person", "点検表の版": "sheet_version", "訪問": "visit"}
    tables |= {"評価": "assessment", "回答": "rating", "回答の履歴": "rating_history"}
    return {name: int(view.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in tables.items()}
