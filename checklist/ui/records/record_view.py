"""The records of one kind: their list, the way to correct or take one back, and files in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st
from markupsafe import Markup

from checklist import words
from checklist.imports import activity_file, record_file
from checklist.model.accounts import Principal
from checklist.model.fields import Column, Record, columns
from checklist.model.mappings import Subject
from checklist.model.records import KINDS, Appointment, Course
from checklist.rules.fields import option
from checklist.rules.records import training
from checklist.store import clock
from checklist.store.act import Act
from checklist.store.records import records
from checklist.ui import in_vain, inputs, markup, table_form, widgets
from checklist.ui.mapping_memory import Memory
from checklist.ui.markup import Head
from checklist.words.records import TOPICS


def listing(kind: type[Record], found: Sequence[Record], edit: Callable[[Record], str] | None) -> None:
    """The records as a table, the newest first; `edit` gives the address at which one is corrected."""
    shown = columns(kind)
    rows = [
        [*_way(record, edit), *(_cell(one, getattr(record, one.name)) for one in shown), *_rates(record)]
        for record in found
    ]
    names = (*(("",) if edit else ()), *map(_head, shown), *(label for label, _ in kind.RATES))
    st.html(markup.listing(f"{kind.WORD}の記録", names, rows))


def _head(column: Column) -> Head:
    """The head of a field: long words of a choice wrap, and so does a long name above short numbers."""
    longest = max(map(len, column.choices.values()), default=0)
    if column.shape == "choices":
        return Head(column.label, 12)
    if longest > markup.LONG_HEAD:
        return Head(column.label, 9)
    return Head(column.label, 6 if column.shape in ("count", "flag") and len(column.label) > 8 else 0)


def _way(record: Record, edit: Callable[[Record], str] | None) -> list[str]:
    return [markup.link("修正する", edit(record), "button")] if edit else []


def _rates(record: Record) -> list[str]:
    found = [getattr(record, name) for _, name in record.RATES]
    return ["" if rate is None else f"{rate:.1f}％" for rate in found]


def _cell(column: Column, value: object) -> str:
    if isinstance(value, bool):
        return "はい" if value else ""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, date):
        return words.month(value) if column.month else words.day(value)
    if isinstance(value, tuple):
        if set(value) == set(column.choices):
            return "すべて"
        return markup.prose("、".join(column.choices[one] for one in value))
    text = column.choices.get(str(value), f"{value:,}" if isinstance(value, int) else str(value))
    return markup.prose(text) if column.long or column.shape == "text" else text


def withdraw(principal: Principal, record: Record) -> None:
    """Take a record back with a reason."""
    kind = type(record)
    with st.expander("この記録を取り消す"):
        key = f"withdraw-{kind.KIND}-{record.id}"
        reason = inputs.text("取消しの理由", "", 200, f"{key}-reason")
        st.html(markup.paragraph("取り消した記録は数えなくなりますが、履歴には残ります。"))
        if st.button("記録を取り消す", key=key):
            widgets.save(principal, lambda act: _withdraw(act, record, reason), f"{kind.WORD}の記録を取り消しました。")


def _withdraw(act: Act, record: Record, reason: str) -> None:
    records.withdraw(act, type(record), record.id, record.version, reason)
    st.query_params.pop("record", None)


def files(hospital_id: int, kind: type[Record], year: int | None) -> None:
    """The same records as Excel and CSV."""
    base, query = f"/download/hospitals/{hospital_id}/records/{kind.KIND}", f"?year={year}" if year else ""
    widgets.links(("Excelで保存", f"{base}.xlsx{query}"), ("CSVで保存", f"{base}.csv{query}"))


def import_form(principal: Principal, hospital_id: int, kind: type[Record]) -> None:
    """Store the records of a file, or show everything wrong with it in one table."""
    base = f"/download/hospitals/{hospital_id}/records/{kind.KIND}"
    st.html(
        markup.paragraph(
            "ExcelやCSVなどの表を取り込みます。取り込む前に内容を表示します。列の名前の行は、10行目までに書いてください（記入様式では3行目）。"
            "誤りが1つでもあれば、何も登録しません。登録済みの記録と同じ行は、登録済みの件数まで取り込みません。"
        )
    )
    widgets.links(("記入様式（Excel）", f"{base}.xlsx?empty"), ("記入様式（CSV）", f"{base}.csv?empty"))
    table_form.show(
        principal,
        f"import-{kind.KIND}-{hospital_id}",
        f"{kind.WORD}のファイル",
        "記録を取り込む",
        partial(record_file.read, kind, clock.today()),
        lambda act, draft: record_file.import_file(act, hospital_id, draft).sentence,
        record_file.shown,
        memory=Memory(Subject.RECORDS, hospital_id),
    )


def activity_form(principal: Principal, hospital_id: int) -> None:
    """Store the records of several kinds from one table, each row by the word in its column 種別."""
    st.html(
        markup.paragraph(
            "カンファレンス、院内巡回、職員研修、委員会の行が1つの表にあるとき、種別の列によって、それぞれの記録として取り込みます。"
            "列の名前や種別の言葉が異なるときは、どの欄に当たるかを選びます。選んだ割り当ては、次の同じ形のファイルに使います。"
        )
    )
    table_form.show(
        principal,
        f"import-activities-{hospital_id}",
        "活動記録のファイル",
        "活動記録を取り込む",
        partial(activity_file.read, clock.today()),
        lambda act, log: activity_file.import_file(act, hospital_id, log),
        activity_file.shown,
        memory=Memory(Subject.ACTIVITIES, hospital_id),
    )


def manager_training(people: Sequence[Appointment], courses: Sequence[Course], today: date) -> None:
    """How far each 医療安全管理者 of today has come with the training that the rules ask for."""
    managers = [one for one in people if one.post == "safety_manager" and one.serves_on(today)]
    pairs = []
    for one in managers:
        hours, missing = training.manager_training(courses, one.staff_name, today)
        topics = "、".join(f"「{TOPICS[code]}」" for code in missing) or "なし"
        state = markup.chip("充足", "done") if hours >= training.HOURS and not missing else markup.chip("不足", "late")
        told = Markup("{} {}時間／{}時間　不足する内容：{}").format(state, f"{hours:g}", training.HOURS, topics)
        pairs.append((f"医療安全管理者　{one.staff_name}の研修", told))
    if pairs:
        st.html(markup.facts(pairs))
        st.html(
            markup.notes(
                ["国または医療関係団体等が主催する研修のみを合計しています。足りない内容は追加の研修で補えます。"]
            )
        )


def kind_in_address() -> type[Record]:
    """The kind of record that was asked for, chosen in the page's address."""
    wanted = st.query_params.get("kind", "")
    codes = list(KINDS)
    start = wanted if wanted in codes else codes[0]
    in_vain.tell("記録の種類", "kind", codes, "choice-kind")
    # Without `required` a second tap on the same kind would choose none.
    chosen = st.pills("記録の種類", codes, default=start, required=True, key="choice-kind",
                      format_func=lambda code: widgets.plain(KINDS[code].WORD))  # fmt: skip
    if chosen and chosen != st.query_params.get("kind", codes[0]):
        st.query_params["kind"] = str(chosen)
        st.query_params.pop("record", None)
    # Nothing is chosen only where no browser sent the choice.
    return KINDS[option.chosen(codes, chosen)]
