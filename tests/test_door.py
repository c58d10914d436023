"""One door for every act: who asks, in which transaction, at which moment; kept by looking at the code."""

from __future__ import annotations

import ast
from pathlib import Path

from checklist.store import rows
from tests.test_house import ROOT, SOURCES, imports_of, module_of, nodes_of, room_of, texts_of

STORE = [path for path in SOURCES if room_of(module_of(path)) == "checklist.store" and "migrations" not in path.parts]

BEFORE_ANYBODY_IS_KNOWN = {
    "accounts.confirmation": {"begin_code", "confirm", "serve", "spend_code"},
    "accounts.identities": {"whose"},
    "accounts.providers": {"door"},
    "accounts.invitations": {"accept", "holder", "usable"},
    "accounts.second_factors": {"holds", "spend"},
    "accounts.people": {
        "credentials", "exist", "hash_password", "hashed_anew", "password_faults", "renew_hash", "verify_password",
    },
    "accounts.sessions": {
        "cookie_name", "end", "find", "find_for_delivery", "go_on", "require", "require_for_delivery", "start",
        "spend_vouched", "start_for_pass", "token_hash", "touch", "vouch",
    },
    "accounts.waits": {"check_wait", "forget_failures", "note_failure", "wait_after"},
    "notices.audit": {"note_recovery", "note_sign_in"},
    "center.questionnaire_door": {"invitation", "take"},
    "center.public_council": {"announced", "paper", "published"},
    "region": {"find", "load"},
    "notices.calendar_feeds": {"owner"},
    "visits.passes": {"cookie_seconds", "open_once", "opened_here", "usable"},
}  # fmt: skip
"""Signing in, the name of the region on the page where it is done, and what is public: there is no principal."""

FOR_THE_STORE_ALONE = {
    "assessments.answer_vectors": {"as_rated"},
    "center.questionnaires": {"questions_of"},
    "hospitals.center_consents": {"given"},
    "backups.backup_runs": {"remarks"},
    "closing.report_papers": {"forget"},
    "closing.seals": {"is_intact", "reports", "stored"},
    "criteria.criteria_facts": {"of_day"},
    "criteria.settlements": {"until"},
    "evidence.evidence_documents": {"facts_until"},
    "files.attachments": {"select"},
    "hospitals.filing_partners": {"partners_until"},
    "records.records": {"until"},
    "notices.audit": {"note"},
    "accounts.account_audit": {"note_added", "note_changed"},
    "hospitals.hospital_audit": {"note_filing", "note_hospital", "note_sharing"},
    "visits.visit_facts": {"by_hospital", "since"},
}
"""What several hospitals are judged by at once, and what the doctor looks at: nothing outside the store calls it, whoever calls it has asked."""

WITHOUT_THE_DATABASE = {
    "assessments.answer_vectors": {"alphabet", "letter", "table"},
    "assessments.submitted": {"hospital_and_year", "hospital_year"},
    "accounts.first_passwords": {"generate", "hashed", "of"},
    "backups.backup_plans": {"faults"},
    "assessments.answers": {"fault", "is_broken"},
    "assessments.expected_items": {"is_asked_in_sql"},
    "hospitals.filed_class": {"in_sql"},
    "hospitals.hospitals": {"faults", "normal_code"},
    "hospitals.lacking_modules": {"in_sql", "read"},
    "improvements.improvement_plans": {"faults"},
    "plan.plan_questions": {"closed_months", "partners"},
    "records.record_tables": {"script"},
    "center.shipped": {"edition", "guideline", "national", "phrases", "questions", "referrals", "table", "topics"},
    "center.surveys": {"asked", "questions"},
    "records.record_erasures": {"labels"},
    "records.records": {"kind_of"},
    "sheets.phrases": {"standing"},
    "sheets.revision_comments": {"standing"},
    "sheets.revisions": {"changed_since", "facts"},
    "visits.late_answers": {"waiting"},
    "visits.visit_steps": {"may_move"},
    "visits.visits": {"verbs"},
}
"""Pure functions beside their noun."""

