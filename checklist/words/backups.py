"""What administrators read of backups."""

from __future__ import annotations

from checklist.model.backups import BackupPlan

NEVER = "バックアップはまだ一度も作成されていません"
NEVER_DRILLED = "復元の確認はまだ一度も行われていません"
OFF = "毎日のバックアップは作成していません。「設定」で、作成するように変更できます。"
BUSY = "ほかの処理がバックアップまたは復元の確認を実行しています。終わってから、もう一度お試しください。"
NO_ROOM = "ディスクの空きが足りません（必要：約{:,}MB、空き：{:,}MB）。空きを増やしてください"
NO_FOLDER = "フォルダーがありません。別のディスクや共有フォルダーのときは、つながっているか確かめてください"
UNEXPECTED = "想定していない問題が起きました。サーバーの画面に表示された内容を確かめてください"


def schedule(plan: BackupPlan) -> str:
    """When the next copies are made, in one sentence."""
    return f"毎日{plan.hour}時に作成します。" if plan.active else OFF
