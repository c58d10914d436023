"""What the start page tells administrators of backups: when the last good one and the last drill were."""

from __future__ import annotations

from checklist import words
from checklist.model.backups import BackupHistory, BackupPlan, BackupRun
from checklist.model.permission import Thing, Verb
from checklist.readings.agenda import Task
from checklist.rules import backups
from checklist.store.act import View
from checklist.store.backups import backup_plans, backup_runs
from checklist.words.backups import NEVER, NEVER_DRILLED, schedule

HREF, LABEL = "/settings", "バックアップの設定へ"


def tasks(view: View) -> list[Task]:
    """One line for the copies and one for the drills; none for whoever does not look after them."""
    if not view.may(Verb.READ, Thing.BACKUPS):
        return []
    plan, history = backup_plans.current(view), backup_runs.history(view)
    copies = Task(*_copies(plan, history, backups.tone_of_copies(plan, history, view.at)))
    return [copies, Task(*_drill(history, backups.tone_of_drill(history, view.at)))]


def _copies(plan: BackupPlan, history: BackupHistory, tone: str) -> tuple[str, str, str, str, str]:
    good, attempt = history.good, history.attempt
    last = f"最後に成功したのは{words.moment(good.started_at)}です。" if good else f"{NEVER}。"
    if attempt and not attempt.good:
        title = f"バックアップに失敗しました：{words.moment(attempt.started_at)}"
        detail = f"{_sentence(attempt)}{last}{schedule(plan)}"
    elif good is None:
        title, detail = NEVER, schedule(plan)
    elif plan.active and tone:
        title = "バックアップが予定どおりに作成されていません"
        detail = f"{last}{schedule(plan)}サーバーが動いていたか確かめてください。"
    else:
        title, detail = (
            f"最後のバックアップ：{words.moment(good.started_at)}",
            f"読み戻して確かめました。{schedule(plan)}",
        )
    return title, detail, HREF, LABEL, tone


def _drill(history: BackupHistory, tone: str) -> tuple[str, str, str, str, str]:
    last = history.drill
    if last is None:
        title, detail = NEVER_DRILLED, "バックアップを別の場所に復元し、1行ずつ照合します。「設定」で実行できます。"
    elif not last.good:
        title, detail = f"復元の確認で異常が見つかりました：{words.moment(last.started_at)}", _sentence(last)
    elif tone:
        title = f"最後の復元の確認から3か月を過ぎています：{words.moment(last.started_at)}"
        detail = "バックアップを別の場所に復元し、1行ずつ照合してください。"
    else:
        title = f"最後の復元の確認：{words.moment(last.started_at)}"
        detail = "すべての行とファイルが一致しました。"
    return title, detail, HREF, LABEL, tone


def _sentence(run: BackupRun) -> str:
    return f"{run.fault.rstrip('。')}。"
