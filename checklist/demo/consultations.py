"""The invented consultations of the support centre: some thousand cases a year, as a desk of one city takes them down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from checklist.demo import center_years, council_years, passed_cases
from checklist.demo import consultation_texts as texts
from checklist.demo.cast import Cast, moment
from checklist.demo.hospitals import Recruiter
from checklist.demo.schedule import business_day
from checklist.model.accounts import Role
from checklist.model.center import Case, Contact, ResponseLine
from checklist.model.center.desk import MessageKind, Option
from checklist.rules import fiscal_year
from checklist.store.center import cases, desk, messages, shipped
from checklist.store.records import records

YEARLY, OF_EACH_HOSPITAL = 1000, 42
"""Cases a year: as many as a large region has, fewer where there are few hospitals."""
# 28 / 11 / 5 / 5 / 12 / 9 / 21 / 9 %: the first, second and seventh are 長野県's of FY2015, the others invented.
SUBJECTS = {"1": 28, "2": 11, "3": 5, "4": 5, "5": 12, "6": 9, "7": 21, "8": 9}
KINDS = {"complaint": 62, "consultation": 27, "inquiry": 8, "proposal": 2, "other": 1}
CALLERS = {"self": 58, "family": 31, "friend": 3, "staff": 4, "other": 2, "unknown": 2}
FACILITIES = {"hospital": 42, "clinic": 33, "dental": 11, "pharmacy": 3, "care": 2, "therapy": 1, "unknown": 8}
DEPARTMENTS = {
    "internal": 24, "psychiatry": 12, "orthopedics": 12, "surgery": 8, "dental": 11, "dermatology": 6, "eye": 5,
    "obstetrics": 5, "pediatrics": 4, "urology": 4, "ear": 4, "plastic": 3, "emergency": 2,
}  # fmt: skip
SATISFIED = {"yes": 38, "rather": 32, "hardly": 12, "no": 6, "unknown": 12}
HARD = {"d1": 46, "d2": 33, "d3": 15, "d4": 5, "unknown": 1}
AGES = {"under20": 1, "a20": 18, "a40": 30, "a60": 16, "a70": 22, "unknown": 13}
SOURCES = {
    "web": 38,
    "agency": 15,
    "before": 14,
    "hospital": 9,
    "friend": 6,
    "paper": 5,
    "leaflet": 4,
    "directory": 4,
    "unknown": 5,
}
CHANNELS = {"phone": 90, "visit": 4, "mail": 3, "letter": 2, "fax": 1}
REGULARS = (("ひまわり", "入院費の説明"), ("すみれ", "薬の量"), ("けやき", "診断書の記載"))
"""Three who call again and again, each known by a word."""
LONGEST = 160


def tell(cast: Cast, hospitals: int, first: int, last: int, seed: int) -> int:
    """Write what the centre took down between the first day of a fiscal year and today; the id of one of its people."""
    rng = Random(seed * 15_485_863)
    opened = moment(date(first, 4, 1), 9)
    server = cast.server(opened)
    staff = [Recruiter(server, rng).add(login, Role.CENTER_STAFF, center=True) for login in ("center2", "center3")]
    Desk(cast, rng, staff, min(YEARLY, OF_EACH_HOSPITAL * hospitals)).tell(first, last)
    center_years.tell(cast, staff[0], first, last)
    passed_cases.tell(cast, staff[0], first, last, seed)
    council_years.tell(cast, staff[0], first, last)
    return staff[0]


class Desk:
    """The desk of the centre over some years."""

    def __init__(self, cast: Cast, rng: Random, staff: Sequence[int], yearly: int) -> None:
        self._cast, self._rng, self._staff, self._yearly = cast, rng, staff, yearly
        self._places: dict[str, list[str]] = {}

    def tell(self, first: int, last: int) -> None:
        """The book and the rules, then every year; the lists change once, in the year before the last."""
        self._open(first)
        for year in range(first, last + 1):
            if year == max(first + 1, last - 1) and year <= last:
                self._change_lists(year)
            for turn, (day, hour, minute) in enumerate(self._calls(year)):
                self._take_down(day, hour, minute, turn)
        self._ask()

    def _open(self, first: int) -> None:
        act = self._cast.act(self._staff[0], moment(date(first, 4, 1), 9))
        desk.take_shipped_referrals(act)
        # Not at the present: a day to come, which a demo may be of, lies behind it.
        now = self._cast.act(self._staff[0], moment(self._cast.today, 8))
        checked = self._cast.today - timedelta(days=90)
        for place, one in enumerate(desk.referrals(act)):
            # One in five was not checked for more than a year, as such books are.
            day = checked if place % 5 else checked - timedelta(days=500)
            known = replace(one, checked_on=max(day, date(first, 4, 1)), hours=texts.HOURS[place % len(texts.HOURS)])
            records.save(now, None, known)
            for subject in one.subjects:
                self._places.setdefault(subject, []).append(str(one.id))
        rule = desk.rule(act, act.today)
        records.save(act, None, replace(rule, valid_from=date(first, 4, 1), id=0, version=0))
        for word, topic in REGULARS:
            line = ResponseLine(reference_word=word, topic=topic, line=texts.LINE, agreed_on=date(first, 4, 1))
            records.save(act, None, line, confirmed=True)

    def _change_lists(self, year: int) -> None:
        """一般診療所 is told apart from 有床診療所 from now on, and 相談内容 8 has another code."""
        act = self._cast.act(self._staff[0], moment(date(year, 3, 20), 10))
        options = [
            one for one in shipped.edition().options if one.parent != "8" and (one.listed, one.code) != ("subject", "8")
        ]
        new = [
            Option("subject", "9", "その他・介護福祉", certainty="架空", former="8"),
            Option("detail", "9-9", "その他", "9", certainty="架空"),
        ]
        desk.adopt(act, f"{year}年度の分類（架空）", date(year, 4, 1), [*options, *new])

    def _calls(self, year: int) -> Iterator[tuple[date, int, int]]:
        """The moments of a year's calls up to today, in their order."""
        first, end = fiscal_year.bounds(year)
        days = sorted({business_day(first + timedelta(days=one)) for one in range((end - first).days + 1)})
        days = [one for one in days if first <= one]
        moments = sorted(
            (
                self._rng.choice(days),
                self._rng.choice((9, 9, 10, 10, 10, 11, 11, 13, 13, 14, 14, 15, 15, 16)),
                self._rng.randrange(60),
            )
            for _ in range(int(self._yearly * self._rng.uniform(0.94, 1.07)))
        )
        return (one for one in moments if one[0] < self._cast.today)

    def _pick(self, weights: dict[str, int]) -> str:
        return self._rng.choices(list(weights), list(weights.values()))[0]

    def _kind(self, subject: str) -> str:
        """Whoever asks where to go or what something means complains about nobody."""
        asks = subject in ("5", "7")
        if asks and self._rng.random() < 0.5:
            return "inquiry"
        found = self._pick(KINDS)
        return "consultation" if asks and found == "complaint" else found

    def _take_down(self, day: date, hour: int, minute: int, turn: int) -> None:
        rng = self._rng
        act = self._cast.act(rng.choice(self._staff), moment(day, hour, minute))
        known = desk.edition_on(act, day).choices("subject")
        subject = self._pick(SUBJECTS)
        regular = REGULARS[turn // 29 % 3] if turn % 29 == 0 else ("", "")
        case = self._case(day, subject if subject in known else "9", regular)
        hard = case.difficulty in ("d3", "d4") or bool(regular[0])
        contact = self._contact(
            case, subject, f"{hour:02}:{minute:02}", LONGEST if turn == 700 else self._minutes(hard)
        )
        case_id = cases.take_down(act, case, contact, confirmed=True)
        if rng.random() < 0.14:
            self._again(case_id, day, subject)

    def _case(self, day: date, subject: str, regular: tuple[str, str]) -> Case:
        rng, facility = self._rng, self._pick(FACILITIES)
        summary, detail = rng.choice(texts.SUMMARIES["8" if subject == "9" else subject])
        hard = self._pick(HARD) if not regular[0] else "d4"
        return Case(
            received_on=day, kind=self._kind(subject),
            caller=self._pick(CALLERS), gender=rng.choice(("female", "female", "male", "unknown")), age=self._pick(AGES),
            residence=rng.choice(("inside",) * 7 + ("prefecture", "outside", "unknown")), source=self._pick(SOURCES),
            facility=facility, care=rng.choice(("outpatient", "outpatient", "inpatient", "unknown")),
            department="dental" if facility == "dental" else self._pick(DEPARTMENTS) if facility in ("hospital", "clinic") else "unknown",
            subject=subject, detail="9-9" if subject == "9" else detail, summary=summary, satisfaction=self._pick(SATISFIED), difficulty=hard,
            reasons=("repeat",) if regular[0] else ("long",) if hard in ("d3", "d4") else (), reference_word=regular[0], topic=regular[1],
            closed=True,
        )  # fmt: skip

    def _contact(self, case: Case, subject: str, started: str, minutes: int) -> Contact:
        rng = self._rng
        done = {"listen"} | {rng.choice(texts.DONE[subject])}
        places = self._places.get(subject, [])
        sent = (rng.choice(places),) if places and rng.random() < 0.45 else ()
        if sent:
            done.add("refer")
        if subject in ("1", "2", "3") and rng.random() < 0.06:
            done.add("tell")
        return Contact(
            case_id=1, held_on=case.received_on, started=started, channel=self._pick(CHANNELS), minutes=minutes,
            responses=tuple(sorted(done)), referrals=sent, note=rng.choice(texts.NOTES),
        )  # fmt: skip

    def _minutes(self, hard: bool) -> int:
        """23 of 100 calls take half an hour or more."""
        rng = self._rng
        if rng.random() < (0.45 if hard else 0.17):
            return min(LONGEST - 20, 30 + int(rng.expovariate(1 / 14)))
        return rng.randint(3, 29)

    def _again(self, case_id: int, day: date, subject: str) -> None:
        """Some call about the same thing once more within two weeks."""
        later = business_day(day + timedelta(days=self._rng.randint(3, 14)))
        if day <= later < self._cast.today:
            act = self._cast.act(self._rng.choice(self._staff), moment(later, 11))
            known = cases.get(act, case_id).case
            contact = replace(
                self._contact(known, subject, "11:00", self._minutes(False)), case_id=case_id, held_on=later
            )
            cases.add_contact(act, contact, confirmed=True)

    def _ask(self) -> None:
        """Of the last cases, one waits for advice and one for its receipt."""
        newest = cases.newest(self._cast.act(self._staff[0], self._cast.present), 2)
        for case, kind, text in zip(newest, (MessageKind.ADVICE, MessageKind.URGENT), texts.ASKED, strict=False):
            messages.ask(self._cast.act(self._staff[0], self._cast.present), case.id, kind, text)
