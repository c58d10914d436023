"""The backups on the settings' page: how they stand, when they are made, and the two buttons for now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from checklist import words
from checklist.errors import ChecklistError
from checklist.formats.table import Column, Table
from checklist.jobs import backups
from checklist.model.accounts import Principal, Retyped
from checklist.model.backups import BackupPlan, BackupRun
from checklist.readings.settings_page import BackupPart
from checklist.store import db
from checklist.store.accounts import confirmation
from checklist.store.backups import backup_plans
from checklist.ui import inputs, session, widgets

HOURS = {hour: f"{hour}時" for hour in range(24)}
COLUMNS = (Column("開始"), Column("内容"), Column("結果", least=20), Column("フォルダー"))


def show(principal: Principal, found: BackupPart) -> None:
    """How the backups stand, the plan, the two buttons, and what became of the newest runs."""
    widgets.tasks([replace(task, href="", label="") for task in found.standing])
    _form(principal, found)
    _now(principal)
    _runs(found.runs)


def _form(principal: Principal, found: BackupPart) -> None:
    old = found.plan
    with st.form("backups", enter_to_submit=False):
        active = st.checkbox("毎日バックアップを作成する", old.active, key="backups-active")
        columns = st.columns(2)
        names = {name: word for name, (word, _, _) in backup_plans.NUMBERS.items()}
        with columns[0]:
            hour = inputs.choice("バックアップする時刻", HOURS, old.hour, "backups-hour")
            daily = inputs.count(names["daily"], 1, 90, old.daily, "backups-daily")
        with columns[1]:
            folder = inputs.text(backup_plans.FOLDER, old.folder, 400, "backups-folder", f"空欄：{found.folder}")
            weekly = inputs.count(names["weekly"], 0, 104, old.weekly, "backups-weekly")
        st.caption(
            "サーバーから見たフォルダーを入力します。ディスクの故障に備えて、データベースとは別のディスクや共有フォルダーを"
            "指定してください。フォルダーは先に作成しておきます。"
        )
        if st.form_submit_button("バックアップの設定を保存する", type="primary"):
            _save(principal, BackupPlan(active, hour, daily, weekly, folder.strip()))


def _save(principal: Principal, plan: BackupPlan) -> None:
    try:
        backups.set_plan(principal, db.default_path(), plan)
    except ChecklistError as error:
        widgets.refused(error)
        return
    session.tell(f"バックアップの設定を保存しました。{words.schedule(plan)}")


def _now(principal: Principal) -> None:
    """What the schedule does, and what only somebody who wants to know does."""
    left, right = st.columns(2)
    with left:
        make = st.button("バックアップを作成する", key="backups-make")
    with right:
        tried = st.button("復元できるか確かめる", key="backups-drill")
    typed = None
    if principal.second_factor:
        # As before every other file of everything: tests/web/test_second_step.py.
        what = "認証コード" if principal.vouched_in else "パスワードと認証コード"
        st.write(f"バックアップは全データの複製です。作成するときは、{what}を入力してください。")
        typed = inputs.password(principal, "backups-make-password")
    st.caption("復元の確認では、最後のバックアップを別の場所に復元し、1行ずつ照合します。現在のデータは変わりません。")
    if make:
        _do(lambda: _made(principal, typed), "バックアップを作成し、読み戻して確かめました。")
    if tried:
        _do(
            lambda: backups.try_last(principal, db.default_path()),
            "最後のバックアップを別の場所に復元し、すべての行とファイルが一致することを確かめました。",
        )


def _made(principal: Principal, typed: Retyped | None) -> BackupRun:
    whence = session.whence()
    if typed:
        confirmation.confirm(principal, typed, whence.address)
    return backups.make(principal, db.default_path(), replace(whence, confirmed=typed is not None))


def _do(work: Callable[[], BackupRun], done: str) -> None:
    try:
        with st.spinner("実行しています。"):
            run = work()
    except ChecklistError as error:
        widgets.refused(error, "実行できませんでした。")
        return
    if run.good:
        session.tell(done)
    st.error(widgets.plain(f"失敗しました。{run.fault}"))


def _runs(found: Sequence[BackupRun]) -> None:
    if not found:
        return
    rows = [
        (words.moment(run.started_at), "復元の確認" if run.drill else "作成", run.fault or "成功", Path(run.place).name)
        for run in found
    ]
    widgets.table(Table("最近のバックアップと復元の確認", COLUMNS, tuple(rows)))
