"""インシデント・アクシデント報告: how many of each 影響度 one profession made in one month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from checklist.errors import Fault
from checklist.model.fields import Counts, Owner, Period, Record, column
from checklist.words.records import HARM_LEVELS, REPORTERS

GRADED = ("level_0", "level_1", "level_2", "level_3a", "level_3b", "level_4a", "level_4b", "level_5")
"""The levels of the classification, mildest first: a share is one of these."""
SEVERE = ("level_3b", "level_4a", "level_4b", "level_5")
"""Level 3b and above: 濃厚な処置や治療を要した and worse."""
MOST = 99_999
# Read in one call: with one getattr for each level, the reports were half of what judging 300 hospitals took.
_COUNTS = attrgetter(*HARM_LEVELS)


def _count(level: str, hint: str) -> Any:
    """How many reports of a level; None is not entered, which 0 is not."""
    return column(HARM_LEVELS[level], None, high=MOST, hint=f"{hint}。0件は「0」、未入力は空欄")


@dataclass(frozen=True, kw_only=True)
class IncidentCount(Record):
    """The reports of one profession in one month, by 影響度; 0 says that there were none, None that nobody said."""

    KIND, WORD = "incident_count", "インシデント報告"
    OWNER, PERIOD, COUNTS = Owner.HOSPITAL, Period.MONTHLY, Counts.BESIDE
    KEY, GRID = ("held_on", "profession"), "profession"

    held_on: date = column("月", month=True)
    profession: str = column("職種", choices=REPORTERS)
    level_0: int | None = _count("level_0", "患者に実施されなかった")
    level_1: int | None = _count("level_1", "患者への実害はなかった")
    level_2: int | None = _count("level_2", "処置や治療は行わなかった（観察の強化や検査が必要になった）")
    level_3a: int | None = _count("level_3a", "簡単な処置や治療を要した")
    level_3b: int | None = _count("level_3b", "濃厚な処置や治療を要した")
    level_4a: int | None = _count("level_4a", "永続的な障害や後遺症が残ったが、有意な機能障害や美容上の問題は伴わない")
    level_4b: int | None = _count("level_4b", "永続的な障害や後遺症が残り、有意な機能障害や美容上の問題を伴う")
    level_5: int | None = _count("level_5", "死亡（原疾患の自然経過によるものを除く）")
    level_other: int | None = _count("level_other", "影響度で表せない報告")
    level_unsorted: int | None = _count("level_unsorted", "影響度を判定していない報告")

    @property
    def counts(self) -> tuple[int | None, ...]:
        """The numbers in the order of the levels."""
        found: tuple[int | None, ...] = _COUNTS(self)
        return found

    @property
    def total(self) -> int:
        """All reports, whatever their level; what was not entered is not counted."""
        return sum(filter(None, self.counts))

    def own_faults(self) -> Iterator[Fault]:
        """Something was counted, and the day is the last one of its month."""
        if all(count is None for count in self.counts):
            yield Fault("件数", "影響度ごとの件数を1つ以上入力してください。")
        if (self.held_on + timedelta(days=1)).day != 1:
            yield Fault("月", "月の末日で記録してください。")
