"""How the judgement of the 施設基準 is told: a word, one line for an add-on, one line for the hospital, and money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checklist import words
from checklist.model.criteria import Certainty, Result, Settlement
from checklist.rules.criteria.evaluation import Evaluation, Judgement
from checklist.rules.criteria.points import YEN_PER_POINT, Admissions, Standing, admissions, options, standings


def names(found: Iterable[Judgement]) -> str:
    """The places of several requirements, each once."""
    return "、".join(dict.fromkeys(one.requirement.place for one in found))


def standing_line(one: Standing) -> str:
    """One add-on in a few words, such as 医療安全対策加算1は否（不足2件）."""
    counts = {Result.MET: "", Result.NOT_MET: f"（不足{len(one.of(Result.NOT_MET))}件）"}
    counts[Result.UNKNOWN] = f"（{len(one.of(Result.UNKNOWN))}件）"
    confirmed = f"（うち確認済み{one.settled}件）" if one.settled else ""
    return f"{one.addon.name}は{words.RESULTS[one.result]}{counts[one.result]}{confirmed}"


def result_word(one: Judgement) -> str:
    """The answer that counts, and that it rests on a confirmation by hand."""
    return words.RESULTS[one.result] + ("（確認済み）" if one.settled else "")


def settlement(one: Settlement) -> str:
    """Who confirmed it, when, why, by which document and until when; for readers of the answers alone its last day."""
    until = f"{words.day(one.valid_until)}まで有効"
    if not one.settled_by:
        return until
    return f"{words.day(one.settled_on)} {one.settled_by}：{one.reason}（書類：{one.document}、{until}）"


def reason(one: Judgement) -> str:
    """What the records say, and what was confirmed by hand beside it."""
    told = [one.verdict.reason]
    told += [f"確認済み：{settlement(one.settled)}"] if one.settled else []
    told += [f"確認の期限切れ：{settlement(one.lapsed)}"] if one.lapsed else []
    return "\n".join(part for part in told if part)


def claimed(found: Evaluation) -> tuple[Standing, ...]:
    """The add-ons that the hospital has filed on the day."""
    return tuple(one for one in standings(found) if one.filed)


def headline(found: Evaluation) -> str:
    """Entitled or not, in one line."""
    filed = claimed(found)
    if not filed:
        return "医療安全対策加算の届出は登録されていません"
    # Carried over from the set before, since the newest notice could not be read: a judgement that may still change.
    unseen = any(judged.requirement.certainty is Certainty.UNSEEN for one in filed for judged in one.judgements)
    return ("仮判定：" if unseen else "") + "、".join(standing_line(one) for one in filed)


def missing(found: Evaluation) -> str:
    """The requirements of the filed add-ons that are not met, by name; an empty text where all are."""
    return names([judgement for one in claimed(found) for judgement in one.of(Result.NOT_MET)])


def shortfall(found: Evaluation) -> str:
    """What is missing in the add-ons that are filed, as a sentence; an empty text where nothing is."""
    return f"満たしていない要件：{told}。" if (told := missing(found)) else ""


@dataclass(frozen=True)
class _Worth:
    """The points of the filed add-ons, with the admissions that they are claimed for."""

    points: int
    admissions: Admissions

    @property
    def yen(self) -> int:
        """In a year; 0 where nothing is filed or no admission is recorded."""
        # The add-ons are claimed once for each admission, on its first day: what counts is new patients, not days.
        return self.points * YEN_PER_POINT * self.admissions.yearly


def _worth(found: Evaluation) -> _Worth | None:
    """What is filed with its admissions; None for readers of the answers alone, who are told no number."""
    if found.outline:
        return None
    return _Worth(sum(one.addon.points for one in claimed(found)), admissions(found.facts))


def yearly_yen(found: Evaluation) -> int | None:
    """What the filed add-ons are worth in a year; None where it is not known or not to be told."""
    worth = _worth(found)
    return worth.yen or None if worth else None


def money(found: Evaluation) -> str:
    """What the filed add-ons are worth in a year, and what it is made of; nothing for readers of the answers alone."""
    worth = _worth(found)
    if worth is None:
        return ""
    points, known = worth.points, worth.admissions
    if not points:
        return known.basis
    if not known.yearly:
        return f"届出中の加算は{points}点。{known.basis}"
    risk = "満たしていない要件があるため、この金額は算定できないおそれがあります。" if missing(found) else ""
    return f"届出中の加算は{points}点 × 10円 × {known.yearly:,}人 = {worth.yen:,}円/年（試算、{known.basis}）{risk}"


def chances(found: Evaluation) -> tuple[str, ...]:
    """What would bring more, the most first."""
    better = sorted(options(found), key=lambda one: -one.more_points)
    return tuple(one.sentence for one in better if one.sentence and one.yearly)
