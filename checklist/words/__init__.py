"""Code <-> Japanese: every word that a user reads for a code stands here once, in the module of its wing."""

from __future__ import annotations

from checklist.words.accounts import ROLES as ROLES
from checklist.words.assessments import ASSESSMENT_STATES as ASSESSMENT_STATES
from checklist.words.assessments import TRACKS as TRACKS
from checklist.words.center import CENTER as CENTER
from checklist.words.closing import FINDING_KINDS as FINDING_KINDS
from checklist.words.closing import SIGNATORIES as SIGNATORIES
from checklist.words.closing import UNAGREED as UNAGREED
from checklist.words.criteria import CERTAINTIES as CERTAINTIES
from checklist.words.criteria import PARAMETERS as PARAMETERS
from checklist.words.criteria import RESULTS as RESULTS
from checklist.words.days import TOKYO as TOKYO
from checklist.words.days import day as day
from checklist.words.days import fiscal_year as fiscal_year
from checklist.words.days import moment as moment
from checklist.words.guards import GUARDS as GUARDS
from checklist.words.hospitals import ADDONS as ADDONS
from checklist.words.hospitals import FILING_EVENTS as FILING_EVENTS
from checklist.words.hospitals import HOSPITAL_KINDS as HOSPITAL_KINDS
from checklist.words.hospitals import addon_class as addon_class
from checklist.words.improvements import PLAN_STATES as PLAN_STATES
from checklist.words.improvements import SEQUELS as SEQUELS
from checklist.words.region import CRITERIA_WINDOWS as CRITERIA_WINDOWS
from checklist.words.region import FICTIONAL as FICTIONAL
from checklist.words.scales import OFFICIAL as OFFICIAL
from checklist.words.scales import UNANSWERED as UNANSWERED
from checklist.words.scales import letters as letters
from checklist.words.scales import value_word as value_word
from checklist.words.sheets import EXEMPT as EXEMPT
from checklist.words.sheets import FOCUS as FOCUS
from checklist.words.sheets import LACKING as LACKING
from checklist.words.sheets import MODULES as MODULES
from checklist.words.sheets import NOT_COMPARABLE as NOT_COMPARABLE
from checklist.words.sheets import RELATIONS as RELATIONS
from checklist.words.sheets import audience as audience
from checklist.words.sheets import chapter as chapter
from checklist.words.sheets import exempt as exempt
from checklist.words.sheets import focus_of as focus_of
from checklist.words.sheets import left_out as left_out
from checklist.words.troubles import TROUBLES as TROUBLES
from checklist.words.troubles import TROUBLES_AT_SERVER as TROUBLES_AT_SERVER
from checklist.words.visits import DUTIES as DUTIES
from checklist.words.visits import VISIT_MODES as VISIT_MODES
from checklist.words.visits import VISIT_STATES as VISIT_STATES
