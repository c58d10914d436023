"""The command for notices: tell everybody whose hour has come, and send what waits."""

from __future__ import annotations

from argparse import Namespace

from checklist.jobs import notices
from checklist.store import db

DONE = 0


def send(options: Namespace) -> int:
    """Do one round now, or print what it would tell."""
    path = db.default_path()
    if options.dry_run:
        for login, found in notices.coming(path):
            print("\n".join([f"{login}（{len(found)}件）", *(f"  {one.what}" for one in found)]))
        return DONE
    done = notices.run(path)
    print(f"新しいお知らせ：{done.told}人、送信したメール：{done.sent}通、送信できなかったメール：{done.unsent}通")
    return DONE
