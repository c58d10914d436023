"""The commands that take in hospitals, filings and accounts, as the screen does: told first, then stored as a whole."""

from __future__ import annotations

import sys
from argparse import Namespace

from checklist.command import table_file
from checklist.errors import Refused
from checklist.formats import printed_names
from checklist.imports import case_file, part, region_file
from checklist.imports.region_file import FILINGS, HOSPITALS, PEOPLE, Draft, Outcome
from checklist.papers.accounts import first_passwords as slips
from checklist.store.accounts import first_passwords
from checklist.store.act import acting, operator, trying, viewing

DONE = 0


def import_hospitals(options: Namespace) -> int:
    """Store the hospitals and the filings of a file."""
    draft = _read(options, HOSPITALS, FILINGS)
    outcome = _told(draft)
    if not options.dry_run:
        with acting(operator()) as act:
            region_file.import_file(act, draft, outcome, {})
        print(f"取り込みました（{outcome.sentence}）。")
    return DONE


def import_people(options: Namespace) -> int:
    """Store the accounts of a file, and write their first passwords to a file to print."""
    draft = _read(options, PEOPLE)
    outcome = _told(draft)
    if options.dry_run:
        return DONE
    given = first_passwords.of(outcome.new_people(), outcome.new_places())
    if given:
        # Written before the accounts are stored: with a file that cannot be written, nobody would know their passwords.
        with viewing(operator()) as view, printed_names.on_papers_of(view):
            paper = slips.document(view, given)
        options.out.touch(mode=0o600)
        options.out.write_bytes(paper)
    hashes = first_passwords.hashed(given)
    with acting(operator()) as act:
        region_file.import_file(act, draft, outcome, hashes)
    told = f"初回パスワードの用紙を書き出しました：{options.out}" if given else "新しいアカウントはありません。"
    print(f"取り込みました（{outcome.sentence}）。{told}")
    return DONE


def _read(options: Namespace, *sheets: str) -> Draft:
    draft = region_file.read(*table_file.taken(options))
    found = draft.only(*sheets)
    if not found.parts:
        raise Refused(f"{'・'.join(sheets)}の表がありません（あるのは{'・'.join(draft.parts)}）。")
    return found


def _told(draft: Draft) -> Outcome:
    """What the file would change, one line for each thing."""
    with trying(operator()) as act:
        outcome = region_file.preview(act, draft)
    for note in outcome.notes:
        print(note, file=sys.stderr)
    for one in outcome.changes:
        if one.effect != part.SAME:
            fields = "、".join(f"{name}：{before or '空欄'}→{after or '空欄'}" for name, before, after in one.fields)
            print(f"{one.noun}\t{one.effect}\t{one.what}\t{fields if one.effect == part.CHANGED else ''}".rstrip())
    return outcome


def import_cases(options: Namespace) -> int:
    """Store the cases of a file for the centre."""
    lines = case_file.read(*table_file.taken(options))
    table = case_file.read_mapping(options.map.name, options.map.read_bytes()) if options.map else []
    with acting(operator()) as found:
        act = case_file.by_center(found)
        mapped = case_file.mapping(act, table)
        draft = case_file.judge(act, lines, mapped)
        for (label, word), count in draft.unmapped.items():
            print(
                f"{label}\t{word}\t{count}行（今の区分にありません。--map で置き換えを指定できます）", file=sys.stderr
            )
        if draft.faults:
            raise Refused(draft.faults)
        print(draft.sentence if options.dry_run else case_file.import_file(act, draft))
    return DONE