INFRASTRUCTURE = {
    "act", "backup", "batch", "chained", "clock", "collector", "contradictions", "database_file", "db", "doctor", "drafts", "file_rights", "health", "kept_facts", "links", "open_file", "outer",
    "rows",
    "secret_key", "start", "troubles", "writer", "backups.copies", "backups.drill", "backups.manifest", "files.apart", "files.attachment", "files.files", "files.jpeg", "files.package",
    "files.pdf_content", "files.pdf_lock", "files.picture", "files.stored_copies", "files.upload_screens",
}  # fmt: skip
"""The door itself and what it is made of: files, connections, the whole database as one thing."""


def name_of(path: Path) -> str:
    return module_of(path).removeprefix("checklist.store.")


def is_rows(path: Path) -> bool:
    """Rows as they are, for the store alone: `visit_rows` and its sisters take a bare connection."""
    return path.stem.endswith("_rows")


def public_functions(path: Path) -> list[ast.FunctionDef]:
    module = nodes_of(path)[0]
    assert isinstance(module, ast.Module)
    return [node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def first_type(function: ast.FunctionDef) -> str:
    arguments = function.args.args
    return ast.unparse(arguments[0].annotation) if arguments and arguments[0].annotation else ""


def listed(path: Path) -> set[str]:
    lists = (BEFORE_ANYBODY_IS_KNOWN, FOR_THE_STORE_ALONE, WITHOUT_THE_DATABASE)
    return set().union(*(found.get(name_of(path), set()) for found in lists))


def test_every_public_function_of_the_store_is_told_who_and_when() -> None:
    """It takes a View or an Act first, or stands on one of the lists above with the reason."""
    broken, needless = [], []
    for path in STORE:
        if name_of(path) in INFRASTRUCTURE or is_rows(path):
            continue
        for function in public_functions(path):
            through_the_door = first_type(function) in ("View", "Act")
            if not through_the_door and function.name not in listed(path):
                broken.append(f"{name_of(path)}.{function.name}")
            if through_the_door and function.name in listed(path) - FOR_THE_STORE_ALONE.get(name_of(path), set()):
                needless.append(f"{name_of(path)}.{function.name}")
    assert broken == needless == []


def test_the_lists_name_only_what_there_is() -> None:
    there = {name_of(path): {function.name for function in public_functions(path)} for path in STORE}
    for found in (BEFORE_ANYBODY_IS_KNOWN, FOR_THE_STORE_ALONE, WITHOUT_THE_DATABASE):
        for name, functions in found.items():
            assert functions <= there[name], name
    assert set(there) >= INFRASTRUCTURE


def test_what_asks_nobody_is_called_by_the_store_alone() -> None:
    broken = []
    for path in SOURCES:
        if room_of(module_of(path)) == "checklist.store":
            continue
        for imported in imports_of(path):
            module, _, name = imported.rpartition(".")
            if imported.startswith("checklist.store") and (module + "." + name).split(".")[-1].endswith("_rows"):
                broken.append(f"{path} imports {imported}")
        for node in nodes_of(path):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                for name, functions in FOR_THE_STORE_ALONE.items():
                    if node.value.id == name.split(".")[-1] and node.attr in functions:
                        broken.append(f"{path}: {node.value.id}.{node.attr}")
    assert broken == []


ASKS = {"require", "may", "verbs"}
ROLES_READ_IN = {"checklist.rules.access"}


def test_roles_are_read_where_permission_is_decided_and_nowhere_else() -> None:
    """Whoever reads a role elsewhere decides about permission twice; names of roles on screens are words."""
    broken = []
    for path in SOURCES:
        if module_of(path) in ROLES_READ_IN:
            continue
        for node in nodes_of(path):
            if (
                isinstance(node, ast.Attribute)
                and node.attr == "roles"
                and ast.unparse(node.value).endswith("principal")
            ):
                broken.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert broken == []


CLOCK_READ_IN = {"checklist.store.act", "checklist.store.clock", "checklist.store.accounts.sessions", "checklist.store.accounts.waits",
                 "checklist.store.visits.passes", "checklist.store.backup", "checklist.store.start", "checklist.formats.pdf"}  # fmt: skip
"""The door takes the time once; sessions and passes live before anybody is known, a copy is named by its moment, a
start asks whether the day in the settings is one, and the foot of a page says when it was printed, which decides nothing."""
BELOW_THE_EDGES = ("checklist.store", "checklist.readings", "checklist.comparison", "checklist.papers",
                   "checklist.imports", "checklist.formats", "checklist.rules", "checklist.model")  # fmt: skip


def test_nothing_below_the_edges_looks_at_a_clock() -> None:
    broken = []
    for path in SOURCES:
        if room_of(module_of(path)) not in BELOW_THE_EDGES or module_of(path) in CLOCK_READ_IN:
            continue
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "now", "today", "stamp", "clock.now", "clock.today", "date.today", "datetime.now", "time.time",
            ):  # fmt: skip
                broken.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}")
    assert broken == []


