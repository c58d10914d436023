"""The dated sets of requirements in data/criteria/, read from TOML; a broken file is told by name and place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from checklist.errors import Fault, Refused
from checklist.model.criteria import Certainty
from checklist.model.hospitals import Addon
from checklist.rules.criteria.rule_set import AddonClass, EvidenceKind, Parameters, Requirement, RuleSet
from checklist.store.db import ROOT

FOLDER = ROOT / "data" / "criteria"
Lines = Mapping[str, Any]
Written = Mapping[str, tuple[Path, Lines]]


# Reading them takes 3.5 ms, several times for one page; they change with the product only.
@lru_cache
def shipped(folder: Path = FOLDER) -> tuple[RuleSet, ...]:
    """Every set of the folder, the oldest first; raises Refused for a broken file."""
    written = {str(content.get("code")): (path, content) for path, content in _written(folder)}
    found = [_checked(path, content, written) for path, content in written.values()]
    return tuple(sorted(found, key=lambda one: one.valid_from))


def evidence_kinds() -> tuple[EvidenceKind, ...]:
    """The kinds of documents that inspectors ask for, as the newest set has them."""
    return shipped()[-1].evidence


def _written(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.glob("*.toml")):
        try:
            yield path, tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeError) as error:
            line = re.search(r"line (\d+)", str(error))
            place = f"{path.name} {line[1]}行目" if line else path.name
            raise Refused([Fault(place, "TOMLとして読み取れません。")]) from error


def _checked(path: Path, content: Lines, written: Written) -> RuleSet:
    try:
        found = _rule_set(content, written)
    except KeyError as error:
        raise Refused(
            [Fault(path.name, f"「{error.args[0]}」がないか、登録されていないものを指しています。")]
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise Refused([Fault(path.name, "日付・数・一覧のいずれかの形が正しくありません。")]) from error
    if faults := _faults(found):
        raise Refused([Fault(path.name, fault) for fault in faults])
    return found


def _faults(found: RuleSet) -> list[str]:
    """What no single line can tell: codes twice, and names of kinds and add-ons that there are not."""
    codes = [one.code for one in found.requirements]
    kinds, addons = {one.code for one in found.evidence}, {one.code for one in found.addons}
    faults = [f"要件「{code}」が重複しています。" for code in dict.fromkeys(codes) if codes.count(code) > 1]
    for one in found.requirements:
        faults += [
            f"要件「{one.code}」の資料「{kind}」は登録されていません。" for kind in one.evidence if kind not in kinds
        ]
        faults += [f"要件「{one.code}」の加算「{one.addon}」は登録されていません。"] if one.addon not in addons else []
    if found.valid_to and found.valid_to < found.valid_from:
        faults.append("適用の終了日が開始日より前です。")
    return faults


def _rule_set(content: Lines, written: Written) -> RuleSet:
    if "based_on" in content:
        return _changed(content, _rule_set(written[content["based_on"]][1], written))
    sources = content["sources"]
    return RuleSet(
        content["code"],
        content["name"],
        _day(content["valid_from"]),
        _day(content["valid_to"]) if "valid_to" in content else None,
        content["source"],
        tuple(_addon(line) for line in content["addon"]),
        tuple(_requirement(line, addon, sources) for line in content["requirement"] for addon in line["addons"]),
        tuple(_evidence(line, sources) for line in content["evidence"]),
        _month_day(content["self_check_as_of"]),
        int(content["self_check_due_month"]),
        tuple(content.get("notes", ())),
    )


def _changed(content: Lines, old: RuleSet) -> RuleSet:
    """A set that names only what differs from another one."""
    changes = {line["code"]: line for line in content.get("change", ())}
    points = {line["code"]: line for line in content.get("addon_change", ())}
    known = {one.code for one in old.requirements} | {one.code for one in old.addons}
    if unknown := (changes.keys() | points.keys()) - known:
        raise KeyError(min(unknown))
    certainty, sources = Certainty(content["certainty"]), content["sources"]
    return replace(
        old,
        code=content["code"],
        name=content["name"],
        valid_from=_day(content["valid_from"]),
        valid_to=_day(content["valid_to"]) if "valid_to" in content else None,
        source=content["source"],
        notes=tuple(content.get("notes", ())),
        statement=content.get("statement", ""),
        addons=tuple(_repriced(replace(one, certainty=certainty), points.get(one.code), sources) for one in old.addons),
        requirements=(
            *(_altered(replace(one, certainty=certainty), changes.get(one.code), sources) for one in old.requirements),
            *(
                replace(_requirement(line, addon, sources), certainty=certainty)
                for line in content.get("requirement", ())
                for addon in line["addons"]
            ),
        ),
    )


def _altered(one: Requirement, change: Lines | None, sources: Lines) -> Requirement:
    if change is None:
        return one
    return replace(
        one,
        text=change.get("text", one.text),
        wording=change.get("measure", one.wording),
        source=sources[change["source"]],
        certainty=Certainty(change["certainty"]),
        parameters={**one.parameters, **_parameters(change.get("parameters", {}))},
    )


def _repriced(one: AddonClass, change: Lines | None, sources: Lines) -> AddonClass:
    if change is None:
        return one
    return replace(
        one, points=int(change["points"]), certainty=Certainty(change["certainty"]), source=sources[change["source"]]
    )


def _addon(line: Lines) -> AddonClass:
    needs = line.get("needs", "")
    return AddonClass(line["code"], line["name"], Addon(line["addon"]), int(line["class"]), int(line["points"]), needs)


def _requirement(line: Lines, addon: str, sources: Lines) -> Requirement:
    return Requirement(
        f"{addon}.{line['code']}",
        addon,
        line["section"],
        line["number"],
        line["text"],
        line["rule"],
        sources[line["source"]],
        tuple(line.get("evidence", ())),
        _parameters(line.get("parameters", {})),
        bool(line.get("emphasis", False)),
        line["measure"],
        int(line["inspection"]),
        line.get("title", ""),
    )


def _evidence(line: Lines, sources: Lines) -> EvidenceKind:
    source = sources[line["source"]]
    return EvidenceKind(line["code"], line["name"], line["window"], source, bool(line.get("certain", True)))


def _parameters(found: Lines) -> Parameters:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(value)
    return value


def _month_day(value: list[int]) -> tuple[int, int]:
    month, day = value
    return int(month), int(day)
