"""The command line: python -m checklist …"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from checklist.command import (
    account_commands,
    backup_commands,
    command_line,
    export_commands,
    nation_commands,
    notice_commands,
    plan_commands,
    region_commands,
    table_file,
)
from checklist.demo import description, opening
from checklist.demo.region import Wish
from checklist.errors import CannotSave, ChecklistError, Refused
from checklist.formats import printed_names
from checklist.formats.file_questions import Asked
from checklist.imports import foreign_sheet, record_file, sheet_files
from checklist.model.accounts import Principal, Role
from checklist.papers.evidence import evidence_pack, submission
from checklist.papers.hospitals import leader_paper
from checklist.readings import criteria
from checklist.store import chain, clock, database_file, db, doctor, outer, start, troubles
from checklist.store.act import acting, operator, viewing
from checklist.store.hospitals import hospitals
from checklist.store.records import records
from checklist.store.sheets import sheets

Options = Namespace
Verb = Callable[[Options], int]
DONE, REFUSED = 0, 1


def serve(options: Options) -> int:
    """Bring the database up to date and become the server."""
    path = db.default_path().resolve()
    place = socket.gethostname() if options.host == "0.0.0.0" else options.host
    address = outer.outer() or f"http://{place}:{options.port}"
    start.ready(path, print)
    return _become_server(path, options.host, options.port, f"ブラウザーで開く：{address}\n")


def demo(options: Options) -> int:
    """Open or build an invented region, tell about it, serve it."""
    path = db.default_path().resolve()
    opening.open_or_build(path, Wish(options.hospitals, options.years, options.seed))
    with viewing(operator(), path) as view:
        found = description.describe(view, path, f"http://{options.host}:{options.port}")
    print(json.dumps(found, ensure_ascii=False) if options.json else description.in_words(found), flush=True)
    return DONE if options.no_serve else _become_server(path, options.host, options.port)


def _become_server(path: Path, host: str, port: int, told: str = "") -> NoReturn:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        # What can be no host name at all is a TypeError.
        except (OSError, TypeError) as error:
            raise Refused(f"{host} のポート{port}は使用できません。--port で別の番号を指定してください。") from error
    print(told, end="", flush=True)
    os.environ["CHECKLIST_DB"] = str(path)
    os.chdir(db.ROOT)
    settings = ["--server.address", host, "--server.port", str(port), "--server.headless", "true"]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py", *settings])


def migrate(options: Options) -> int:
    """Create the database or bring it up to date."""
    steps = start.ready(db.default_path(), print)
    print(f"データベースを更新しました：{'、'.join(steps)}" if steps else "データベースは最新です。")
    return DONE


def examine(options: Options) -> int:
    """Tell what is wrong with the database, in words."""
    found = doctor.examine(db.default_path(), doctor.checks_through(options.head))
    for remark in found.remarks:
        print(f"注意　{remark}")
    for fault in found.faults:
        print(f"異常　{fault}")
    if found.faults:
        print(f"{found.checks}項目を検査し、{len(found.faults)}件の異常が見つかりました。", file=sys.stderr)
        return REFUSED
    print(f"{found.checks}項目を検査しました。異常はありません。")
    with viewing(operator()) as view:
        print(chain.head(view).sentence)
    return DONE


def export_leader(options: Options) -> int:
    """Write 院長報告 of a hospital, for whoever sits at the server itself."""
    with viewing(_reader(options.hospital)) as view, printed_names.on_papers_of(view):
        _, content = leader_paper.made(view, view.principal.hospital_id or 0)
    return export_commands.written(options.out, content)


def list_sheets(options: Options) -> int:
    """One line for each version."""
    with viewing(operator()) as view:
        for line in sheets.versions(view):
            state = "使用中" if line.frozen else "未使用"
            print(f"{line.code}\t{line.sheet_name}\t{line.name}\t{line.items}項目\t{state}")
    return DONE


def check_sheet(options: Options) -> int:
    """Tell every fault of a sheet file."""
    grid = sheet_files.read(*table_file.taken(options))
    with viewing(operator()) as view:
        version, faults = sheet_files.check_file(view, grid)
    if version is None:
        raise Refused(faults)
    print(f"誤りはありません：{version.sheet_name} {version.name}（{len(version.items)}項目）")
    return DONE


def propose_sheet(options: Options) -> int:
    """Write what a check sheet in another layout seems to say into our form."""
    if options.out.suffix.lower() != ".xlsx":
        raise Refused("書き出すファイルの名前は .xlsx で終わるようにしてください。")
    found = foreign_sheet.read(options.file.name, options.file.read_bytes())
    for one in found.left_out:
        print(f"取り込まない行\t{one.sheet}\t{one.line}\t{one.text}\t{one.why}", file=sys.stderr)
    print(foreign_sheet.sentence(found))
    return export_commands.written(options.out, foreign_sheet.book(found))


def import_sheet(options: Options) -> int:
    """Store a sheet file."""
    grid = sheet_files.read(*table_file.taken(options))
    with acting(operator()) as act:
        version = sheet_files.import_file(act, grid)
    print(f"登録しました：{version.code} {version.sheet_name} {version.name}（{len(version.items)}項目）")
    return DONE


def export_sheet(options: Options) -> int:
    """Write a version to a file; its ending says which kind."""
    kind = options.out.suffix.lower().removeprefix(".")
    if kind not in (("xlsx",) if options.xlsform else ("csv", "xlsx")):
        allowed = ".xlsx" if options.xlsform else ".csv または .xlsx"
        raise Refused(f"書き出すファイルの名前は {allowed} で終わるようにしてください。")
    with viewing(operator()) as view:
        version = sheets.get(view, options.code)
    as_form = sheet_files.XLSFORM if options.xlsform else kind
    return export_commands.written(options.out, sheet_files.export(version, as_form))


def import_records(options: Options) -> int:
    """Store the records of a file for a hospital."""
    kind = records.kind_of(options.kind)
    draft = record_file.read(kind, clock.today(), *table_file.taken(options))
    with acting(operator()) as act:
        found = record_file.import_at_server(act, options.hospital, draft)
    print(found.sentence)
    return DONE


def _reader(code: str) -> Principal:
    """Who sits at the server itself, as somebody who looks after one hospital; raises NotFound."""
    with viewing(operator()) as view:
        own = hospitals.by_code(view, code).id
    return replace(operator(), roles=frozenset({Role.SAFETY_MANAGER}), hospital_id=own)


def judge(options: Options) -> int:
    """Tell every requirement of the 施設基準 of a hospital, for whoever sits at the server itself."""
    with viewing(_reader(options.hospital)) as view:
        hospital = hospitals.by_code(view, options.hospital)
        found = criteria.evaluation(view, hospital.id, options.on or clock.today())
    print(json.dumps(criteria.lines(found), ensure_ascii=False) if options.json else criteria.in_words(found))
    return DONE


def pack_evidence(options: Options) -> int:
    """Write the evidence pack of a hospital; the ending of the file says whether as ZIP or as PDF."""
    kind = options.out.suffix.lower().removeprefix(".")
    if kind not in ("zip", "pdf"):
        raise Refused("書き出すファイルの名前は .zip または .pdf で終わるようにしてください。")
    with viewing(_reader(options.hospital)) as view, printed_names.on_papers_of(view):
        hospital = hospitals.by_code(view, options.hospital)
        on = options.on or view.today
        if options.for_submission:
            return export_commands.written(
                options.out, submission.render(submission.collect(view, hospital.id, on), kind)
            )
        found = evidence_pack.collect(view, hospital.id, on)
        return export_commands.written(options.out, evidence_pack.render(found, kind))


ON_ANY_FILE: dict[str, Verb] = {
    "serve": serve,
    "demo": demo,
    "migrate": migrate,
    "doctor": examine,
    "backup": backup_commands.back_up,
    "restore": backup_commands.restore,
    "nation": nation_commands.compare,
}
"""Commands that look at the file themselves before they touch it."""

ON_CURRENT_DATABASE: dict[str, Verb] = {
    "export visit": export_commands.visit,
    "export comparison": export_commands.compared,
    "export hospital": export_commands.hospital,
    "export region": export_commands.region,
    "export dataset": export_commands.data,
    "export leader": export_leader,
    "plan": plan_commands.propose,
    "sheet list": list_sheets,
    "sheet check": check_sheet,
    "sheet import": import_sheet,
    "sheet propose": propose_sheet,
    "sheet export": export_sheet,
    "hospital import": region_commands.import_hospitals,
    "person import": region_commands.import_people,
    "record import": import_records,
    "case import": region_commands.import_cases,
    "criteria": judge,
    "evidence pack": pack_evidence,
    "notices send": notice_commands.send,
    "user add": account_commands.add_user,
    "user reset": account_commands.reset_user,
    "user reset-second-factor": account_commands.reset_second_factor,
    "user list": account_commands.list_users,
}


def _do(options: Options) -> int:
    if hasattr(options, "db"):
        os.environ["CHECKLIST_DB"] = str(options.db)
    # A setting that is none is told before anything is done, whatever the command needs of it.
    clock.today()
    if work := ON_ANY_FILE.get(options.verb):
        return work(options)
    database_file.require_current(db.default_path())
    return ON_CURRENT_DATABASE[options.verb](options)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 0 done, 1 refused with a clear line, 2 wrong usage."""
    options = command_line.grammar().parse_args(arguments)
    start.keep_to_owner()
    try:
        return _do(options)
    except CannotSave as error:
        message = troubles.at_server(error.trouble, error.place or db.default_path())
    except Asked as asked:
        message = f"{asked.message}\n{table_file.HINT}"
    except ChecklistError as error:
        message = error.message
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not try to write the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except UnicodeError:
        message = "文字として読み取れない入力があります。UTF-8で入力してください。"
    except (OSError, sqlite3.Error) as error:
        message = troubles.sentence(error, db.default_path())
    print(message, file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