WRITES_ANSWERS = {"closing.agreed_values"}
"""Answers come by the hundred in one statement, and their key is of two columns."""


def test_who_and_when_are_written_in_one_place() -> None:
    """The row of a new thing or of a change does not say so itself: `insert` and `update` know the columns of its table."""
    stamps = {*rows._CHANGED, *(column for columns in rows._MADE.values() for column in columns)}
    broken = [
        f"{path.relative_to(ROOT)}:{key.lineno} {key.value}"
        for path in STORE
        if name_of(path) not in ("rows", *WRITES_ANSWERS)
        for node in nodes_of(path)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
        and key.value in stamps
        and ast.unparse(value).startswith(("act.", "self.act."))
    ]
    assert broken == []


def test_no_statement_of_the_store_looks_at_a_clock() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in STORE
        for text in texts_of(path)
        if "'now'" in text or "CURRENT_" in text
    ]
    assert broken == []


OPENS_ACTS = (
    "checklist.web",
    "checklist.ui",
    "checklist.command",
    "checklist.jobs",
    "checklist.demo",
    "checklist.__main__",
    "pages",
    "app",
)


def test_only_the_edges_open_the_door() -> None:
    broken = []
    for path in SOURCES:
        if room_of(module_of(path)) in OPENS_ACTS or module_of(path) == "checklist.store.act":
            continue
        found = imports_of(path) & {
            "checklist.store.act.acting",
            "checklist.store.act.trying",
            "checklist.store.act.viewing",
        }
        broken += [f"{path.relative_to(ROOT)} imports {one}" for one in found]
    assert broken == []


LOOKS_INTO_FILES = {
    "grid_file.read", "grid_file.read_named", "workbook.read", "attachment.check",
    "picture.shrink", "package.look",
}  # fmt: skip
"""What may take seconds for a file from outside; nobody else may wait for it."""


def test_files_are_looked_into_before_anybody_has_a_transaction() -> None:
    """A function that is given a View or an Act is given what stands in the file, never the file."""
    broken = []
    for path in SOURCES:
        for function in nodes_of(path):
            if not isinstance(function, ast.FunctionDef | ast.Lambda):
                continue
            given = {ast.unparse(one.annotation) for one in function.args.args if one.annotation}
            if not given & {"View", "Act"}:
                continue
            calls = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
            broken += [f"{path.relative_to(ROOT)}:{function.lineno} {one}" for one in calls & LOOKS_INTO_FILES]
        for node in nodes_of(path):
            if not isinstance(node, ast.With) or "acting(" not in ast.unparse(node.items[0].context_expr):
                continue
            calls = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
            broken += [f"{path.relative_to(ROOT)}:{node.lineno} {one}" for one in calls & LOOKS_INTO_FILES]
    assert broken == []
