-- What the steps in checklist/store/migrations add up to. Written by: python -m tests.store.schema_text
-- Tables by name, each with its indexes and triggers in the order in which they were made.
-- Of two triggers that refuse one statement, the later one speaks.

CREATE TABLE addon_class (
    addon TEXT NOT NULL,
    addon_class INTEGER NOT NULL,
    PRIMARY KEY (addon, addon_class)
) STRICT, WITHOUT ROWID;

CREATE TABLE admission (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "count" INTEGER NOT NULL CHECK ("count" >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX admission_by_day ON admission (hospital_id, held_on);

CREATE TRIGGER admission_insert BEFORE INSERT ON admission BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM admission WHERE id = NEW.id);
END;

CREATE TRIGGER admission_update BEFORE UPDATE ON admission WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'admission' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."count" IS OLD."count" OR NEW."count" IS h.content ->> '$.count') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER admission_inserted AFTER INSERT ON admission BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('admission', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'count', NEW."count", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER admission_updated AFTER UPDATE ON admission WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('admission', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'count', NEW."count", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER admission_delete_kept BEFORE DELETE ON admission BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE answer_vector (
    assessment_id INTEGER PRIMARY KEY REFERENCES assessment (id),
    letters TEXT NOT NULL
) STRICT;

CREATE TABLE appointment (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "staff_name" TEXT NOT NULL CHECK (length("staff_name") <= 200),
    "profession" TEXT NOT NULL CHECK (length("profession") <= 200),
    "post" TEXT NOT NULL CHECK (length("post") <= 200),
    "dedication" TEXT NOT NULL CHECK (length("dedication") <= 200),
    "valid_from" TEXT NOT NULL CHECK ("valid_from" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "valid_to" TEXT CHECK ("valid_to" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "other_hours" REAL NOT NULL CHECK ("other_hours" >= 0),
    "safety_since" TEXT CHECK ("safety_since" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX appointment_by_day ON appointment (hospital_id, valid_from);

CREATE TRIGGER appointment_insert BEFORE INSERT ON appointment BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM appointment WHERE id = NEW.id);
END;

CREATE TRIGGER appointment_update BEFORE UPDATE ON appointment WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'appointment' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."dedication" IS OLD."dedication" OR NEW."dedication" IS h.content ->> '$.dedication') AND (NEW."other_hours" IS OLD."other_hours" OR NEW."other_hours" IS h.content ->> '$.other_hours') AND (NEW."post" IS OLD."post" OR NEW."post" IS h.content ->> '$.post') AND (NEW."profession" IS OLD."profession" OR NEW."profession" IS h.content ->> '$.profession') AND (NEW."safety_since" IS OLD."safety_since" OR NEW."safety_since" IS h.content ->> '$.safety_since') AND (NEW."staff_name" IS OLD."staff_name" OR NEW."staff_name" IS h.content ->> '$.staff_name') AND (NEW."valid_from" IS OLD."valid_from" OR NEW."valid_from" IS h.content ->> '$.valid_from') AND (NEW."valid_to" IS OLD."valid_to" OR NEW."valid_to" IS h.content ->> '$.valid_to') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER appointment_inserted AFTER INSERT ON appointment BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('appointment', NEW.id, NEW.version, json_object('staff_name', NEW."staff_name", 'profession', NEW."profession", 'post', NEW."post", 'dedication', NEW."dedication", 'valid_from', NEW."valid_from", 'valid_to', NEW."valid_to", 'other_hours', NEW."other_hours", 'safety_since', NEW."safety_since", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER appointment_updated AFTER UPDATE ON appointment WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('appointment', NEW.id, NEW.version, json_object('staff_name', NEW."staff_name", 'profession', NEW."profession", 'post', NEW."post", 'dedication', NEW."dedication", 'valid_from', NEW."valid_from", 'valid_to', NEW."valid_to", 'other_hours', NEW."other_hours", 'safety_since', NEW."safety_since", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER appointment_delete_kept BEFORE DELETE ON appointment BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE "assessment" (
    id INTEGER PRIMARY KEY,
    track TEXT NOT NULL REFERENCES assessment_track (code),
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    fiscal_year INTEGER NOT NULL,
    edition INTEGER NOT NULL DEFAULT 1 CHECK (edition >= 1),
    visit_sheet_id INTEGER REFERENCES visit_sheet (id),
    state TEXT NOT NULL DEFAULT 'open' REFERENCES assessment_state (code),
    submitted_at TEXT,
    approved_at TEXT,
    created_at TEXT NOT NULL,
    CHECK ((track = 'self') = (visit_sheet_id IS NULL)),
    CHECK ((state = 'open') = (submitted_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX assessment_one_self ON assessment (hospital_id, fiscal_year, version_id, edition)
    WHERE track = 'self';

CREATE UNIQUE INDEX assessment_one_track ON assessment (visit_sheet_id, track) WHERE track <> 'self';

CREATE INDEX assessment_by_visit_sheet ON assessment (visit_sheet_id);

CREATE INDEX assessment_by_year ON assessment (fiscal_year, track, state);

CREATE TRIGGER assessment_freezes_version AFTER INSERT ON assessment BEGIN
    UPDATE sheet_version SET frozen_at = NEW.created_at WHERE id = NEW.version_id AND frozen_at IS NULL;
END;

CREATE TRIGGER assessment_delete_kept BEFORE DELETE ON assessment BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER assessment_replace_kept BEFORE INSERT ON assessment BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM assessment WHERE id = NEW.id); END;

CREATE TRIGGER assessment_update BEFORE UPDATE ON assessment BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.track <> OLD.track
        OR NEW.version_id <> OLD.version_id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.fiscal_year <> OLD.fiscal_year OR NEW.edition <> OLD.edition
        OR NEW.visit_sheet_id IS NOT OLD.visit_sheet_id OR NEW.created_at <> OLD.created_at;
    SELECT RAISE(ABORT, 'not_open: assessment_sealed') WHERE OLD.state = 'sealed' AND NOT (
        NEW.state = 'submitted' AND NEW.submitted_at IS OLD.submitted_at AND NEW.approved_at IS OLD.approved_at
        AND EXISTS (SELECT 1 FROM report JOIN visit_sheet USING (visit_id)
            WHERE visit_sheet.id = OLD.visit_sheet_id)
        AND NOT EXISTS (SELECT 1 FROM report JOIN visit_sheet USING (visit_id)
            WHERE visit_sheet.id = OLD.visit_sheet_id AND NOT EXISTS (
                SELECT 1 FROM report_event WHERE report_id = report.id AND kind = 'reopened')));
    SELECT RAISE(ABORT, 'refused: withdrawal_without_reason')
        WHERE OLD.state = 'submitted' AND NEW.state = 'open' AND NOT EXISTS (
            SELECT 1 FROM assessment_event WHERE assessment_id = OLD.id AND kind = 'withdrawn'
                AND at >= OLD.submitted_at);
END;

CREATE TRIGGER assessment_withdraw_signed BEFORE UPDATE ON assessment WHEN OLD.track = 'visitor'
    AND OLD.state = 'submitted' AND NEW.state = 'open' AND EXISTS (
        SELECT 1 FROM signature JOIN visit_sheet USING (visit_id)
        WHERE visit_sheet.id = OLD.visit_sheet_id AND signature.voided_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'not_open: visitor_signed');
END;

CREATE TRIGGER assessment_left_open AFTER UPDATE OF state ON assessment
    WHEN OLD.state = 'open' AND NEW.state <> 'open'
BEGIN
    INSERT INTO answer_vector (assessment_id, letters) SELECT NEW.id, (SELECT coalesce(group_concat(letter, ''), '') FROM (
        SELECT CASE rating.value WHEN 'NA' THEN '-' WHEN 'UNVERIFIED' THEN '?'
            ELSE coalesce(substr(rating.value, 1, 1), '.') END AS letter
        FROM item LEFT JOIN rating ON rating.item_id = item.id AND rating.assessment_id = NEW.id
        WHERE item.version_id = NEW.version_id ORDER BY item.id));
END;

CREATE TRIGGER assessment_opened_again AFTER UPDATE OF state ON assessment
    WHEN OLD.state <> 'open' AND NEW.state = 'open'
BEGIN
    DELETE FROM answer_vector WHERE assessment_id = NEW.id;
END;

CREATE TABLE "assessment_event" (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    kind TEXT NOT NULL REFERENCES assessment_event_kind (code),
    reason TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (kind <> 'withdrawn' OR length(trim(reason)) > 0)
) STRICT;

CREATE TRIGGER assessment_event_update_kept BEFORE UPDATE ON assessment_event WHEN NOT (NEW.reason IS NOT OLD.reason AND NEW.id IS OLD.id AND NEW.assessment_id IS OLD.assessment_id AND NEW.kind IS OLD.kind AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'assessment_event' AND e.place_id = OLD.id AND e.tombstone = NEW.reason))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER assessment_event_delete_kept BEFORE DELETE ON assessment_event BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER assessment_event_replace_kept BEFORE INSERT ON assessment_event BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM assessment_event WHERE id = NEW.id); END;

CREATE TABLE assessment_event_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_state (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_track (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE attendance (
    id INTEGER PRIMARY KEY,
    "training_id" INTEGER NOT NULL CHECK ("training_id" >= 0),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "hospital_code" TEXT NOT NULL CHECK (length("hospital_code") <= 200),
    "facility" TEXT NOT NULL CHECK (length("facility") <= 200),
    "way" TEXT NOT NULL CHECK (length("way") <= 200),
    "profession" TEXT NOT NULL CHECK (length("profession") <= 200),
    "employment" TEXT NOT NULL CHECK (length("employment") <= 200),
    "people" INTEGER NOT NULL CHECK ("people" >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX attendance_by_day ON attendance (held_on);

CREATE UNIQUE INDEX attendance_by_key ON attendance ("training_id", "hospital_code", "facility", "way", "profession", "employment") WHERE withdrawn_at IS NULL;

CREATE TRIGGER attendance_insert BEFORE INSERT ON attendance BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM attendance WHERE id = NEW.id);
END;

CREATE TRIGGER attendance_update BEFORE UPDATE ON attendance WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'attendance' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."employment" IS OLD."employment" OR NEW."employment" IS h.content ->> '$.employment') AND (NEW."facility" IS OLD."facility" OR NEW."facility" IS h.content ->> '$.facility') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."hospital_code" IS OLD."hospital_code" OR NEW."hospital_code" IS h.content ->> '$.hospital_code') AND (NEW."people" IS OLD."people" OR NEW."people" IS h.content ->> '$.people') AND (NEW."profession" IS OLD."profession" OR NEW."profession" IS h.content ->> '$.profession') AND (NEW."training_id" IS OLD."training_id" OR NEW."training_id" IS h.content ->> '$.training_id') AND (NEW."way" IS OLD."way" OR NEW."way" IS h.content ->> '$.way') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER attendance_inserted AFTER INSERT ON attendance BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('attendance', NEW.id, NEW.version, json_object('training_id', NEW."training_id", 'held_on', NEW."held_on", 'hospital_code', NEW."hospital_code", 'facility', NEW."facility", 'way', NEW."way", 'profession', NEW."profession", 'employment', NEW."employment", 'people', NEW."people", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER attendance_updated AFTER UPDATE ON attendance WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('attendance', NEW.id, NEW.version, json_object('training_id', NEW."training_id", 'held_on', NEW."held_on", 'hospital_code', NEW."hospital_code", 'facility', NEW."facility", 'way', NEW."way", 'profession', NEW."profession", 'employment', NEW."employment", 'people', NEW."people", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER attendance_delete_kept BEFORE DELETE ON attendance BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE attendance_offer (
    id INTEGER PRIMARY KEY,
    training_id INTEGER NOT NULL REFERENCES training_session (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 200),
    held_on TEXT NOT NULL CHECK (held_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    attended INTEGER NOT NULL CHECK (attended >= 0),
    viewed INTEGER NOT NULL CHECK (viewed >= 0 AND attended + viewed > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX attendance_offer_by_hospital ON attendance_offer (hospital_id);

CREATE INDEX attendance_offer_by_training ON attendance_offer (training_id);

CREATE TRIGGER attendance_offer_insert BEFORE INSERT ON attendance_offer BEGIN
    SELECT RAISE(ABORT, 'refused: offered_twice') WHERE EXISTS (SELECT 1 FROM attendance_offer o
        WHERE o.training_id = NEW.training_id AND o.hospital_id = NEW.hospital_id
        AND NOT EXISTS (SELECT 1 FROM offer_withdrawal w WHERE w.offer_id = o.id)
        AND NOT EXISTS (SELECT 1 FROM offer_answer a WHERE a.offer_id = o.id AND a.record_id IS NULL));
END;

CREATE TRIGGER attendance_offer_update_kept BEFORE UPDATE ON attendance_offer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER attendance_offer_delete_kept BEFORE DELETE ON attendance_offer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER attendance_offer_replace_kept BEFORE INSERT ON attendance_offer BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM attendance_offer WHERE id = NEW.id); END;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL REFERENCES audit_kind (code),
    person_id INTEGER REFERENCES person (id),
    address TEXT NOT NULL,
    device TEXT NOT NULL CHECK (length(device) <= 300),
    visit_id INTEGER REFERENCES visit (id),
    about_id INTEGER REFERENCES person (id),
    detail TEXT NOT NULL DEFAULT '' CHECK (length(detail) <= 1000)
) STRICT;

CREATE INDEX audit_by_person ON audit (person_id, at);

CREATE INDEX audit_by_visit ON audit (visit_id);

CREATE INDEX audit_by_day ON audit (at);

CREATE INDEX audit_about ON audit (about_id, kind, id);

CREATE TRIGGER audit_update_kept BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER audit_delete_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER audit_replace_kept BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM audit WHERE id = NEW.id); END;

CREATE TABLE audit_hospital (
            id INTEGER PRIMARY KEY REFERENCES audit (id),
            hospital_id INTEGER NOT NULL REFERENCES hospital (id),
            at TEXT NOT NULL
        ) STRICT;

CREATE INDEX audit_hospital_by_hospital ON audit_hospital (hospital_id, id);

CREATE TRIGGER audit_hospital_update_kept BEFORE UPDATE ON audit_hospital BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER audit_hospital_delete_kept BEFORE DELETE ON audit_hospital BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER audit_hospital_replace_kept BEFORE INSERT ON audit_hospital BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM audit_hospital WHERE id = NEW.id); END;

CREATE TABLE audit_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE backup_plan (
    id INTEGER PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    daily INTEGER NOT NULL CHECK (daily BETWEEN 1 AND 90),
    weekly INTEGER NOT NULL CHECK (weekly BETWEEN 0 AND 104),
    folder TEXT NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER backup_plan_update_kept BEFORE UPDATE ON backup_plan BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER backup_plan_delete_kept BEFORE DELETE ON backup_plan BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER backup_plan_replace_kept BEFORE INSERT ON backup_plan BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM backup_plan WHERE id = NEW.id); END;

CREATE TABLE backup_run (
    id INTEGER PRIMARY KEY,
    drill INTEGER NOT NULL CHECK (drill IN (0, 1)),
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    place TEXT NOT NULL,
    fault TEXT NOT NULL
) STRICT;

CREATE TRIGGER backup_run_update_kept BEFORE UPDATE ON backup_run BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER backup_run_delete_kept BEFORE DELETE ON backup_run BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER backup_run_replace_kept BEFORE INSERT ON backup_run BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM backup_run WHERE id = NEW.id); END;

CREATE TABLE bed_count (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    since TEXT CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    beds INTEGER NOT NULL CHECK (beds BETWEEN 1 AND 3000),
    at TEXT NOT NULL,
    person_id INTEGER REFERENCES person (id)
) STRICT;

CREATE INDEX bed_count_by_hospital ON bed_count (hospital_id);

CREATE TRIGGER bed_count_update_kept BEFORE UPDATE ON bed_count BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER bed_count_delete_kept BEFORE DELETE ON bed_count BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER bed_count_replace_kept BEFORE INSERT ON bed_count BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM bed_count WHERE id = NEW.id); END;

CREATE TABLE business_plan (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "department" TEXT NOT NULL CHECK (length("department") <= 200),
    "assessment" TEXT NOT NULL CHECK (length("assessment") <= 2000),
    "plan" TEXT NOT NULL CHECK (length("plan") <= 2000),
    "evaluated_on" TEXT CHECK ("evaluated_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "outcome" TEXT NOT NULL CHECK (length("outcome") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX business_plan_by_day ON business_plan (hospital_id, held_on);

CREATE TRIGGER business_plan_insert BEFORE INSERT ON business_plan BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM business_plan WHERE id = NEW.id);
END;

CREATE TRIGGER business_plan_update BEFORE UPDATE ON business_plan WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'business_plan' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."assessment" IS OLD."assessment" OR NEW."assessment" IS h.content ->> '$.assessment') AND (NEW."department" IS OLD."department" OR NEW."department" IS h.content ->> '$.department') AND (NEW."evaluated_on" IS OLD."evaluated_on" OR NEW."evaluated_on" IS h.content ->> '$.evaluated_on') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."outcome" IS OLD."outcome" OR NEW."outcome" IS h.content ->> '$.outcome') AND (NEW."plan" IS OLD."plan" OR NEW."plan" IS h.content ->> '$.plan') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER business_plan_inserted AFTER INSERT ON business_plan BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('business_plan', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'department', NEW."department", 'assessment', NEW."assessment", 'plan', NEW."plan", 'evaluated_on', NEW."evaluated_on", 'outcome', NEW."outcome", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER business_plan_updated AFTER UPDATE ON business_plan WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('business_plan', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'department', NEW."department", 'assessment', NEW."assessment", 'plan', NEW."plan", 'evaluated_on', NEW."evaluated_on", 'outcome', NEW."outcome", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER business_plan_delete_kept BEFORE DELETE ON business_plan BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE calendar_feed (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    ended_at TEXT,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE UNIQUE INDEX calendar_feed_living ON calendar_feed (person_id) WHERE ended_at IS NULL;

CREATE TRIGGER calendar_feed_delete_kept BEFORE DELETE ON calendar_feed BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE case_draft (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    content TEXT NOT NULL CHECK (json_valid(content)),
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE case_extract (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "heading" TEXT NOT NULL CHECK (length("heading") <= 200),
    "summary" TEXT NOT NULL CHECK (length("summary") <= 2000),
    "response" TEXT NOT NULL CHECK (length("response") <= 2000),
    "advice" TEXT NOT NULL CHECK (length("advice") <= 2000),
    "checked_by" TEXT NOT NULL CHECK (length("checked_by") <= 200),
    "approved_on" TEXT CHECK ("approved_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "sent_on" TEXT CHECK ("sent_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX case_extract_by_day ON case_extract (held_on);

CREATE TRIGGER case_extract_insert BEFORE INSERT ON case_extract BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM case_extract WHERE id = NEW.id);
END;

CREATE TRIGGER case_extract_update BEFORE UPDATE ON case_extract WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'case_extract' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."advice" IS OLD."advice" OR NEW."advice" IS h.content ->> '$.advice') AND (NEW."approved_on" IS OLD."approved_on" OR NEW."approved_on" IS h.content ->> '$.approved_on') AND (NEW."checked_by" IS OLD."checked_by" OR NEW."checked_by" IS h.content ->> '$.checked_by') AND (NEW."heading" IS OLD."heading" OR NEW."heading" IS h.content ->> '$.heading') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."response" IS OLD."response" OR NEW."response" IS h.content ->> '$.response') AND (NEW."sent_on" IS OLD."sent_on" OR NEW."sent_on" IS h.content ->> '$.sent_on') AND (NEW."summary" IS OLD."summary" OR NEW."summary" IS h.content ->> '$.summary') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER case_extract_inserted AFTER INSERT ON case_extract BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('case_extract', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'heading', NEW."heading", 'summary', NEW."summary", 'response', NEW."response", 'advice', NEW."advice", 'checked_by', NEW."checked_by", 'approved_on', NEW."approved_on", 'sent_on', NEW."sent_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER case_extract_updated AFTER UPDATE ON case_extract WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('case_extract', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'heading', NEW."heading", 'summary', NEW."summary", 'response', NEW."response", 'advice', NEW."advice", 'checked_by', NEW."checked_by", 'approved_on', NEW."approved_on", 'sent_on', NEW."sent_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER case_extract_delete_kept BEFORE DELETE ON case_extract BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE case_history (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (kind, record_id, version)
) STRICT;

CREATE TRIGGER case_history_delete_kept BEFORE DELETE ON case_history BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER case_history_replace_kept BEFORE INSERT ON case_history BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM case_history WHERE id = NEW.id); END;

CREATE TRIGGER case_history_update_kept BEFORE UPDATE ON case_history
WHEN NOT (NEW.content IS NOT OLD.content AND NEW.id IS OLD.id AND NEW.kind IS OLD.kind AND NEW.record_id IS OLD.record_id AND NEW.version IS OLD.version AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'case_history' AND e.place_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE VIRTUAL TABLE case_index USING fts5 (
    folded, content = 'case_search', content_rowid = 'case_id', tokenize = 'trigram');

CREATE TABLE 'case_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'case_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'case_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'case_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE case_message (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES center_case (id),
    kind TEXT NOT NULL,
    about INTEGER REFERENCES case_message (id),
    text TEXT NOT NULL CHECK (length(text) <= 2000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX case_message_by_case ON case_message (case_id);

CREATE TRIGGER case_message_delete_kept BEFORE DELETE ON case_message BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER case_message_replace_kept BEFORE INSERT ON case_message BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM case_message WHERE id = NEW.id); END;

CREATE TRIGGER case_message_update_kept BEFORE UPDATE ON case_message
WHEN NOT (NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.case_id IS OLD.case_id AND NEW.kind IS OLD.kind AND NEW.about IS OLD.about AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'case_message' AND e.place_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE case_opening (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES case_message (id),
    expert_id INTEGER NOT NULL REFERENCES person (id),
    until TEXT NOT NULL CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX case_opening_by_expert ON case_opening (expert_id);

CREATE INDEX case_opening_by_message ON case_opening (message_id);

CREATE TRIGGER case_opening_update_kept BEFORE UPDATE ON case_opening BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER case_opening_delete_kept BEFORE DELETE ON case_opening BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER case_opening_replace_kept BEFORE INSERT ON case_opening BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM case_opening WHERE id = NEW.id); END;

CREATE TABLE case_search (case_id INTEGER PRIMARY KEY REFERENCES center_case (id), folded TEXT NOT NULL) STRICT;

CREATE TRIGGER case_search_added AFTER INSERT ON case_search BEGIN
    INSERT INTO case_index (rowid, folded) VALUES (NEW.case_id, NEW.folded);
END;

CREATE TRIGGER case_search_changed AFTER UPDATE ON case_search BEGIN
    INSERT INTO case_index (case_index, rowid, folded) VALUES ('delete', OLD.case_id, OLD.folded);
    INSERT INTO case_index (rowid, folded) VALUES (NEW.case_id, NEW.folded);
END;

CREATE TRIGGER case_search_gone AFTER DELETE ON case_search BEGIN
    INSERT INTO case_index (case_index, rowid, folded) VALUES ('delete', OLD.case_id, OLD.folded);
END;

CREATE VIRTUAL TABLE case_terms USING fts5vocab (case_index, 'row');

CREATE TABLE case_transfer (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES center_case (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    consent_by TEXT NOT NULL CHECK (consent_by <> ''),
    consent_way TEXT NOT NULL CHECK (consent_way <> ''),
    consent_on TEXT NOT NULL CHECK (consent_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    answer_by TEXT NOT NULL CHECK (answer_by GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    text TEXT NOT NULL CHECK (length(trim(text)) > 0 AND length(text) <= 2000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX case_transfer_by_case ON case_transfer (case_id);

CREATE INDEX case_transfer_by_hospital ON case_transfer (hospital_id);

CREATE TRIGGER case_transfer_delete_kept BEFORE DELETE ON case_transfer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER case_transfer_replace_kept BEFORE INSERT ON case_transfer BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM case_transfer WHERE id = NEW.id); END;

CREATE TRIGGER case_transfer_update_kept BEFORE UPDATE ON case_transfer WHEN NOT (NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.case_id IS OLD.case_id AND NEW.hospital_id IS OLD.hospital_id AND NEW.consent_by IS OLD.consent_by AND NEW.consent_way IS OLD.consent_way AND NEW.consent_on IS OLD.consent_on AND NEW.answer_by IS OLD.answer_by AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id
    AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'case_transfer' AND e.place_id = OLD.id AND e.tombstone = NEW.text))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE center_case (
    id INTEGER PRIMARY KEY,
    "number" TEXT NOT NULL CHECK (length("number") <= 200),
    "received_on" TEXT NOT NULL CHECK ("received_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "kind" TEXT NOT NULL CHECK (length("kind") <= 200),
    "caller" TEXT NOT NULL CHECK (length("caller") <= 200),
    "gender" TEXT NOT NULL CHECK (length("gender") <= 200),
    "age" TEXT NOT NULL CHECK (length("age") <= 200),
    "residence" TEXT NOT NULL CHECK (length("residence") <= 200),
    "source" TEXT NOT NULL CHECK (length("source") <= 200),
    "facility" TEXT NOT NULL CHECK (length("facility") <= 200),
    "care" TEXT NOT NULL CHECK (length("care") <= 200),
    "department" TEXT NOT NULL CHECK (length("department") <= 200),
    "facility_name" TEXT NOT NULL CHECK (length("facility_name") <= 200),
    "subject" TEXT NOT NULL CHECK (length("subject") <= 200),
    "detail" TEXT NOT NULL CHECK (length("detail") <= 200),
    "others" TEXT NOT NULL CHECK (length("others") <= 200),
    "summary" TEXT NOT NULL CHECK (length("summary") <= 2000),
    "satisfaction" TEXT NOT NULL CHECK (length("satisfaction") <= 200),
    "difficulty" TEXT NOT NULL CHECK (length("difficulty") <= 200),
    "reasons" TEXT NOT NULL CHECK (length("reasons") <= 200),
    "issues" TEXT NOT NULL CHECK (length("issues") <= 200),
    "wish" TEXT NOT NULL CHECK (length("wish") <= 200),
    "urgency" TEXT NOT NULL CHECK (length("urgency") <= 200),
    "consent" TEXT NOT NULL CHECK (length("consent") <= 200),
    "reference_word" TEXT NOT NULL CHECK (length("reference_word") <= 200),
    "topic" TEXT NOT NULL CHECK (length("topic") <= 200),
    "closed" INTEGER NOT NULL CHECK ("closed" IN (0, 1)),
    "edition" INTEGER NOT NULL CHECK ("edition" >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX center_case_by_day ON center_case (received_on);

CREATE UNIQUE INDEX center_case_by_number ON center_case ("number");

CREATE INDEX center_case_by_word ON center_case (reference_word) WHERE reference_word <> '';

CREATE TRIGGER center_case_insert BEFORE INSERT ON center_case BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM center_case WHERE id = NEW.id);
END;

CREATE TRIGGER center_case_update BEFORE UPDATE ON center_case BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR (OLD.withdrawn_at IS NOT NULL AND NOT (NEW.withdrawn_at IS OLD.withdrawn_at AND EXISTS (
            SELECT 1 FROM case_history h JOIN erasure e ON e.place = 'case_history' AND e.place_id = h.id
            WHERE h.kind = 'case' AND h.record_id = OLD.id AND (NEW."number" IS OLD."number" OR NEW."number" = e.tombstone) AND (NEW."received_on" IS OLD."received_on" OR NEW."received_on" = e.tombstone) AND (NEW."kind" IS OLD."kind" OR NEW."kind" = e.tombstone) AND (NEW."caller" IS OLD."caller" OR NEW."caller" = e.tombstone) AND (NEW."gender" IS OLD."gender" OR NEW."gender" = e.tombstone) AND (NEW."age" IS OLD."age" OR NEW."age" = e.tombstone) AND (NEW."residence" IS OLD."residence" OR NEW."residence" = e.tombstone) AND (NEW."source" IS OLD."source" OR NEW."source" = e.tombstone) AND (NEW."facility" IS OLD."facility" OR NEW."facility" = e.tombstone) AND (NEW."care" IS OLD."care" OR NEW."care" = e.tombstone) AND (NEW."department" IS OLD."department" OR NEW."department" = e.tombstone) AND (NEW."facility_name" IS OLD."facility_name" OR NEW."facility_name" = e.tombstone) AND (NEW."subject" IS OLD."subject" OR NEW."subject" = e.tombstone) AND (NEW."detail" IS OLD."detail" OR NEW."detail" = e.tombstone) AND (NEW."others" IS OLD."others" OR NEW."others" = e.tombstone) AND (NEW."summary" IS OLD."summary" OR NEW."summary" = e.tombstone) AND (NEW."satisfaction" IS OLD."satisfaction" OR NEW."satisfaction" = e.tombstone) AND (NEW."difficulty" IS OLD."difficulty" OR NEW."difficulty" = e.tombstone) AND (NEW."reasons" IS OLD."reasons" OR NEW."reasons" = e.tombstone) AND (NEW."issues" IS OLD."issues" OR NEW."issues" = e.tombstone) AND (NEW."wish" IS OLD."wish" OR NEW."wish" = e.tombstone) AND (NEW."urgency" IS OLD."urgency" OR NEW."urgency" = e.tombstone) AND (NEW."consent" IS OLD."consent" OR NEW."consent" = e.tombstone) AND (NEW."reference_word" IS OLD."reference_word" OR NEW."reference_word" = e.tombstone) AND (NEW."topic" IS OLD."topic" OR NEW."topic" = e.tombstone) AND (NEW."closed" IS OLD."closed" OR NEW."closed" = e.tombstone) AND (NEW."edition" IS OLD."edition" OR NEW."edition" = e.tombstone) AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" = e.tombstone))));
END;

CREATE TRIGGER center_case_inserted AFTER INSERT ON center_case BEGIN INSERT INTO case_history (kind, record_id, version, content, at, person_id)
        VALUES ('case', NEW.id, NEW.version, json_object('number', NEW."number", 'received_on', NEW."received_on", 'kind', NEW."kind", 'caller', NEW."caller", 'gender', NEW."gender", 'age', NEW."age", 'residence', NEW."residence", 'source', NEW."source", 'facility', NEW."facility", 'care', NEW."care", 'department', NEW."department", 'facility_name', NEW."facility_name", 'subject', NEW."subject", 'detail', NEW."detail", 'others', NEW."others", 'summary', NEW."summary", 'satisfaction', NEW."satisfaction", 'difficulty', NEW."difficulty", 'reasons', NEW."reasons", 'issues', NEW."issues", 'wish', NEW."wish", 'urgency', NEW."urgency", 'consent', NEW."consent", 'reference_word', NEW."reference_word", 'topic', NEW."topic", 'closed', NEW."closed", 'edition', NEW."edition", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER center_case_updated AFTER UPDATE ON center_case BEGIN INSERT INTO case_history (kind, record_id, version, content, at, person_id)
        VALUES ('case', NEW.id, NEW.version, json_object('number', NEW."number", 'received_on', NEW."received_on", 'kind', NEW."kind", 'caller', NEW."caller", 'gender', NEW."gender", 'age', NEW."age", 'residence', NEW."residence", 'source', NEW."source", 'facility', NEW."facility", 'care', NEW."care", 'department', NEW."department", 'facility_name', NEW."facility_name", 'subject', NEW."subject", 'detail', NEW."detail", 'others', NEW."others", 'summary', NEW."summary", 'satisfaction', NEW."satisfaction", 'difficulty', NEW."difficulty", 'reasons', NEW."reasons", 'issues', NEW."issues", 'wish', NEW."wish", 'urgency', NEW."urgency", 'consent', NEW."consent", 'reference_word', NEW."reference_word", 'topic', NEW."topic", 'closed', NEW."closed", 'edition', NEW."edition", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER center_case_delete_kept BEFORE DELETE ON center_case BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE center_consent (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX center_consent_by_hospital ON center_consent (hospital_id);

CREATE TRIGGER center_consent_update_kept BEFORE UPDATE ON center_consent
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER center_consent_delete_kept BEFORE DELETE ON center_consent
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER center_consent_replace_kept BEFORE INSERT ON center_consent
BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM center_consent WHERE id = NEW.id); END;

CREATE TABLE center_contact (
    id INTEGER PRIMARY KEY,
    "case_id" INTEGER NOT NULL CHECK ("case_id" >= 0),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "started" TEXT NOT NULL CHECK (length("started") <= 200),
    "channel" TEXT NOT NULL CHECK (length("channel") <= 200),
    "minutes" INTEGER CHECK ("minutes" >= 0),
    "responses" TEXT NOT NULL CHECK (length("responses") <= 200),
    "referrals" TEXT NOT NULL CHECK (length("referrals") <= 200),
    "note" TEXT NOT NULL CHECK (length("note") <= 2000),
    "next_step" TEXT NOT NULL CHECK (length("next_step") <= 200),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX center_contact_by_day ON center_contact (held_on);

CREATE INDEX center_contact_by_case ON center_contact (case_id);

CREATE TRIGGER center_contact_insert BEFORE INSERT ON center_contact BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM center_contact WHERE id = NEW.id);
END;

CREATE TRIGGER center_contact_update BEFORE UPDATE ON center_contact BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR (OLD.withdrawn_at IS NOT NULL AND NOT (NEW.withdrawn_at IS OLD.withdrawn_at AND EXISTS (
            SELECT 1 FROM case_history h JOIN erasure e ON e.place = 'case_history' AND e.place_id = h.id
            WHERE h.kind = 'contact' AND h.record_id = OLD.id AND (NEW."case_id" IS OLD."case_id" OR NEW."case_id" = e.tombstone) AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" = e.tombstone) AND (NEW."started" IS OLD."started" OR NEW."started" = e.tombstone) AND (NEW."channel" IS OLD."channel" OR NEW."channel" = e.tombstone) AND (NEW."minutes" IS OLD."minutes" OR NEW."minutes" = e.tombstone) AND (NEW."responses" IS OLD."responses" OR NEW."responses" = e.tombstone) AND (NEW."referrals" IS OLD."referrals" OR NEW."referrals" = e.tombstone) AND (NEW."note" IS OLD."note" OR NEW."note" = e.tombstone) AND (NEW."next_step" IS OLD."next_step" OR NEW."next_step" = e.tombstone) AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" = e.tombstone))));
END;

CREATE TRIGGER center_contact_inserted AFTER INSERT ON center_contact BEGIN INSERT INTO case_history (kind, record_id, version, content, at, person_id)
        VALUES ('contact', NEW.id, NEW.version, json_object('case_id', NEW."case_id", 'held_on', NEW."held_on", 'started', NEW."started", 'channel', NEW."channel", 'minutes', NEW."minutes", 'responses', NEW."responses", 'referrals', NEW."referrals", 'note', NEW."note", 'next_step', NEW."next_step", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER center_contact_updated AFTER UPDATE ON center_contact BEGIN INSERT INTO case_history (kind, record_id, version, content, at, person_id)
        VALUES ('contact', NEW.id, NEW.version, json_object('case_id', NEW."case_id", 'held_on', NEW."held_on", 'started', NEW."started", 'channel', NEW."channel", 'minutes', NEW."minutes", 'responses', NEW."responses", 'referrals', NEW."referrals", 'note', NEW."note", 'next_step', NEW."next_step", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER center_contact_delete_kept BEFORE DELETE ON center_contact BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE center_evaluation (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "centre" TEXT NOT NULL CHECK (length("centre") <= 200),
    "of_year" INTEGER NOT NULL CHECK ("of_year" >= 0),
    "cases" INTEGER NOT NULL CHECK ("cases" >= 0),
    "task1" TEXT NOT NULL CHECK (length("task1") <= 200),
    "task2" TEXT NOT NULL CHECK (length("task2") <= 200),
    "task3" TEXT NOT NULL CHECK (length("task3") <= 200),
    "task4" TEXT NOT NULL CHECK (length("task4") <= 200),
    "task5" TEXT NOT NULL CHECK (length("task5") <= 200),
    "task6" TEXT NOT NULL CHECK (length("task6") <= 200),
    "task7" TEXT NOT NULL CHECK (length("task7") <= 200),
    "good" TEXT NOT NULL CHECK (length("good") <= 2000),
    "advice" TEXT NOT NULL CHECK (length("advice") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX center_evaluation_by_day ON center_evaluation (held_on);

CREATE TRIGGER center_evaluation_insert BEFORE INSERT ON center_evaluation BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM center_evaluation WHERE id = NEW.id);
END;

CREATE TRIGGER center_evaluation_update BEFORE UPDATE ON center_evaluation BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER center_evaluation_inserted AFTER INSERT ON center_evaluation BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('center_evaluation', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'centre', NEW."centre", 'of_year', NEW."of_year", 'cases', NEW."cases", 'task1', NEW."task1", 'task2', NEW."task2", 'task3', NEW."task3", 'task4', NEW."task4", 'task5', NEW."task5", 'task6', NEW."task6", 'task7', NEW."task7", 'good', NEW."good", 'advice', NEW."advice", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER center_evaluation_updated AFTER UPDATE ON center_evaluation BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('center_evaluation', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'centre', NEW."centre", 'of_year', NEW."of_year", 'cases', NEW."cases", 'task1', NEW."task1", 'task2', NEW."task2", 'task3', NEW."task3", 'task4', NEW."task4", 'task5', NEW."task5", 'task6', NEW."task6", 'task7', NEW."task7", 'good', NEW."good", 'advice', NEW."advice", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER center_evaluation_delete_kept BEFORE DELETE ON center_evaluation BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE center_support (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "kind" TEXT NOT NULL CHECK (length("kind") <= 200),
    "centre" TEXT NOT NULL CHECK (length("centre") <= 200),
    "content" TEXT NOT NULL CHECK (length("content") <= 2000),
    "result" TEXT NOT NULL CHECK (length("result") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX center_support_by_day ON center_support (held_on);

CREATE TRIGGER center_support_insert BEFORE INSERT ON center_support BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM center_support WHERE id = NEW.id);
END;

CREATE TRIGGER center_support_update BEFORE UPDATE ON center_support WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'center_support' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."centre" IS OLD."centre" OR NEW."centre" IS h.content ->> '$.centre') AND (NEW."content" IS OLD."content" OR NEW."content" IS h.content ->> '$.content') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."kind" IS OLD."kind" OR NEW."kind" IS h.content ->> '$.kind') AND (NEW."result" IS OLD."result" OR NEW."result" IS h.content ->> '$.result') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER center_support_inserted AFTER INSERT ON center_support BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('center_support', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'kind', NEW."kind", 'centre', NEW."centre", 'content', NEW."content", 'result', NEW."result", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER center_support_updated AFTER UPDATE ON center_support WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('center_support', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'kind', NEW."kind", 'centre', NEW."centre", 'content', NEW."content", 'result', NEW."result", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER center_support_delete_kept BEFORE DELETE ON center_support BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE chain (
    position INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    link BLOB NOT NULL CHECK (length(link) = 32),
    UNIQUE (source, row_id)
) STRICT;

CREATE TRIGGER chain_insert BEFORE INSERT ON chain BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.position <> 1 + (SELECT coalesce(max(position), 0) FROM chain)
        OR EXISTS (SELECT 1 FROM chain WHERE source = NEW.source AND row_id = NEW.row_id);
END;

CREATE TRIGGER chain_update_kept BEFORE UPDATE ON chain BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER chain_delete_kept BEFORE DELETE ON chain BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE chapter (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (version_id, code),
    UNIQUE (version_id, id)
) STRICT;

CREATE TRIGGER chapter_insert_frozen BEFORE INSERT ON chapter BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = NEW.version_id) IS NOT NULL; END;

CREATE TRIGGER chapter_update_frozen BEFORE UPDATE ON chapter BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = OLD.version_id) IS NOT NULL; END;

CREATE TRIGGER chapter_delete_frozen BEFORE DELETE ON chapter BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = OLD.version_id) IS NOT NULL; END;

CREATE TRIGGER chapter_replace_kept BEFORE INSERT ON chapter BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM chapter WHERE id = NEW.id); END;

CREATE TABLE chapter_handover (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    chapter_code TEXT NOT NULL,
    to_person_id INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id) CHECK (person_id <> to_person_id)
) STRICT;

CREATE INDEX chapter_handover_by_visit ON chapter_handover (visit_id, to_person_id);

CREATE TRIGGER chapter_handover_insert BEFORE INSERT ON chapter_handover
                WHEN EXISTS (SELECT 1 FROM chapter_handover WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER chapter_handover_update_kept BEFORE update ON chapter_handover
                    BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER chapter_handover_delete_kept BEFORE delete ON chapter_handover
                    BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE closing (
    visit_id INTEGER PRIMARY KEY REFERENCES visit (id),
    remarks TEXT NOT NULL DEFAULT '' CHECK (length(remarks) <= 20000),
    version INTEGER NOT NULL CHECK (version >= 1),
    opened_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER closing_insert BEFORE INSERT ON closing BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = NEW.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = NEW.visit_id AND voided_at IS NULL);
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM closing WHERE visit_id = NEW.visit_id);
END;

CREATE TRIGGER closing_update BEFORE UPDATE ON closing WHEN NOT (NEW.remarks IS NOT OLD.remarks AND NEW.visit_id IS OLD.visit_id AND NEW.opened_at IS OLD.opened_at AND NEW.updated_at IS OLD.updated_at AND NEW.person_id IS OLD.person_id AND NEW.version = OLD.version + 1 AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'closing' AND e.place_id = OLD.visit_id AND e.tombstone = NEW.remarks))
BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = OLD.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = OLD.visit_id AND voided_at IS NULL);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.visit_id <> OLD.visit_id OR NEW.version <> OLD.version + 1;
END;

CREATE TRIGGER closing_delete_kept BEFORE DELETE ON closing BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE committee_meeting (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "participants" INTEGER NOT NULL CHECK ("participants" >= 0),
    "director_present" INTEGER NOT NULL CHECK ("director_present" IN (0, 1)),
    "manager_present" INTEGER NOT NULL CHECK ("manager_present" IN (0, 1)),
    "decisions" TEXT NOT NULL CHECK (length("decisions") <= 2000),
    "minutes" INTEGER NOT NULL CHECK ("minutes" IN (0, 1)),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX committee_meeting_by_day ON committee_meeting (hospital_id, held_on);

CREATE TRIGGER committee_meeting_insert BEFORE INSERT ON committee_meeting BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM committee_meeting WHERE id = NEW.id);
END;

CREATE TRIGGER committee_meeting_update BEFORE UPDATE ON committee_meeting WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'committee_meeting' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."decisions" IS OLD."decisions" OR NEW."decisions" IS h.content ->> '$.decisions') AND (NEW."director_present" IS OLD."director_present" OR NEW."director_present" IS h.content ->> '$.director_present') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."manager_present" IS OLD."manager_present" OR NEW."manager_present" IS h.content ->> '$.manager_present') AND (NEW."minutes" IS OLD."minutes" OR NEW."minutes" IS h.content ->> '$.minutes') AND (NEW."participants" IS OLD."participants" OR NEW."participants" IS h.content ->> '$.participants') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER committee_meeting_inserted AFTER INSERT ON committee_meeting BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('committee_meeting', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'participants', NEW."participants", 'director_present', NEW."director_present", 'manager_present', NEW."manager_present", 'decisions', NEW."decisions", 'minutes', NEW."minutes", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER committee_meeting_updated AFTER UPDATE ON committee_meeting WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('committee_meeting', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'participants', NEW."participants", 'director_present', NEW."director_present", 'manager_present', NEW."manager_present", 'decisions', NEW."decisions", 'minutes', NEW."minutes", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER committee_meeting_delete_kept BEFORE DELETE ON committee_meeting BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE conference (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "participants" INTEGER NOT NULL CHECK ("participants" >= 0),
    "committee_members" INTEGER NOT NULL CHECK ("committee_members" >= 0),
    "remote" INTEGER NOT NULL CHECK ("remote" IN (0, 1)),
    "topic" TEXT NOT NULL CHECK (length("topic") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX conference_by_day ON conference (hospital_id, held_on);

CREATE TRIGGER conference_insert BEFORE INSERT ON conference BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM conference WHERE id = NEW.id);
END;

CREATE TRIGGER conference_update BEFORE UPDATE ON conference WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'conference' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."committee_members" IS OLD."committee_members" OR NEW."committee_members" IS h.content ->> '$.committee_members') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."participants" IS OLD."participants" OR NEW."participants" IS h.content ->> '$.participants') AND (NEW."remote" IS OLD."remote" OR NEW."remote" IS h.content ->> '$.remote') AND (NEW."topic" IS OLD."topic" OR NEW."topic" IS h.content ->> '$.topic') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER conference_inserted AFTER INSERT ON conference BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('conference', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'participants', NEW."participants", 'committee_members', NEW."committee_members", 'remote', NEW."remote", 'topic', NEW."topic", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER conference_updated AFTER UPDATE ON conference WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('conference', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'participants', NEW."participants", 'committee_members', NEW."committee_members", 'remote', NEW."remote", 'topic', NEW."topic", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER conference_delete_kept BEFORE DELETE ON conference BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE council_draw (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL UNIQUE REFERENCES council_meeting (id),
    seats INTEGER NOT NULL CHECK (seats >= 1),
    seed TEXT NOT NULL CHECK (length(seed) = 64),
    entrants TEXT NOT NULL CHECK (json_valid(entrants)),
    drawn TEXT NOT NULL CHECK (json_valid(drawn)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER council_draw_update_kept BEFORE UPDATE ON council_draw BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER council_draw_delete_kept BEFORE DELETE ON council_draw BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER council_draw_replace_kept BEFORE INSERT ON council_draw BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM council_draw WHERE id = NEW.id); END;

CREATE TABLE council_item (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "place" INTEGER NOT NULL CHECK ("place" >= 0),
    "kind" TEXT NOT NULL CHECK (length("kind") <= 200),
    "title" TEXT NOT NULL CHECK (length("title") <= 200),
    "closed" INTEGER NOT NULL CHECK ("closed" IN (0, 1)),
    "closed_reason" TEXT NOT NULL CHECK (length("closed_reason") <= 200),
    "papers" TEXT NOT NULL CHECK (length("papers") <= 2000),
    "opinions" TEXT NOT NULL CHECK (length("opinions") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT, "meeting_id" INTEGER REFERENCES council_meeting (id),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX council_item_by_day ON council_item (held_on);

CREATE INDEX council_item_by_meeting ON council_item (meeting_id);

CREATE TRIGGER council_item_insert BEFORE INSERT ON council_item BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM council_item WHERE id = NEW.id);
END;

CREATE TRIGGER council_item_update BEFORE UPDATE ON council_item WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'council_item' AND h.record_id = OLD.id AND h.version = OLD.version AND NEW."meeting_id" IS OLD."meeting_id" AND (NEW."closed" IS OLD."closed" OR NEW."closed" IS h.content ->> '$.closed') AND (NEW."closed_reason" IS OLD."closed_reason" OR NEW."closed_reason" IS h.content ->> '$.closed_reason') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."kind" IS OLD."kind" OR NEW."kind" IS h.content ->> '$.kind') AND (NEW."opinions" IS OLD."opinions" OR NEW."opinions" IS h.content ->> '$.opinions') AND (NEW."papers" IS OLD."papers" OR NEW."papers" IS h.content ->> '$.papers') AND (NEW."place" IS OLD."place" OR NEW."place" IS h.content ->> '$.place') AND (NEW."title" IS OLD."title" OR NEW."title" IS h.content ->> '$.title') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER council_item_inserted AFTER INSERT ON council_item BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('council_item', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'place', NEW."place", 'kind', NEW."kind", 'title', NEW."title", 'closed', NEW."closed", 'closed_reason', NEW."closed_reason", 'papers', NEW."papers", 'opinions', NEW."opinions", 'meeting_id', NEW."meeting_id", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER council_item_updated AFTER UPDATE ON council_item WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('council_item', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'place', NEW."place", 'kind', NEW."kind", 'title', NEW."title", 'closed', NEW."closed", 'closed_reason', NEW."closed_reason", 'papers', NEW."papers", 'opinions', NEW."opinions", 'meeting_id', NEW."meeting_id", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER council_item_delete_kept BEFORE DELETE ON council_item BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE council_meeting (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "name" TEXT NOT NULL CHECK (length("name") <= 200),
    "form" TEXT NOT NULL CHECK (length("form") <= 200),
    "hours" TEXT NOT NULL CHECK (length("hours") <= 200),
    "place" TEXT NOT NULL CHECK (length("place") <= 200),
    "announced_on" TEXT CHECK ("announced_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "seats" INTEGER NOT NULL CHECK ("seats" >= 0),
    "observing" TEXT NOT NULL CHECK (length("observing") <= 2000),
    "access" TEXT NOT NULL CHECK (length("access") <= 200),
    "held" INTEGER NOT NULL CHECK ("held" IN (0, 1)),
    "present" INTEGER NOT NULL CHECK ("present" >= 0),
    "absent" INTEGER NOT NULL CHECK ("absent" >= 0),
    "observers" INTEGER NOT NULL CHECK ("observers" >= 0),
    "published_on" TEXT CHECK ("published_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "contact" TEXT NOT NULL CHECK (length("contact") <= 200),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT, "apply_until" TEXT CHECK ("apply_until" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), "access_until" TEXT CHECK ("access_until" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), "opinions_until" TEXT CHECK ("opinions_until" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'), "next_on" TEXT CHECK ("next_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX council_meeting_by_day ON council_meeting (held_on);

CREATE TRIGGER council_meeting_insert BEFORE INSERT ON council_meeting BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM council_meeting WHERE id = NEW.id);
END;

CREATE TRIGGER council_meeting_update BEFORE UPDATE ON council_meeting WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'council_meeting' AND h.record_id = OLD.id AND h.version = OLD.version AND NEW."next_on" IS OLD."next_on" AND NEW."opinions_until" IS OLD."opinions_until" AND NEW."access_until" IS OLD."access_until" AND NEW."apply_until" IS OLD."apply_until" AND (NEW."absent" IS OLD."absent" OR NEW."absent" IS h.content ->> '$.absent') AND (NEW."access" IS OLD."access" OR NEW."access" IS h.content ->> '$.access') AND (NEW."announced_on" IS OLD."announced_on" OR NEW."announced_on" IS h.content ->> '$.announced_on') AND (NEW."contact" IS OLD."contact" OR NEW."contact" IS h.content ->> '$.contact') AND (NEW."form" IS OLD."form" OR NEW."form" IS h.content ->> '$.form') AND (NEW."held" IS OLD."held" OR NEW."held" IS h.content ->> '$.held') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."hours" IS OLD."hours" OR NEW."hours" IS h.content ->> '$.hours') AND (NEW."name" IS OLD."name" OR NEW."name" IS h.content ->> '$.name') AND (NEW."observers" IS OLD."observers" OR NEW."observers" IS h.content ->> '$.observers') AND (NEW."observing" IS OLD."observing" OR NEW."observing" IS h.content ->> '$.observing') AND (NEW."place" IS OLD."place" OR NEW."place" IS h.content ->> '$.place') AND (NEW."present" IS OLD."present" OR NEW."present" IS h.content ->> '$.present') AND (NEW."published_on" IS OLD."published_on" OR NEW."published_on" IS h.content ->> '$.published_on') AND (NEW."seats" IS OLD."seats" OR NEW."seats" IS h.content ->> '$.seats') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER council_meeting_inserted AFTER INSERT ON council_meeting BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('council_meeting', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'name', NEW."name", 'form', NEW."form", 'hours', NEW."hours", 'place', NEW."place", 'announced_on', NEW."announced_on", 'seats', NEW."seats", 'observing', NEW."observing", 'access', NEW."access", 'held', NEW."held", 'present', NEW."present", 'absent', NEW."absent", 'observers', NEW."observers", 'published_on', NEW."published_on", 'contact', NEW."contact", 'apply_until', NEW."apply_until", 'access_until', NEW."access_until", 'opinions_until', NEW."opinions_until", 'next_on', NEW."next_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER council_meeting_updated AFTER UPDATE ON council_meeting WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('council_meeting', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'name', NEW."name", 'form', NEW."form", 'hours', NEW."hours", 'place', NEW."place", 'announced_on', NEW."announced_on", 'seats', NEW."seats", 'observing', NEW."observing", 'access', NEW."access", 'held', NEW."held", 'present', NEW."present", 'absent', NEW."absent", 'observers', NEW."observers", 'published_on', NEW."published_on", 'contact', NEW."contact", 'apply_until', NEW."apply_until", 'access_until', NEW."access_until", 'opinions_until', NEW."opinions_until", 'next_on', NEW."next_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER council_meeting_delete_kept BEFORE DELETE ON council_meeting BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE council_member (
    id INTEGER PRIMARY KEY,
    "term_from" TEXT NOT NULL CHECK ("term_from" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "term_until" TEXT NOT NULL CHECK ("term_until" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "name" TEXT NOT NULL CHECK (length("name") <= 200),
    "member_group" TEXT NOT NULL CHECK (length("member_group") <= 200),
    "role" TEXT NOT NULL CHECK (length("role") <= 200),
    "called" INTEGER NOT NULL CHECK ("called" IN (0, 1)),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX council_member_by_day ON council_member (term_from);

CREATE TRIGGER council_member_insert BEFORE INSERT ON council_member BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM council_member WHERE id = NEW.id);
END;

CREATE TRIGGER council_member_update BEFORE UPDATE ON council_member WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'council_member' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."called" IS OLD."called" OR NEW."called" IS h.content ->> '$.called') AND (NEW."member_group" IS OLD."member_group" OR NEW."member_group" IS h.content ->> '$.member_group') AND (NEW."name" IS OLD."name" OR NEW."name" IS h.content ->> '$.name') AND (NEW."role" IS OLD."role" OR NEW."role" IS h.content ->> '$.role') AND (NEW."term_from" IS OLD."term_from" OR NEW."term_from" IS h.content ->> '$.term_from') AND (NEW."term_until" IS OLD."term_until" OR NEW."term_until" IS h.content ->> '$.term_until') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER council_member_inserted AFTER INSERT ON council_member BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('council_member', NEW.id, NEW.version, json_object('term_from', NEW."term_from", 'term_until', NEW."term_until", 'name', NEW."name", 'member_group', NEW."member_group", 'role', NEW."role", 'called', NEW."called", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER council_member_updated AFTER UPDATE ON council_member WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('council_member', NEW.id, NEW.version, json_object('term_from', NEW."term_from", 'term_until', NEW."term_until", 'name', NEW."name", 'member_group', NEW."member_group", 'role', NEW."role", 'called', NEW."called", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER council_member_delete_kept BEFORE DELETE ON council_member BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE council_observer (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES council_meeting (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    way TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(name) <= 100),
    contact TEXT NOT NULL CHECK (length(contact) <= 200),
    access TEXT NOT NULL CHECK (length(access) <= 200),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (meeting_id, number)
) STRICT;

CREATE TRIGGER council_observer_delete_kept BEFORE DELETE ON council_observer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER council_observer_replace_kept BEFORE INSERT ON council_observer BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM council_observer WHERE id = NEW.id); END;

CREATE TRIGGER council_observer_update BEFORE UPDATE ON council_observer
WHEN NOT (NEW.name = '' AND NEW.contact = '' AND NEW.access = '' AND NEW.id IS OLD.id AND NEW.meeting_id IS OLD.meeting_id
    AND NEW.number IS OLD.number AND NEW.way IS OLD.way AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id)
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE council_paper (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES council_item (id),
    kind TEXT NOT NULL,
    period TEXT NOT NULL,
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    figures TEXT NOT NULL,
    file TEXT NOT NULL,
    title TEXT NOT NULL CHECK (length(title) <= 200),
    as_of TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX council_paper_by_item ON council_paper (item_id);

CREATE TRIGGER council_paper_update_kept BEFORE UPDATE ON council_paper BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER council_paper_delete_kept BEFORE DELETE ON council_paper BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER council_paper_replace_kept BEFORE INSERT ON council_paper BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM council_paper WHERE id = NEW.id); END;

CREATE TABLE council_paper_removal (
    id INTEGER PRIMARY KEY,
    paper_id INTEGER NOT NULL UNIQUE REFERENCES council_paper (id),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0 AND length(reason) <= 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER council_paper_removal_update_kept BEFORE UPDATE ON council_paper_removal BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER council_paper_removal_delete_kept BEFORE DELETE ON council_paper_removal BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER council_paper_removal_replace_kept BEFORE INSERT ON council_paper_removal BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM council_paper_removal WHERE id = NEW.id); END;

CREATE TABLE "course" (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "staff_name" TEXT NOT NULL CHECK (length("staff_name") <= 200),
    "finished_on" TEXT NOT NULL CHECK ("finished_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "title" TEXT NOT NULL CHECK (length("title") <= 200),
    "organiser" TEXT NOT NULL CHECK (length("organiser") <= 200),
    "organiser_name" TEXT NOT NULL CHECK (length("organiser_name") <= 200),
    "hours" REAL NOT NULL CHECK ("hours" >= 0),
    "topics" TEXT NOT NULL CHECK (length("topics") <= 200),
    "exercise" TEXT NOT NULL CHECK (length("exercise") <= 200),
    "physician_training" INTEGER NOT NULL CHECK ("physician_training" IN (0, 1)),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX course_by_day ON course (hospital_id, finished_on);

CREATE TRIGGER course_insert BEFORE INSERT ON course BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM course WHERE id = NEW.id);
END;

CREATE TRIGGER course_update BEFORE UPDATE ON course WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'course' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."exercise" IS OLD."exercise" OR NEW."exercise" IS h.content ->> '$.exercise') AND (NEW."finished_on" IS OLD."finished_on" OR NEW."finished_on" IS h.content ->> '$.finished_on') AND (NEW."hours" IS OLD."hours" OR NEW."hours" IS h.content ->> '$.hours') AND (NEW."organiser" IS OLD."organiser" OR NEW."organiser" IS h.content ->> '$.organiser') AND (NEW."organiser_name" IS OLD."organiser_name" OR NEW."organiser_name" IS h.content ->> '$.organiser_name') AND (NEW."physician_training" IS OLD."physician_training" OR NEW."physician_training" IS h.content ->> '$.physician_training') AND (NEW."staff_name" IS OLD."staff_name" OR NEW."staff_name" IS h.content ->> '$.staff_name') AND (NEW."title" IS OLD."title" OR NEW."title" IS h.content ->> '$.title') AND (NEW."topics" IS OLD."topics" OR NEW."topics" IS h.content ->> '$.topics') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER course_inserted AFTER INSERT ON course BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('course', NEW.id, NEW.version, json_object('staff_name', NEW."staff_name", 'finished_on', NEW."finished_on", 'title', NEW."title", 'organiser', NEW."organiser", 'organiser_name', NEW."organiser_name", 'hours', NEW."hours", 'topics', NEW."topics", 'exercise', NEW."exercise", 'physician_training', NEW."physician_training", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER course_updated AFTER UPDATE ON course WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('course', NEW.id, NEW.version, json_object('staff_name', NEW."staff_name", 'finished_on', NEW."finished_on", 'title', NEW."title", 'organiser', NEW."organiser", 'organiser_name', NEW."organiser_name", 'hours', NEW."hours", 'topics', NEW."topics", 'exercise', NEW."exercise", 'physician_training', NEW."physician_training", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER course_delete_kept BEFORE DELETE ON course BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE criteria_window (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE date_answer (
    id INTEGER PRIMARY KEY,
    offer_id INTEGER NOT NULL REFERENCES date_offer (id),
    value TEXT NOT NULL CHECK (value <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (offer_id, person_id)
) STRICT;

CREATE INDEX date_answer_by_person ON date_answer (person_id);

CREATE TRIGGER date_answer_delete_kept BEFORE DELETE ON date_answer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE date_offer (
    id INTEGER PRIMARY KEY,
    poll_id INTEGER NOT NULL REFERENCES date_poll (id),
    on_date TEXT NOT NULL CHECK (on_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    part TEXT NOT NULL CHECK (part <> ''),
    begins TEXT NOT NULL CHECK (begins = '' OR begins GLOB '[0-2][0-9]:[0-5][0-9]'),
    dropped_at TEXT,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE UNIQUE INDEX date_offer_standing ON date_offer (poll_id, on_date, part) WHERE dropped_at IS NULL;

CREATE TRIGGER date_offer_delete_kept BEFORE DELETE ON date_offer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE date_poll (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    state TEXT NOT NULL CHECK (state <> ''),
    fixed_id INTEGER REFERENCES date_offer (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE UNIQUE INDEX date_poll_open ON date_poll (visit_id) WHERE state = 'open';

CREATE INDEX date_poll_by_visit ON date_poll (visit_id);

CREATE INDEX date_poll_by_fixed ON date_poll (fixed_id);

CREATE TRIGGER date_poll_delete_kept BEFORE DELETE ON date_poll BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE desk_course (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "course" TEXT NOT NULL CHECK (length("course") <= 200),
    "organiser" TEXT NOT NULL CHECK (length("organiser") <= 200),
    "participants" INTEGER NOT NULL CHECK ("participants" >= 0),
    "on_duty" INTEGER NOT NULL CHECK ("on_duty" IN (0, 1)),
    "forwarded_on" TEXT CHECK ("forwarded_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "shared" TEXT NOT NULL CHECK (length("shared") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX desk_course_by_day ON desk_course (held_on);

CREATE TRIGGER desk_course_insert BEFORE INSERT ON desk_course BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM desk_course WHERE id = NEW.id);
END;

CREATE TRIGGER desk_course_update BEFORE UPDATE ON desk_course WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'desk_course' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."course" IS OLD."course" OR NEW."course" IS h.content ->> '$.course') AND (NEW."forwarded_on" IS OLD."forwarded_on" OR NEW."forwarded_on" IS h.content ->> '$.forwarded_on') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."on_duty" IS OLD."on_duty" OR NEW."on_duty" IS h.content ->> '$.on_duty') AND (NEW."organiser" IS OLD."organiser" OR NEW."organiser" IS h.content ->> '$.organiser') AND (NEW."participants" IS OLD."participants" OR NEW."participants" IS h.content ->> '$.participants') AND (NEW."shared" IS OLD."shared" OR NEW."shared" IS h.content ->> '$.shared') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER desk_course_inserted AFTER INSERT ON desk_course BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('desk_course', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'course', NEW."course", 'organiser', NEW."organiser", 'participants', NEW."participants", 'on_duty', NEW."on_duty", 'forwarded_on', NEW."forwarded_on", 'shared', NEW."shared", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER desk_course_updated AFTER UPDATE ON desk_course WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('desk_course', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'course', NEW."course", 'organiser', NEW."organiser", 'participants', NEW."participants", 'on_duty', NEW."on_duty", 'forwarded_on', NEW."forwarded_on", 'shared', NEW."shared", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER desk_course_delete_kept BEFORE DELETE ON desk_course BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE desk_rule (
    id INTEGER PRIMARY KEY,
    "valid_from" TEXT NOT NULL CHECK ("valid_from" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "limit" INTEGER NOT NULL CHECK ("limit" >= 0),
    "visit_limit" INTEGER NOT NULL CHECK ("visit_limit" >= 0),
    "hint_before" INTEGER NOT NULL CHECK ("hint_before" >= 0),
    "counting" TEXT NOT NULL CHECK (length("counting") <= 200),
    "shortest" INTEGER NOT NULL CHECK ("shortest" >= 0),
    "tells_facilities" INTEGER NOT NULL CHECK ("tells_facilities" IN (0, 1)),
    "answer_days" INTEGER NOT NULL CHECK ("answer_days" >= 0),
    "retention_years" INTEGER NOT NULL CHECK ("retention_years" >= 0),
    "does" TEXT NOT NULL CHECK (length("does") <= 2000),
    "does_not" TEXT NOT NULL CHECK (length("does_not") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX desk_rule_by_day ON desk_rule (valid_from);

CREATE UNIQUE INDEX desk_rule_by_key ON desk_rule ("valid_from") WHERE withdrawn_at IS NULL;

CREATE TRIGGER desk_rule_insert BEFORE INSERT ON desk_rule BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM desk_rule WHERE id = NEW.id);
END;

CREATE TRIGGER desk_rule_update BEFORE UPDATE ON desk_rule WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'desk_rule' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."answer_days" IS OLD."answer_days" OR NEW."answer_days" IS h.content ->> '$.answer_days') AND (NEW."counting" IS OLD."counting" OR NEW."counting" IS h.content ->> '$.counting') AND (NEW."does" IS OLD."does" OR NEW."does" IS h.content ->> '$.does') AND (NEW."does_not" IS OLD."does_not" OR NEW."does_not" IS h.content ->> '$.does_not') AND (NEW."hint_before" IS OLD."hint_before" OR NEW."hint_before" IS h.content ->> '$.hint_before') AND (NEW."limit" IS OLD."limit" OR NEW."limit" IS h.content ->> '$.limit') AND (NEW."retention_years" IS OLD."retention_years" OR NEW."retention_years" IS h.content ->> '$.retention_years') AND (NEW."shortest" IS OLD."shortest" OR NEW."shortest" IS h.content ->> '$.shortest') AND (NEW."tells_facilities" IS OLD."tells_facilities" OR NEW."tells_facilities" IS h.content ->> '$.tells_facilities') AND (NEW."valid_from" IS OLD."valid_from" OR NEW."valid_from" IS h.content ->> '$.valid_from') AND (NEW."visit_limit" IS OLD."visit_limit" OR NEW."visit_limit" IS h.content ->> '$.visit_limit') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER desk_rule_inserted AFTER INSERT ON desk_rule BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('desk_rule', NEW.id, NEW.version, json_object('valid_from', NEW."valid_from", 'limit', NEW."limit", 'visit_limit', NEW."visit_limit", 'hint_before', NEW."hint_before", 'counting', NEW."counting", 'shortest', NEW."shortest", 'tells_facilities', NEW."tells_facilities", 'answer_days', NEW."answer_days", 'retention_years', NEW."retention_years", 'does', NEW."does", 'does_not', NEW."does_not", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER desk_rule_updated AFTER UPDATE ON desk_rule WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('desk_rule', NEW.id, NEW.version, json_object('valid_from', NEW."valid_from", 'limit', NEW."limit", 'visit_limit', NEW."visit_limit", 'hint_before', NEW."hint_before", 'counting', NEW."counting", 'shortest', NEW."shortest", 'tells_facilities', NEW."tells_facilities", 'answer_days', NEW."answer_days", 'retention_years', NEW."retention_years", 'does', NEW."does", 'does_not', NEW."does_not", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER desk_rule_delete_kept BEFORE DELETE ON desk_rule BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE edition (
    id INTEGER PRIMARY KEY,
    audience TEXT NOT NULL CHECK (audience IN ('region', 'center')),
    kind TEXT NOT NULL CHECK (kind IN ('rated', 'agreed')),
    sheet_id INTEGER NOT NULL REFERENCES sheet (id),
    fiscal_year INTEGER NOT NULL,
    addon_class INTEGER NOT NULL,
    minimum INTEGER NOT NULL,
    margin INTEGER NOT NULL CHECK (margin >= 0),
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    at TEXT NOT NULL
) STRICT;

CREATE INDEX edition_by_year ON edition (audience, fiscal_year);

CREATE TRIGGER edition_update_kept BEFORE UPDATE ON edition
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER edition_delete_kept BEFORE DELETE ON edition
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER edition_replace_kept BEFORE INSERT ON edition
BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM edition WHERE id = NEW.id); END;

CREATE TABLE "erasure" (
    id INTEGER PRIMARY KEY,
    place TEXT NOT NULL REFERENCES erasure_place (code),
    place_id INTEGER NOT NULL,
    before_sha256 TEXT NOT NULL CHECK (length(before_sha256) = 64),
    after_sha256 TEXT NOT NULL CHECK (length(after_sha256) = 64),
    tombstone TEXT NOT NULL CHECK (tombstone GLOB '（個人情報のため削除 *）'),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0 AND length(reason) <= 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX erasure_by_place ON erasure (place, place_id);

CREATE TRIGGER erasure_insert BEFORE INSERT ON erasure BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM erasure WHERE id = NEW.id OR (
        NEW.place NOT IN ('report', 'closing', 'host_comment', 'follow_up', 'questionnaire_answer',  'record_history') AND place = NEW.place AND place_id = NEW.place_id));
    SELECT RAISE(ABORT, 'refused: nothing_to_erase') WHERE NOT CASE NEW.place
        WHEN 'rating_history' THEN EXISTS (SELECT 1 FROM rating_history WHERE id = NEW.place_id)
        WHEN 'late_answer' THEN EXISTS (SELECT 1 FROM late_answer WHERE id = NEW.place_id)
        WHEN 'finding_history' THEN EXISTS (SELECT 1 FROM finding_history WHERE id = NEW.place_id)
        WHEN 'progress_note' THEN EXISTS (SELECT 1 FROM progress_note WHERE id = NEW.place_id)
        WHEN 'questionnaire_answer' THEN EXISTS (SELECT 1 FROM questionnaire_answer WHERE id = NEW.place_id)
        WHEN 'case_transfer' THEN EXISTS (SELECT 1 FROM case_transfer WHERE id = NEW.place_id)
        WHEN 'transfer_event' THEN EXISTS (SELECT 1 FROM transfer_event WHERE id = NEW.place_id)
        WHEN 'record_history' THEN EXISTS (SELECT 1 FROM record_history WHERE id = NEW.place_id)
        WHEN 'closing' THEN EXISTS (SELECT 1 FROM closing WHERE visit_id = NEW.place_id)
        WHEN 'host_comment' THEN EXISTS (SELECT 1 FROM host_comment WHERE id = NEW.place_id)
        WHEN 'follow_up' THEN EXISTS (SELECT 1 FROM follow_up WHERE finding_id = NEW.place_id)
        WHEN 'visit_agreement' THEN EXISTS (SELECT 1 FROM visit_agreement WHERE id = NEW.place_id)
        WHEN 'report_event' THEN EXISTS (SELECT 1 FROM report_event WHERE id = NEW.place_id)
        WHEN 'visit_event' THEN EXISTS (SELECT 1 FROM visit_event WHERE id = NEW.place_id)
        WHEN 'assessment_event' THEN EXISTS (SELECT 1 FROM assessment_event WHERE id = NEW.place_id)
        WHEN 'case_history' THEN EXISTS (SELECT 1 FROM case_history WHERE id = NEW.place_id)
        WHEN 'case_message' THEN EXISTS (SELECT 1 FROM case_message WHERE id = NEW.place_id)
        WHEN 'practice' THEN EXISTS (SELECT 1 FROM practice WHERE id = NEW.place_id)
        ELSE EXISTS (SELECT 1 FROM report WHERE id = NEW.place_id AND erasures = (
            SELECT count(*) FROM erasure WHERE place = 'report' AND place_id = NEW.place_id)) END;
END;

CREATE TRIGGER erasure_update_kept BEFORE UPDATE ON erasure BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER erasure_delete_kept BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE erasure_place (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE evidence_document (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    kind TEXT NOT NULL CHECK (length(trim(kind)) > 0),
    title TEXT NOT NULL CHECK (length(trim(title)) BETWEEN 1 AND 100),
    dated_on TEXT NOT NULL CHECK (dated_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    period_from TEXT CHECK (period_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    period_to TEXT CHECK (period_to GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    note TEXT NOT NULL CHECK (length(note) <= 500),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    withdrawn_by INTEGER REFERENCES person (id),
    CHECK ((period_from IS NULL) = (period_to IS NULL)),
    CHECK (period_from IS NULL OR period_from <= period_to),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX evidence_document_by_day ON evidence_document (hospital_id, dated_on);

CREATE TRIGGER evidence_document_insert BEFORE INSERT ON evidence_document BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER evidence_document_update BEFORE UPDATE ON evidence_document BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
        OR NEW.id IS NOT OLD.id OR NEW.hospital_id IS NOT OLD.hospital_id OR NEW.kind IS NOT OLD.kind OR NEW.title IS NOT OLD.title OR NEW.dated_on IS NOT OLD.dated_on OR NEW.period_from IS NOT OLD.period_from OR NEW.period_to IS NOT OLD.period_to OR NEW.note IS NOT OLD.note OR NEW.name IS NOT OLD.name OR NEW.sha256 IS NOT OLD.sha256 OR NEW.media_type IS NOT OLD.media_type OR NEW.bytes IS NOT OLD.bytes OR NEW.at IS NOT OLD.at OR NEW.person_id IS NOT OLD.person_id;
END;

CREATE TRIGGER evidence_document_delete_kept BEFORE DELETE ON evidence_document BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER evidence_document_replace_kept BEFORE INSERT ON evidence_document BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM evidence_document WHERE id = NEW.id); END;

CREATE TABLE "filing" (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    addon TEXT NOT NULL,
    addon_class INTEGER NOT NULL,
    valid_from TEXT NOT NULL CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    valid_to TEXT CHECK (valid_to IS NULL OR valid_to >= valid_from),
    receipt_number TEXT NOT NULL,
    created_at TEXT NOT NULL,
    FOREIGN KEY (addon, addon_class) REFERENCES addon_class (addon, addon_class)
) STRICT;

CREATE INDEX filing_by_hospital ON filing (hospital_id, addon, valid_from);

CREATE TABLE "filing_event" (
    id INTEGER PRIMARY KEY,
    filing_id INTEGER NOT NULL REFERENCES filing (id),
    kind TEXT NOT NULL REFERENCES filing_event_kind (code),
    on_date TEXT NOT NULL CHECK (on_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    receipt_number TEXT NOT NULL CHECK (length(receipt_number) <= 60),
    note TEXT NOT NULL CHECK (length(note) <= 1000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX filing_event_by_filing ON filing_event (filing_id, on_date);

CREATE TRIGGER filing_event_update_kept BEFORE UPDATE ON filing_event BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER filing_event_delete_kept BEFORE DELETE ON filing_event BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER filing_event_replace_kept BEFORE INSERT ON filing_event BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM filing_event WHERE id = NEW.id); END;

CREATE TABLE filing_event_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE "filing_partner" (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    partner_id INTEGER NOT NULL REFERENCES hospital (id),
    direction TEXT NOT NULL CHECK (direction IN ('visits', 'visited_by', 'infection')),
    filed_on TEXT NOT NULL CHECK (filed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    ended_on TEXT CHECK (ended_on IS NULL OR (ended_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND ended_on >= filed_on)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK (partner_id <> hospital_id),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX filing_partner_by_hospital ON filing_partner (hospital_id, filed_on);

CREATE TRIGGER filing_partner_update BEFORE UPDATE ON filing_partner BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.partner_id <> OLD.partner_id OR NEW.direction <> OLD.direction OR NEW.filed_on <> OLD.filed_on
        OR OLD.withdrawn_at IS NOT NULL OR (OLD.ended_on IS NOT NULL AND NEW.ended_on IS NOT OLD.ended_on);
END;

CREATE TRIGGER filing_partner_delete_kept BEFORE DELETE ON filing_partner BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER filing_partner_replace_kept BEFORE INSERT ON filing_partner BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM filing_partner WHERE id = NEW.id); END;

CREATE TABLE "finding" (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    kind TEXT NOT NULL REFERENCES finding_kind (code),
    text TEXT NOT NULL CHECK (length(trim(text)) > 0 AND length(text) <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    dropped_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
, photos TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(photos) AND json_array_length(photos) <= 2), operation_id TEXT) STRICT;

CREATE INDEX finding_by_visit ON finding (visit_id);

CREATE UNIQUE INDEX finding_operation ON finding (operation_id) WHERE operation_id IS NOT NULL;

CREATE TRIGGER finding_insert BEFORE INSERT ON finding BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = NEW.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = NEW.visit_id AND voided_at IS NULL);
    SELECT RAISE(ABORT, 'refused: item_not_of_visit') WHERE NOT EXISTS (
        SELECT 1 FROM item JOIN visit_sheet USING (version_id)
        WHERE item.id = NEW.item_id AND visit_sheet.visit_id = NEW.visit_id);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM finding WHERE id = NEW.id);
END;

CREATE TRIGGER finding_delete_kept BEFORE DELETE ON finding BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER finding_update BEFORE UPDATE ON finding WHEN NOT (NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.visit_id IS OLD.visit_id AND NEW.item_id IS OLD.item_id AND NEW.kind IS OLD.kind AND NEW.version IS OLD.version AND NEW.dropped_at IS OLD.dropped_at AND NEW.created_at IS OLD.created_at AND NEW.updated_at IS OLD.updated_at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM finding_history h
    JOIN erasure e ON e.place = 'finding_history' AND e.place_id = h.id
    WHERE h.finding_id = OLD.id AND h.version = OLD.version AND h.text = NEW.text AND e.tombstone = NEW.text))
BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = OLD.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = OLD.visit_id AND voided_at IS NULL);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.visit_id <> OLD.visit_id
        OR NEW.item_id <> OLD.item_id OR NEW.version <> OLD.version + 1;
END;

CREATE TRIGGER finding_inserted AFTER INSERT ON finding BEGIN
    INSERT INTO finding_history (finding_id, version, kind, text, dropped_at, photos, at, person_id)
        VALUES (NEW.id, NEW.version, NEW.kind, NEW.text, NEW.dropped_at, NEW.photos, NEW.updated_at, NEW.person_id);
END;

CREATE TRIGGER finding_updated AFTER UPDATE ON finding WHEN NOT (NEW.version = OLD.version)
BEGIN
    INSERT INTO finding_history (finding_id, version, kind, text, dropped_at, photos, at, person_id)
        VALUES (NEW.id, NEW.version, NEW.kind, NEW.text, NEW.dropped_at, NEW.photos, NEW.updated_at, NEW.person_id);
END;

CREATE TRIGGER finding_photos_kept BEFORE UPDATE ON finding
    WHEN NEW.photos <> OLD.photos AND NEW.version = OLD.version
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE finding_history (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES finding (id),
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    dropped_at TEXT,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id), photos TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(photos) AND json_array_length(photos) <= 2),
    UNIQUE (finding_id, version)
) STRICT;

CREATE TRIGGER finding_history_insert BEFORE INSERT ON finding_history BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NOT EXISTS (
            SELECT 1 FROM finding WHERE id = NEW.finding_id AND version = NEW.version)
        OR EXISTS (SELECT 1 FROM finding_history WHERE id = NEW.id
            OR (finding_id = NEW.finding_id AND version = NEW.version));
END;

CREATE TRIGGER finding_history_delete_kept BEFORE DELETE ON finding_history BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER finding_history_update_kept BEFORE UPDATE ON finding_history WHEN NOT (NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.finding_id IS OLD.finding_id AND NEW.version IS OLD.version AND NEW.kind IS OLD.kind AND NEW.dropped_at IS OLD.dropped_at AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e
    WHERE e.place = 'finding_history' AND e.place_id = OLD.id AND e.tombstone = NEW.text))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE finding_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE focus_choice (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2200),
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    items TEXT NOT NULL CHECK (json_valid(items)),
    chosen_on TEXT NOT NULL CHECK (chosen_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX focus_choice_by_year ON focus_choice (version_id, fiscal_year);

CREATE TABLE "follow_up" (
    finding_id INTEGER NOT NULL REFERENCES finding (id),
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    mark TEXT NOT NULL REFERENCES follow_up_mark (code),
    comment TEXT NOT NULL DEFAULT '' CHECK (length(comment) <= 2000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (finding_id, visit_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX follow_up_by_visit ON follow_up (visit_id);

CREATE TRIGGER follow_up_insert BEFORE INSERT ON follow_up BEGIN
    SELECT RAISE(ABORT, 'refused: finding_of_other_host') WHERE NOT EXISTS (
        SELECT 1 FROM finding JOIN visit past ON past.id = finding.visit_id
        JOIN visit now ON now.id = NEW.visit_id AND now.host_id = past.host_id AND now.id <> past.id
        WHERE finding.id = NEW.finding_id AND finding.kind = 'finding');
    SELECT RAISE(ABORT, 'not_open: visit_reported') WHERE (
        SELECT state FROM visit WHERE id = NEW.visit_id) NOT IN ('planned', 'agreed', 'ready', 'on_site');
END;

CREATE TRIGGER follow_up_update BEFORE UPDATE ON follow_up WHEN NOT (NEW.comment IS NOT OLD.comment AND NEW.finding_id IS OLD.finding_id AND NEW.visit_id IS OLD.visit_id AND NEW.mark IS OLD.mark AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'follow_up' AND e.place_id = OLD.finding_id AND e.tombstone = NEW.comment))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.finding_id <> OLD.finding_id OR NEW.visit_id <> OLD.visit_id;
    SELECT RAISE(ABORT, 'not_open: visit_reported') WHERE (
        SELECT state FROM visit WHERE id = OLD.visit_id) NOT IN ('planned', 'agreed', 'ready', 'on_site');
END;

CREATE TRIGGER follow_up_delete_kept BEFORE DELETE ON follow_up BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE follow_up_mark (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE "guideline" (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "document" TEXT NOT NULL CHECK (length("document") <= 200),
    "title" TEXT NOT NULL CHECK (length("title") <= 200),
    "note" TEXT NOT NULL CHECK (length("note") <= 2000),
    "round_months" INTEGER NOT NULL CHECK ("round_months" >= 0),
    "ended_on" TEXT CHECK ("ended_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX guideline_by_day ON guideline (hospital_id, held_on);

CREATE TRIGGER guideline_insert BEFORE INSERT ON guideline BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM guideline WHERE id = NEW.id);
END;

CREATE TRIGGER guideline_update BEFORE UPDATE ON guideline WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'guideline' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."document" IS OLD."document" OR NEW."document" IS h.content ->> '$.document') AND (NEW."ended_on" IS OLD."ended_on" OR NEW."ended_on" IS h.content ->> '$.ended_on') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."note" IS OLD."note" OR NEW."note" IS h.content ->> '$.note') AND (NEW."round_months" IS OLD."round_months" OR NEW."round_months" IS h.content ->> '$.round_months') AND (NEW."title" IS OLD."title" OR NEW."title" IS h.content ->> '$.title') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER guideline_inserted AFTER INSERT ON guideline BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('guideline', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'document', NEW."document", 'title', NEW."title", 'note', NEW."note", 'round_months', NEW."round_months", 'ended_on', NEW."ended_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER guideline_updated AFTER UPDATE ON guideline WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('guideline', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'document', NEW."document", 'title', NEW."title", 'note', NEW."note", 'round_months', NEW."round_months", 'ended_on', NEW."ended_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER guideline_delete_kept BEFORE DELETE ON guideline BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE guideline_edition (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    articles TEXT NOT NULL CHECK (json_valid(articles)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER guideline_edition_update_kept BEFORE UPDATE ON guideline_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER guideline_edition_delete_kept BEFORE DELETE ON guideline_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER guideline_edition_replace_kept BEFORE INSERT ON guideline_edition BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM guideline_edition WHERE id = NEW.id); END;

CREATE TABLE "hospital" (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 20),
    name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0),
    founder TEXT NOT NULL,
    address TEXT NOT NULL,
    beds INTEGER NOT NULL CHECK (beds BETWEEN 1 AND 3000),
    kind TEXT NOT NULL REFERENCES hospital_kind (code),
    external INTEGER NOT NULL DEFAULT 0 CHECK (external IN (0, 1)),
    created_at TEXT NOT NULL
, shares_entitlement INTEGER NOT NULL DEFAULT 0 CHECK (shares_entitlement IN (0, 1)), latitude REAL CHECK (latitude BETWEEN -90 AND 90), longitude REAL CHECK (longitude BETWEEN -180 AND 180), corporate_group TEXT NOT NULL DEFAULT '' CHECK (length(corporate_group) <= 100), medical_area TEXT NOT NULL DEFAULT '' CHECK (length(medical_area) <= 100), closed_days TEXT NOT NULL DEFAULT '' CHECK (length(closed_days) <= 200)) STRICT;

CREATE TRIGGER hospital_delete_kept BEFORE DELETE ON hospital BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER hospital_replace_kept BEFORE INSERT ON hospital BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM hospital WHERE id = NEW.id); END;

CREATE TABLE hospital_desk (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    contact TEXT NOT NULL CHECK (length(contact) <= 100),
    hours TEXT NOT NULL CHECK (length(hours) <= 100),
    phone TEXT NOT NULL CHECK (length(phone) <= 50),
    way TEXT NOT NULL CHECK (length(way) <= 200),
    checked_on TEXT NOT NULL CHECK (checked_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX hospital_desk_by_hospital ON hospital_desk (hospital_id);

CREATE TRIGGER hospital_desk_update_kept BEFORE UPDATE ON hospital_desk BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER hospital_desk_delete_kept BEFORE DELETE ON hospital_desk BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER hospital_desk_replace_kept BEFORE INSERT ON hospital_desk BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM hospital_desk WHERE id = NEW.id); END;

CREATE TABLE hospital_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE host_comment (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    finding_id INTEGER REFERENCES finding (id),
    text TEXT NOT NULL CHECK (length(text) <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE UNIQUE INDEX host_comment_one ON host_comment (visit_id, coalesce(finding_id, 0));

CREATE TRIGGER host_comment_insert BEFORE INSERT ON host_comment BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = NEW.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = NEW.visit_id AND voided_at IS NULL);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM host_comment WHERE id = NEW.id);
END;

CREATE TRIGGER host_comment_update BEFORE UPDATE ON host_comment WHEN NOT (NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.visit_id IS OLD.visit_id AND NEW.finding_id IS OLD.finding_id AND NEW.updated_at IS OLD.updated_at AND NEW.person_id IS OLD.person_id AND NEW.version = OLD.version + 1 AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'host_comment' AND e.place_id = OLD.id AND e.tombstone = NEW.text))
BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = OLD.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = OLD.visit_id AND voided_at IS NULL);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.visit_id <> OLD.visit_id OR NEW.version <> OLD.version + 1;
END;

CREATE TRIGGER host_comment_delete_kept BEFORE DELETE ON host_comment BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE identity (
    id INTEGER PRIMARY KEY,
    issuer TEXT NOT NULL CHECK (length(issuer) BETWEEN 1 AND 400),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    ended_at TEXT
) STRICT;

CREATE UNIQUE INDEX identity_by_subject ON identity (issuer, subject) WHERE ended_at IS NULL;

CREATE UNIQUE INDEX identity_by_person ON identity (person_id, issuer) WHERE ended_at IS NULL;

CREATE TABLE "improvement_plan" (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL UNIQUE REFERENCES finding (id),
    action TEXT NOT NULL CHECK (length(action) <= 2000),
    person_in_charge TEXT NOT NULL CHECK (length(person_in_charge) <= 100),
    due_on TEXT CHECK (due_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    completed_on TEXT CHECK (completed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    checked_on TEXT CHECK (checked_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    checked_by TEXT NOT NULL DEFAULT '' CHECK (length(checked_by) <= 100),
    version INTEGER NOT NULL CHECK (version >= 1),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (checked_on IS NULL OR completed_on IS NOT NULL),
    CHECK (checked_on IS NULL OR checked_by <> '')
) STRICT;

CREATE TRIGGER plan_insert BEFORE INSERT ON improvement_plan BEGIN
    SELECT RAISE(ABORT, 'refused: plan_without_finding') WHERE NOT EXISTS (
        SELECT 1 FROM finding JOIN report USING (visit_id)
        WHERE finding.id = NEW.finding_id AND kind = 'finding' AND dropped_at IS NULL);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (
        SELECT 1 FROM improvement_plan WHERE id = NEW.id OR finding_id = NEW.finding_id);
END;

CREATE TRIGGER plan_update BEFORE UPDATE ON improvement_plan BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.finding_id <> OLD.finding_id
        OR NEW.created_at <> OLD.created_at OR NEW.version <> OLD.version + 1;
END;

CREATE TRIGGER improvement_plan_delete_kept BEFORE DELETE ON improvement_plan BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE incident_count (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "profession" TEXT NOT NULL CHECK (length("profession") <= 200),
    "level_0" INTEGER CHECK ("level_0" >= 0),
    "level_1" INTEGER CHECK ("level_1" >= 0),
    "level_2" INTEGER CHECK ("level_2" >= 0),
    "level_3a" INTEGER CHECK ("level_3a" >= 0),
    "level_3b" INTEGER CHECK ("level_3b" >= 0),
    "level_4a" INTEGER CHECK ("level_4a" >= 0),
    "level_4b" INTEGER CHECK ("level_4b" >= 0),
    "level_5" INTEGER CHECK ("level_5" >= 0),
    "level_other" INTEGER CHECK ("level_other" >= 0),
    "level_unsorted" INTEGER CHECK ("level_unsorted" >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX incident_count_by_day ON incident_count (hospital_id, held_on);

CREATE UNIQUE INDEX incident_count_by_key ON incident_count (hospital_id, "held_on", "profession")
    WHERE withdrawn_at IS NULL;

CREATE TRIGGER incident_count_insert BEFORE INSERT ON incident_count BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1
        OR EXISTS (SELECT 1 FROM incident_count WHERE id = NEW.id);
END;

CREATE TRIGGER incident_count_update BEFORE UPDATE ON incident_count WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'incident_count' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."level_0" IS OLD."level_0" OR NEW."level_0" IS h.content ->> '$.level_0') AND (NEW."level_1" IS OLD."level_1" OR NEW."level_1" IS h.content ->> '$.level_1') AND (NEW."level_2" IS OLD."level_2" OR NEW."level_2" IS h.content ->> '$.level_2') AND (NEW."level_3a" IS OLD."level_3a" OR NEW."level_3a" IS h.content ->> '$.level_3a') AND (NEW."level_3b" IS OLD."level_3b" OR NEW."level_3b" IS h.content ->> '$.level_3b') AND (NEW."level_4a" IS OLD."level_4a" OR NEW."level_4a" IS h.content ->> '$.level_4a') AND (NEW."level_4b" IS OLD."level_4b" OR NEW."level_4b" IS h.content ->> '$.level_4b') AND (NEW."level_5" IS OLD."level_5" OR NEW."level_5" IS h.content ->> '$.level_5') AND (NEW."level_other" IS OLD."level_other" OR NEW."level_other" IS h.content ->> '$.level_other') AND (NEW."level_unsorted" IS OLD."level_unsorted" OR NEW."level_unsorted" IS h.content ->> '$.level_unsorted') AND (NEW."profession" IS OLD."profession" OR NEW."profession" IS h.content ->> '$.profession') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER incident_count_inserted AFTER INSERT ON incident_count BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('incident_count', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'profession', NEW."profession", 'level_0', NEW."level_0", 'level_1', NEW."level_1", 'level_2', NEW."level_2", 'level_3a', NEW."level_3a", 'level_3b', NEW."level_3b", 'level_4a', NEW."level_4a", 'level_4b', NEW."level_4b", 'level_5', NEW."level_5", 'level_other', NEW."level_other", 'level_unsorted', NEW."level_unsorted", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER incident_count_updated AFTER UPDATE ON incident_count WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('incident_count', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'profession', NEW."profession", 'level_0', NEW."level_0", 'level_1', NEW."level_1", 'level_2', NEW."level_2", 'level_3a', NEW."level_3a", 'level_3b', NEW."level_3b", 'level_4a', NEW."level_4a", 'level_4b', NEW."level_4b", 'level_5', NEW."level_5", 'level_other', NEW."level_other", 'level_unsorted', NEW."level_unsorted", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER incident_count_delete_kept BEFORE DELETE ON incident_count BEGIN
    SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE information_read (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (kind, record_id, hospital_id)
) STRICT;

CREATE TRIGGER information_read_update_kept BEFORE UPDATE ON information_read BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER information_read_delete_kept BEFORE DELETE ON information_read BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER information_read_replace_kept BEFORE INSERT ON information_read BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM information_read WHERE id = NEW.id); END;

CREATE TABLE invitation (
    id INTEGER PRIMARY KEY,
    invited_id INTEGER NOT NULL REFERENCES person (id),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    expires_at TEXT NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    used_at TEXT,
    revoked_at TEXT,
    revoked_by INTEGER REFERENCES person (id),
    CHECK (used_at IS NULL OR revoked_at IS NULL)
) STRICT;

CREATE INDEX invitation_of_person ON invitation (invited_id);

CREATE TRIGGER invitation_delete_kept BEFORE DELETE ON invitation BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER invitation_replace_kept BEFORE INSERT ON invitation BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM invitation WHERE id = NEW.id); END;

CREATE TABLE "item" (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    chapter_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (length(trim(text)) > 0),
    law_part TEXT NOT NULL REFERENCES law_part (code),
    classes TEXT NOT NULL REFERENCES item_classes (code),
    department TEXT NOT NULL,
    place TEXT NOT NULL,
    methods TEXT NOT NULL,
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL,
    procedure TEXT NOT NULL,
    evidence TEXT NOT NULL, module TEXT NOT NULL DEFAULT '' REFERENCES module (code),
    UNIQUE (version_id, code),
    FOREIGN KEY (version_id, chapter_id) REFERENCES chapter (version_id, id)
) STRICT;

CREATE TRIGGER item_insert_frozen BEFORE INSERT ON item BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = NEW.version_id) IS NOT NULL; END;

CREATE TRIGGER item_update_frozen BEFORE UPDATE ON item BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = OLD.version_id) IS NOT NULL; END;

CREATE TRIGGER item_delete_frozen BEFORE DELETE ON item BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = OLD.version_id) IS NOT NULL; END;

CREATE TRIGGER item_replace_kept BEFORE INSERT ON item BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM item WHERE id = NEW.id); END;

CREATE TABLE item_classes (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE late_answer (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    value TEXT,
    comment TEXT NOT NULL CHECK (length(comment) <= 2000),
    base_version INTEGER NOT NULL CHECK (base_version >= 0),
    operation_id TEXT NOT NULL UNIQUE,
    tapped_at TEXT,
    handed_in_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX late_answer_by_assessment ON late_answer (assessment_id);

CREATE TRIGGER late_answer_insert BEFORE INSERT ON late_answer BEGIN
    SELECT RAISE(ABORT, 'refused: late_not_of_visitor')
        WHERE (SELECT track FROM assessment WHERE id = NEW.assessment_id) IS NOT 'visitor';
    SELECT RAISE(ABORT, 'refused: item_not_of_sheet') WHERE NOT EXISTS (
        SELECT 1 FROM item JOIN assessment ON assessment.version_id = item.version_id
        WHERE item.id = NEW.item_id AND assessment.id = NEW.assessment_id);
    SELECT RAISE(ABORT, 'refused: value_not_of_scale') WHERE NEW.value IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assessment
        JOIN sheet_version ON sheet_version.id = assessment.version_id
        JOIN scale_value ON scale_value.scale = sheet_version.scale
        WHERE assessment.id = NEW.assessment_id AND scale_value.value = NEW.value);
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (
        SELECT 1 FROM late_answer WHERE id = NEW.id OR operation_id = NEW.operation_id);
END;

CREATE TRIGGER late_answer_delete_kept BEFORE DELETE ON late_answer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER late_answer_update BEFORE UPDATE ON late_answer WHEN NOT (NEW.comment IS NOT OLD.comment AND NEW.id IS OLD.id AND NEW.assessment_id IS OLD.assessment_id AND NEW.item_id IS OLD.item_id AND NEW.value IS OLD.value AND NEW.base_version IS OLD.base_version AND NEW.operation_id IS OLD.operation_id AND NEW.tapped_at IS OLD.tapped_at AND NEW.handed_in_at IS OLD.handed_in_at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e
    WHERE e.place = 'late_answer' AND e.place_id = OLD.id AND e.tombstone = NEW.comment))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE late_decision (
    id INTEGER PRIMARY KEY,
    late_answer_id INTEGER NOT NULL UNIQUE REFERENCES late_answer (id),
    kind TEXT NOT NULL CHECK (kind IN ('accepted', 'declined')),
    reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (kind <> 'declined' OR length(trim(reason)) > 0)
) STRICT;

CREATE TRIGGER late_decision_insert BEFORE INSERT ON late_decision BEGIN
    SELECT RAISE(ABORT, 'refused: late_decided') WHERE EXISTS (
        SELECT 1 FROM late_decision WHERE id = NEW.id OR late_answer_id = NEW.late_answer_id);
END;

CREATE TRIGGER late_decision_update_kept BEFORE UPDATE ON late_decision BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER late_decision_delete_kept BEFORE DELETE ON late_decision BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE law_part (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE learning_draft (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    ground TEXT NOT NULL CHECK (json_valid(ground)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (kind, record_id)
) STRICT;

CREATE TRIGGER learning_draft_update_kept BEFORE UPDATE ON learning_draft BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER learning_draft_delete_kept BEFORE DELETE ON learning_draft BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER learning_draft_replace_kept BEFORE INSERT ON learning_draft BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM learning_draft WHERE id = NEW.id); END;

CREATE TABLE learning_effect (
    id INTEGER PRIMARY KEY,
    draft_id INTEGER NOT NULL UNIQUE REFERENCES learning_draft (id),
    content TEXT NOT NULL CHECK (json_valid(content)),
    at TEXT NOT NULL
) STRICT;

CREATE TRIGGER learning_effect_update_kept BEFORE UPDATE ON learning_effect BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER learning_effect_delete_kept BEFORE DELETE ON learning_effect BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER learning_effect_replace_kept BEFORE INSERT ON learning_effect BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM learning_effect WHERE id = NEW.id); END;

CREATE TABLE liaison (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "partner" TEXT NOT NULL CHECK (length("partner") <= 200),
    "subject" TEXT NOT NULL CHECK (length("subject") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX liaison_by_day ON liaison (held_on);

CREATE TRIGGER liaison_insert BEFORE INSERT ON liaison BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM liaison WHERE id = NEW.id);
END;

CREATE TRIGGER liaison_update BEFORE UPDATE ON liaison WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'liaison' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."partner" IS OLD."partner" OR NEW."partner" IS h.content ->> '$.partner') AND (NEW."subject" IS OLD."subject" OR NEW."subject" IS h.content ->> '$.subject') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER liaison_inserted AFTER INSERT ON liaison BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('liaison', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'partner', NEW."partner", 'subject', NEW."subject", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER liaison_updated AFTER UPDATE ON liaison WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('liaison', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'partner', NEW."partner", 'subject', NEW."subject", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER liaison_delete_kept BEFORE DELETE ON liaison BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE "lineage" (
    item_id INTEGER NOT NULL REFERENCES item (id),
    previous_item_id INTEGER NOT NULL REFERENCES item (id),
    relation TEXT NOT NULL REFERENCES lineage_relation (code),
    PRIMARY KEY (item_id, previous_item_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER lineage_insert_frozen BEFORE INSERT ON lineage BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = (SELECT version_id FROM item WHERE id = NEW.item_id)) IS NOT NULL; END;

CREATE TRIGGER lineage_update_frozen BEFORE UPDATE ON lineage BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = (SELECT version_id FROM item WHERE id = OLD.item_id)) IS NOT NULL; END;

CREATE TRIGGER lineage_delete_frozen BEFORE DELETE ON lineage BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE (SELECT frozen_at FROM sheet_version WHERE id = (SELECT version_id FROM item WHERE id = OLD.item_id)) IS NOT NULL; END;

CREATE TABLE lineage_relation (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE login_failure (
    login TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    blocked_until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mail (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state <> ''),
    tries INTEGER NOT NULL CHECK (tries >= 0),
    next_at TEXT NOT NULL,
    fault TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX mail_by_state ON mail (state, next_at);

CREATE INDEX mail_by_person ON mail (person_id);

CREATE TABLE mail_plan (
    id INTEGER PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    host TEXT NOT NULL CHECK (length(host) <= 255),
    port INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    security TEXT NOT NULL CHECK (security <> ''),
    login TEXT NOT NULL CHECK (length(login) <= 254),
    password TEXT NOT NULL CHECK (length(password) <= 200),
    sender TEXT NOT NULL CHECK (length(sender) <= 254),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TABLE manager_activity (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "activity" TEXT NOT NULL CHECK (length("activity") <= 200),
    "department" TEXT NOT NULL CHECK (length("department") <= 200),
    "content" TEXT NOT NULL CHECK (length("content") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX manager_activity_by_day ON manager_activity (hospital_id, held_on);

CREATE TRIGGER manager_activity_insert BEFORE INSERT ON manager_activity BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM manager_activity WHERE id = NEW.id);
END;

CREATE TRIGGER manager_activity_update BEFORE UPDATE ON manager_activity WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'manager_activity' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."activity" IS OLD."activity" OR NEW."activity" IS h.content ->> '$.activity') AND (NEW."content" IS OLD."content" OR NEW."content" IS h.content ->> '$.content') AND (NEW."department" IS OLD."department" OR NEW."department" IS h.content ->> '$.department') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER manager_activity_inserted AFTER INSERT ON manager_activity BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('manager_activity', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'activity', NEW."activity", 'department', NEW."department", 'content', NEW."content", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER manager_activity_updated AFTER UPDATE ON manager_activity WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('manager_activity', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'activity', NEW."activity", 'department', NEW."department", 'content', NEW."content", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER manager_activity_delete_kept BEFORE DELETE ON manager_activity BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE mapping_choice (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 40),
    hospital_id INTEGER REFERENCES hospital (id),
    shape TEXT NOT NULL CHECK (length(shape) = 64),
    roles TEXT NOT NULL CHECK (json_valid(roles) AND length(roles) <= 100000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX mapping_choice_by_shape ON mapping_choice (shape, subject, hospital_id);

CREATE TRIGGER mapping_choice_update_kept BEFORE UPDATE ON mapping_choice BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER mapping_choice_delete_kept BEFORE DELETE ON mapping_choice BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER mapping_choice_replace_kept BEFORE INSERT ON mapping_choice BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM mapping_choice WHERE id = NEW.id); END;

CREATE TABLE member_chapter (
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    version_id INTEGER NOT NULL,
    chapter_code TEXT NOT NULL,
    PRIMARY KEY (visit_id, person_id, version_id, chapter_code),
    FOREIGN KEY (visit_id, version_id) REFERENCES visit_sheet (visit_id, version_id),
    FOREIGN KEY (version_id, chapter_code) REFERENCES chapter (version_id, code)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER member_chapter_of_member BEFORE INSERT ON member_chapter BEGIN
    SELECT RAISE(ABORT, 'refused: chapter_not_of_member') WHERE NOT EXISTS (
        SELECT 1 FROM visit_member WHERE visit_id = NEW.visit_id AND person_id = NEW.person_id);
END;

CREATE TABLE module (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE module_declaration (
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    lacking TEXT NOT NULL CHECK (json_valid(lacking)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (hospital_id, since)
) STRICT;

CREATE TABLE name_sign (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    sign TEXT NOT NULL CHECK (length(sign) BETWEEN 1 AND 8),
    text TEXT NOT NULL CHECK (length(text) <= 20),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX name_sign_by_hospital ON name_sign (hospital_id, sign, id);

CREATE TRIGGER name_sign_update_kept BEFORE UPDATE ON name_sign BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER name_sign_delete_kept BEFORE DELETE ON name_sign BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER name_sign_replace_kept BEFORE INSERT ON name_sign BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM name_sign WHERE id = NEW.id); END;

CREATE TABLE name_sign_picture (
    id INTEGER PRIMARY KEY,
    name_sign_id INTEGER NOT NULL UNIQUE REFERENCES name_sign (id),
    picture TEXT NOT NULL CHECK (length(picture) BETWEEN 1 AND 60000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER name_sign_picture_update_kept BEFORE UPDATE ON name_sign_picture BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER name_sign_picture_delete_kept BEFORE DELETE ON name_sign_picture BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER name_sign_picture_replace_kept BEFORE INSERT ON name_sign_picture BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM name_sign_picture WHERE id = NEW.id); END;

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "place" TEXT NOT NULL CHECK (length("place") <= 200),
    "text" TEXT NOT NULL CHECK (length("text") <= 2000),
    "ended_on" TEXT CHECK ("ended_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX notice_by_day ON notice (hospital_id, held_on);

CREATE TRIGGER notice_insert BEFORE INSERT ON notice BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM notice WHERE id = NEW.id);
END;

CREATE TRIGGER notice_update BEFORE UPDATE ON notice WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'notice' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."ended_on" IS OLD."ended_on" OR NEW."ended_on" IS h.content ->> '$.ended_on') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."place" IS OLD."place" OR NEW."place" IS h.content ->> '$.place') AND (NEW."text" IS OLD."text" OR NEW."text" IS h.content ->> '$.text') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER notice_inserted AFTER INSERT ON notice BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('notice', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'place', NEW."place", 'text', NEW."text", 'ended_on', NEW."ended_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER notice_updated AFTER UPDATE ON notice WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('notice', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'place', NEW."place", 'text', NEW."text", 'ended_on', NEW."ended_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER notice_delete_kept BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE notification (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    thread TEXT NOT NULL,
    stage TEXT NOT NULL,
    what TEXT NOT NULL,
    href TEXT NOT NULL,
    at TEXT NOT NULL,
    seen_at TEXT,
    mail_id INTEGER REFERENCES mail (id)
) STRICT;

CREATE INDEX notification_by_thread ON notification (person_id, thread);

CREATE INDEX notification_unseen ON notification (person_id) WHERE seen_at IS NULL;

CREATE INDEX notification_by_mail ON notification (mail_id);

CREATE TABLE notification_choice (
    id INTEGER PRIMARY KEY,
    mail INTEGER NOT NULL CHECK (mail IN (0, 1)),
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    kinds TEXT NOT NULL CHECK (json_valid(kinds)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX notification_choice_by_person ON notification_choice (person_id);

CREATE TABLE notification_round (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    day TEXT NOT NULL
) STRICT;

CREATE TABLE offer_answer (
    id INTEGER PRIMARY KEY,
    offer_id INTEGER NOT NULL UNIQUE REFERENCES attendance_offer (id),
    record_id INTEGER UNIQUE REFERENCES staff_training (id),
    reason TEXT NOT NULL CHECK (length(reason) <= 500 AND (length(trim(reason)) > 0) = (record_id IS NULL)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER offer_answer_insert BEFORE INSERT ON offer_answer BEGIN
    SELECT RAISE(ABORT, 'refused: offer_withdrawn') WHERE EXISTS (
        SELECT 1 FROM offer_withdrawal w WHERE w.offer_id = NEW.offer_id);
    SELECT RAISE(ABORT, 'refused: accepted_twice') WHERE NEW.record_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM attendance_offer o JOIN attendance_offer own ON own.id = NEW.offer_id
            AND own.training_id = o.training_id AND own.hospital_id = o.hospital_id
        JOIN offer_answer a ON a.offer_id = o.id JOIN staff_training t ON t.id = a.record_id AND t.withdrawn_at IS NULL);
END;

CREATE TRIGGER offer_answer_update_kept BEFORE UPDATE ON offer_answer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER offer_answer_delete_kept BEFORE DELETE ON offer_answer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER offer_answer_replace_kept BEFORE INSERT ON offer_answer BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM offer_answer WHERE id = NEW.id); END;

CREATE TABLE offer_withdrawal (
    id INTEGER PRIMARY KEY,
    offer_id INTEGER NOT NULL UNIQUE REFERENCES attendance_offer (id),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0 AND length(reason) <= 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER offer_withdrawal_update_kept BEFORE UPDATE ON offer_withdrawal BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER offer_withdrawal_delete_kept BEFORE DELETE ON offer_withdrawal BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER offer_withdrawal_replace_kept BEFORE INSERT ON offer_withdrawal BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM offer_withdrawal WHERE id = NEW.id); END;

CREATE TABLE option_edition (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    options TEXT NOT NULL CHECK (json_valid(options)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER option_edition_update_kept BEFORE UPDATE ON option_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER option_edition_delete_kept BEFORE DELETE ON option_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER option_edition_replace_kept BEFORE INSERT ON option_edition BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM option_edition WHERE id = NEW.id); END;

CREATE TABLE outreach (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "form" TEXT NOT NULL CHECK (length("form") <= 200),
    "place" TEXT NOT NULL CHECK (length("place") <= 200),
    "audience" TEXT NOT NULL CHECK (length("audience") <= 200),
    "participants" INTEGER NOT NULL CHECK ("participants" >= 0),
    "material" TEXT NOT NULL CHECK (length("material") <= 200),
    "requested" INTEGER NOT NULL CHECK ("requested" IN (0, 1)),
    "note" TEXT NOT NULL CHECK (length("note") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT, "position" TEXT NOT NULL DEFAULT '',
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX outreach_by_day ON outreach (held_on);

CREATE TRIGGER outreach_insert BEFORE INSERT ON outreach BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM outreach WHERE id = NEW.id);
END;

CREATE TRIGGER outreach_update BEFORE UPDATE ON outreach WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'outreach' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."position" IS OLD."position" OR NEW."position" IS h.content ->> '$.position') AND (NEW."audience" IS OLD."audience" OR NEW."audience" IS h.content ->> '$.audience') AND (NEW."form" IS OLD."form" OR NEW."form" IS h.content ->> '$.form') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."material" IS OLD."material" OR NEW."material" IS h.content ->> '$.material') AND (NEW."note" IS OLD."note" OR NEW."note" IS h.content ->> '$.note') AND (NEW."participants" IS OLD."participants" OR NEW."participants" IS h.content ->> '$.participants') AND (NEW."place" IS OLD."place" OR NEW."place" IS h.content ->> '$.place') AND (NEW."requested" IS OLD."requested" OR NEW."requested" IS h.content ->> '$.requested') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER outreach_inserted AFTER INSERT ON outreach BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('outreach', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'form', NEW."form", 'place', NEW."place", 'audience', NEW."audience", 'participants', NEW."participants", 'material', NEW."material", 'requested', NEW."requested", 'note', NEW."note", 'position', NEW."position", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER outreach_updated AFTER UPDATE ON outreach WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('outreach', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'form', NEW."form", 'place', NEW."place", 'audience', NEW."audience", 'participants', NEW."participants", 'material', NEW."material", 'requested', NEW."requested", 'note', NEW."note", 'position', NEW."position", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER outreach_delete_kept BEFORE DELETE ON outreach BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE own_question_edition (
    id INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    questions TEXT NOT NULL CHECK (json_valid(questions)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER own_question_edition_update_kept BEFORE UPDATE ON own_question_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER own_question_edition_delete_kept BEFORE DELETE ON own_question_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER own_question_edition_replace_kept BEFORE INSERT ON own_question_edition BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM own_question_edition WHERE id = NEW.id); END;

CREATE TABLE patient_consultation (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "subject" TEXT NOT NULL CHECK (length("subject") <= 200),
    "count" INTEGER NOT NULL CHECK ("count" >= 0),
    "handling" TEXT NOT NULL CHECK (length("handling") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX patient_consultation_by_day ON patient_consultation (hospital_id, held_on);

CREATE TRIGGER patient_consultation_insert BEFORE INSERT ON patient_consultation BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM patient_consultation WHERE id = NEW.id);
END;

CREATE TRIGGER patient_consultation_update BEFORE UPDATE ON patient_consultation WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'patient_consultation' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."count" IS OLD."count" OR NEW."count" IS h.content ->> '$.count') AND (NEW."handling" IS OLD."handling" OR NEW."handling" IS h.content ->> '$.handling') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."subject" IS OLD."subject" OR NEW."subject" IS h.content ->> '$.subject') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER patient_consultation_inserted AFTER INSERT ON patient_consultation BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('patient_consultation', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'subject', NEW."subject", 'count', NEW."count", 'handling', NEW."handling", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER patient_consultation_updated AFTER UPDATE ON patient_consultation WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('patient_consultation', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'subject', NEW."subject", 'count', NEW."count", 'handling', NEW."handling", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER patient_consultation_delete_kept BEFORE DELETE ON patient_consultation BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE CHECK (length(login) BETWEEN 2 AND 60),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    hospital_id INTEGER REFERENCES hospital (id),
    center INTEGER NOT NULL DEFAULT 0 CHECK (center IN (0, 1)),
    password_hash TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at TEXT NOT NULL, password_by_other INTEGER NOT NULL DEFAULT 0 CHECK (password_by_other IN (0, 1)), mail TEXT NOT NULL DEFAULT '' CHECK (length(mail) <= 254),
    CHECK (hospital_id IS NULL OR center = 0)
) STRICT;

CREATE TRIGGER person_delete_kept BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER person_replace_kept BEFORE INSERT ON person BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM person WHERE id = NEW.id); END;

CREATE TABLE photo (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    media_type TEXT NOT NULL CHECK (media_type = 'image/jpeg'),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    operation_id TEXT NOT NULL UNIQUE,
    person_id INTEGER NOT NULL REFERENCES person (id),
    taken_at TEXT,
    saved_at TEXT NOT NULL,
    erased_at TEXT,
    erased_by INTEGER REFERENCES person (id),
    erase_reason TEXT, caption TEXT NOT NULL DEFAULT '' CHECK (length(caption) <= 100),
    CHECK ((erased_at IS NULL) = (erased_by IS NULL)),
    CHECK ((erased_at IS NULL) = (erase_reason IS NULL)),
    CHECK (erase_reason IS NULL OR length(trim(erase_reason)) > 0)
) STRICT;

CREATE INDEX photo_by_item ON photo (assessment_id, item_id);

CREATE INDEX photo_by_hash ON photo (sha256);

CREATE TRIGGER photo_insert BEFORE INSERT ON photo BEGIN
    SELECT RAISE(ABORT, 'not_open: photo_after_submission')
        WHERE (SELECT state FROM assessment WHERE id = NEW.assessment_id) IS NOT 'open';
    SELECT RAISE(ABORT, 'refused: item_not_of_sheet') WHERE NOT EXISTS (
        SELECT 1 FROM item JOIN assessment ON assessment.version_id = item.version_id
        WHERE item.id = NEW.item_id AND assessment.id = NEW.assessment_id);
    SELECT RAISE(ABORT, 'refused: photos_full') WHERE (
        SELECT count(*) FROM photo WHERE assessment_id = NEW.assessment_id AND item_id = NEW.item_id
            AND erased_at IS NULL) >= 20;
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (
        SELECT 1 FROM photo WHERE id = NEW.id OR operation_id = NEW.operation_id);
END;

CREATE TRIGGER photo_update BEFORE UPDATE ON photo BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
        OR NEW.id <> OLD.id OR NEW.assessment_id <> OLD.assessment_id OR NEW.item_id <> OLD.item_id
        OR NEW.sha256 <> OLD.sha256 OR NEW.bytes <> OLD.bytes OR NEW.width <> OLD.width OR NEW.height <> OLD.height
        OR NEW.operation_id <> OLD.operation_id OR NEW.person_id <> OLD.person_id
        OR NEW.taken_at IS NOT OLD.taken_at OR NEW.saved_at <> OLD.saved_at;
END;

CREATE TRIGGER photo_delete_kept BEFORE DELETE ON photo BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER photo_caption_kept BEFORE UPDATE ON photo BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.caption <> CASE WHEN NEW.erased_at IS NULL THEN OLD.caption ELSE '' END;
END;

CREATE TRIGGER photo_erased AFTER UPDATE ON photo WHEN OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL BEGIN
    INSERT INTO photo_erasure (photo_id, reason, at, person_id)
        VALUES (NEW.id, NEW.erase_reason, NEW.erased_at, NEW.erased_by);
END;

CREATE TABLE photo_erasure (
    id INTEGER PRIMARY KEY,
    photo_id INTEGER NOT NULL UNIQUE REFERENCES photo (id),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER photo_erasure_update_kept BEFORE UPDATE ON photo_erasure BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER photo_erasure_delete_kept BEFORE DELETE ON photo_erasure BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER photo_erasure_replace_kept BEFORE INSERT ON photo_erasure BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM photo_erasure WHERE id = NEW.id); END;

CREATE TABLE phrase_choice (
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER REFERENCES sheet (id),
    item_code TEXT NOT NULL CHECK (length(item_code) <= 40 AND (item_code = '') = (sheet_id IS NULL)),
    texts TEXT NOT NULL CHECK (length(texts) <= 4000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX phrase_choice_by_item ON phrase_choice (sheet_id, item_code);

CREATE TRIGGER phrase_choice_insert BEFORE INSERT ON phrase_choice
                WHEN EXISTS (SELECT 1 FROM phrase_choice WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER phrase_choice_update_kept BEFORE update ON phrase_choice
                    BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER phrase_choice_delete_kept BEFORE delete ON phrase_choice
                    BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE plan_evidence (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES improvement_plan (id),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX plan_evidence_by_plan ON plan_evidence (plan_id);

CREATE TRIGGER plan_evidence_update_kept BEFORE UPDATE ON plan_evidence BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER plan_evidence_delete_kept BEFORE DELETE ON plan_evidence BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER plan_evidence_replace_kept BEFORE INSERT ON plan_evidence BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM plan_evidence WHERE id = NEW.id); END;

CREATE TABLE practice (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES finding (id),
    offered INTEGER NOT NULL CHECK (offered IN (0, 1)),
    named INTEGER NOT NULL CHECK (named IN (0, 1)),
    text TEXT NOT NULL CHECK (length(text) <= 1200 AND (length(trim(text)) > 0) = offered),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX practice_by_finding ON practice (finding_id);

CREATE TRIGGER practice_insert BEFORE INSERT ON practice WHEN NEW.offered BEGIN
    SELECT RAISE(ABORT, 'refused: practice_without_report') WHERE NOT EXISTS (
        SELECT 1 FROM finding f WHERE f.id = NEW.finding_id AND f.kind = 'good_practice' AND f.dropped_at IS NULL
            AND EXISTS (SELECT 1 FROM report WHERE report.visit_id = f.visit_id));
END;

CREATE TRIGGER practice_update_kept BEFORE UPDATE ON practice WHEN NOT (
    NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.finding_id IS OLD.finding_id AND NEW.offered IS OLD.offered
    AND NEW.named IS OLD.named AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (
        SELECT 1 FROM erasure e WHERE e.place = 'practice' AND e.place_id = OLD.id AND e.tombstone = NEW.text))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER practice_delete_kept BEFORE DELETE ON practice BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER practice_replace_kept BEFORE INSERT ON practice BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM practice WHERE id = NEW.id); END;

CREATE TABLE progress_note (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES improvement_plan (id),
    text TEXT NOT NULL CHECK (length(trim(text)) > 0 AND length(text) <= 2000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX progress_note_by_plan ON progress_note (plan_id);

CREATE TRIGGER progress_note_delete_kept BEFORE DELETE ON progress_note BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER progress_note_replace_kept BEFORE INSERT ON progress_note BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM progress_note WHERE id = NEW.id); END;

CREATE TRIGGER progress_note_update_kept BEFORE UPDATE ON progress_note WHEN NOT (NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.plan_id IS OLD.plan_id AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e
    WHERE e.place = 'progress_note' AND e.place_id = OLD.id AND e.tombstone = NEW.text))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE public_edition (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL,
    tables TEXT NOT NULL CHECK (json_valid(tables)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX public_edition_by_year ON public_edition (fiscal_year);

CREATE TRIGGER public_edition_update_kept BEFORE UPDATE ON public_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER public_edition_delete_kept BEFORE DELETE ON public_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER public_edition_replace_kept BEFORE INSERT ON public_edition BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM public_edition WHERE id = NEW.id); END;

CREATE TABLE question_edition (
    id INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    questions TEXT NOT NULL CHECK (json_valid(questions)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER question_edition_update_kept BEFORE UPDATE ON question_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER question_edition_delete_kept BEFORE DELETE ON question_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER question_edition_replace_kept BEFORE INSERT ON question_edition BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM question_edition WHERE id = NEW.id); END;

CREATE TABLE questionnaire (
    id INTEGER PRIMARY KEY,
    training_id INTEGER NOT NULL REFERENCES training_session (id),
    purpose TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE CHECK (length(token) >= 20),
    edition INTEGER NOT NULL CHECK (edition >= 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (training_id, purpose)
) STRICT;

CREATE TRIGGER questionnaire_update_kept BEFORE UPDATE ON questionnaire BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER questionnaire_delete_kept BEFORE DELETE ON questionnaire BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER questionnaire_replace_kept BEFORE INSERT ON questionnaire BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM questionnaire WHERE id = NEW.id); END;

CREATE TABLE questionnaire_answer (
    id INTEGER PRIMARY KEY,
    questionnaire_id INTEGER NOT NULL REFERENCES questionnaire (id),
    operation_id TEXT NOT NULL UNIQUE,
    content TEXT NOT NULL CHECK (json_valid(content)),
    answered_on TEXT NOT NULL CHECK (answered_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT;

CREATE INDEX questionnaire_answer_by_questionnaire ON questionnaire_answer (questionnaire_id);

CREATE TRIGGER questionnaire_answer_fixed BEFORE UPDATE ON questionnaire_answer WHEN NOT (
    NEW.content IS NOT OLD.content AND NEW.id IS OLD.id AND NEW.questionnaire_id IS OLD.questionnaire_id
    AND NEW.operation_id IS OLD.operation_id AND NEW.answered_on IS OLD.answered_on AND EXISTS (
        SELECT 1 FROM erasure e WHERE e.place = 'questionnaire_answer' AND e.place_id = OLD.id
        AND instr(NEW.content, e.tombstone) > 0))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER questionnaire_answer_delete_kept BEFORE DELETE ON questionnaire_answer BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER questionnaire_answer_replace_kept BEFORE INSERT ON questionnaire_answer BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM questionnaire_answer WHERE id = NEW.id); END;

CREATE TABLE questionnaire_window (
    id INTEGER PRIMARY KEY,
    questionnaire_id INTEGER NOT NULL REFERENCES questionnaire (id),
    opens_on TEXT NOT NULL CHECK (opens_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    closes_on TEXT NOT NULL CHECK (closes_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND closes_on >= opens_on),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX questionnaire_window_by_questionnaire ON questionnaire_window (questionnaire_id);

CREATE TRIGGER questionnaire_window_update_kept BEFORE UPDATE ON questionnaire_window BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER questionnaire_window_delete_kept BEFORE DELETE ON questionnaire_window BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER questionnaire_window_replace_kept BEFORE INSERT ON questionnaire_window BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM questionnaire_window WHERE id = NEW.id); END;

CREATE TABLE rating (
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    value TEXT,
    comment TEXT NOT NULL CHECK (length(comment) <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    saved_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    operation_id TEXT NOT NULL,
    tapped_at TEXT,
    PRIMARY KEY (assessment_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER rating_insert BEFORE INSERT ON rating BEGIN
    SELECT RAISE(ABORT, 'not_open: assessment_submitted')
        WHERE (SELECT state FROM assessment WHERE id = NEW.assessment_id) IS NOT 'open';
    SELECT RAISE(ABORT, 'refused: item_not_of_sheet') WHERE NOT EXISTS (
        SELECT 1 FROM item JOIN assessment ON assessment.version_id = item.version_id
        WHERE item.id = NEW.item_id AND assessment.id = NEW.assessment_id);
    SELECT RAISE(ABORT, 'refused: value_not_of_scale') WHERE NEW.value IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assessment
        JOIN sheet_version ON sheet_version.id = assessment.version_id
        JOIN scale_value ON scale_value.scale = sheet_version.scale
        WHERE assessment.id = NEW.assessment_id AND scale_value.value = NEW.value);
    SELECT RAISE(ABORT, 'refused: first_version') WHERE NEW.version <> 1;
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (
        SELECT 1 FROM rating WHERE assessment_id = NEW.assessment_id AND item_id = NEW.item_id);
END;

CREATE TRIGGER rating_delete BEFORE DELETE ON rating BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER rating_inserted AFTER INSERT ON rating BEGIN
    INSERT INTO rating_history (assessment_id, item_id, version, value, comment, saved_at, person_id, operation_id,
        tapped_at) VALUES (NEW.assessment_id, NEW.item_id, NEW.version, NEW.value, NEW.comment, NEW.saved_at,
        NEW.person_id, NEW.operation_id, NEW.tapped_at);
END;

CREATE TRIGGER agreed_insert_signed BEFORE INSERT ON rating WHEN EXISTS (
    SELECT 1 FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
    JOIN signature g ON g.visit_id = s.visit_id AND g.voided_at IS NULL
    WHERE a.id = NEW.assessment_id AND a.track = 'agreed')
BEGIN
    SELECT RAISE(ABORT, 'not_open: signed') WHERE NEW.operation_id NOT LIKE 'common-%' OR NOT EXISTS (
        SELECT 1 FROM assessment a CROSS JOIN visit_sheet s ON s.id = a.visit_sheet_id
        CROSS JOIN assessment v ON v.visit_sheet_id = s.id AND v.track = 'visitor'
        CROSS JOIN rating theirs ON theirs.assessment_id = v.id AND theirs.item_id = NEW.item_id
        CROSS JOIN rating own ON own.assessment_id = s.self_assessment_id AND own.item_id = NEW.item_id
        WHERE a.id = NEW.assessment_id AND theirs.value = NEW.value AND own.value = NEW.value);
END;

CREATE TRIGGER rating_update BEFORE UPDATE ON rating WHEN NOT (NEW.comment IS NOT OLD.comment AND NEW.assessment_id IS OLD.assessment_id AND NEW.item_id IS OLD.item_id AND NEW.value IS OLD.value AND NEW.version IS OLD.version AND NEW.saved_at IS OLD.saved_at AND NEW.person_id IS OLD.person_id AND NEW.operation_id IS OLD.operation_id AND NEW.tapped_at IS OLD.tapped_at AND EXISTS (SELECT 1 FROM rating_history h
    JOIN erasure e ON e.place = 'rating_history' AND e.place_id = h.id
    WHERE h.assessment_id = OLD.assessment_id AND h.item_id = OLD.item_id AND h.version = OLD.version AND h.comment = NEW.comment AND e.tombstone = NEW.comment))
BEGIN
    SELECT RAISE(ABORT, 'not_open: assessment_submitted')
        WHERE (SELECT state FROM assessment WHERE id = OLD.assessment_id) IS NOT 'open';
    SELECT RAISE(ABORT, 'refused: kept')
        WHERE NEW.assessment_id <> OLD.assessment_id OR NEW.item_id <> OLD.item_id;
    SELECT RAISE(ABORT, 'refused: next_version') WHERE NEW.version <> OLD.version + 1;
    SELECT RAISE(ABORT, 'refused: value_not_of_scale') WHERE NEW.value IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM assessment
        JOIN sheet_version ON sheet_version.id = assessment.version_id
        JOIN scale_value ON scale_value.scale = sheet_version.scale
        WHERE assessment.id = NEW.assessment_id AND scale_value.value = NEW.value);
END;

CREATE TRIGGER agreed_update_signed BEFORE UPDATE ON rating WHEN (EXISTS (
    SELECT 1 FROM assessment a JOIN visit_sheet s ON s.id = a.visit_sheet_id
    JOIN signature g ON g.visit_id = s.visit_id AND g.voided_at IS NULL
    WHERE a.id = OLD.assessment_id AND a.track = 'agreed')) AND NOT (NEW.comment IS NOT OLD.comment AND NEW.assessment_id IS OLD.assessment_id AND NEW.item_id IS OLD.item_id AND NEW.value IS OLD.value AND NEW.version IS OLD.version AND NEW.saved_at IS OLD.saved_at AND NEW.person_id IS OLD.person_id AND NEW.operation_id IS OLD.operation_id AND NEW.tapped_at IS OLD.tapped_at AND EXISTS (SELECT 1 FROM rating_history h
    JOIN erasure e ON e.place = 'rating_history' AND e.place_id = h.id
    WHERE h.assessment_id = OLD.assessment_id AND h.item_id = OLD.item_id AND h.version = OLD.version AND h.comment = NEW.comment AND e.tombstone = NEW.comment))
BEGIN
    SELECT RAISE(ABORT, 'not_open: signed') WHERE NEW.operation_id NOT LIKE 'common-%' OR NOT EXISTS (
        SELECT 1 FROM assessment a CROSS JOIN visit_sheet s ON s.id = a.visit_sheet_id
        CROSS JOIN assessment v ON v.visit_sheet_id = s.id AND v.track = 'visitor'
        CROSS JOIN rating theirs ON theirs.assessment_id = v.id AND theirs.item_id = OLD.item_id
        CROSS JOIN rating own ON own.assessment_id = s.self_assessment_id AND own.item_id = OLD.item_id
        WHERE a.id = OLD.assessment_id AND theirs.value = NEW.value AND own.value = NEW.value);
END;

CREATE TRIGGER rating_updated AFTER UPDATE ON rating WHEN NOT (NEW.version = OLD.version)
BEGIN
    INSERT INTO rating_history (assessment_id, item_id, version, value, comment, saved_at, person_id, operation_id,
        tapped_at) VALUES (NEW.assessment_id, NEW.item_id, NEW.version, NEW.value, NEW.comment, NEW.saved_at,
        NEW.person_id, NEW.operation_id, NEW.tapped_at);
END;

CREATE TABLE rating_history (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    version INTEGER NOT NULL,
    value TEXT,
    comment TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    operation_id TEXT NOT NULL UNIQUE,
    tapped_at TEXT,
    UNIQUE (assessment_id, item_id, version)
) STRICT;

CREATE TRIGGER history_insert BEFORE INSERT ON rating_history BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NOT EXISTS (
        SELECT 1 FROM rating WHERE assessment_id = NEW.assessment_id AND item_id = NEW.item_id
            AND version = NEW.version AND operation_id = NEW.operation_id);
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (
        SELECT 1 FROM rating_history WHERE id = NEW.id OR operation_id = NEW.operation_id
            OR (assessment_id = NEW.assessment_id AND item_id = NEW.item_id AND version = NEW.version));
END;

CREATE TRIGGER rating_history_delete_kept BEFORE DELETE ON rating_history BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER rating_history_update_kept BEFORE UPDATE ON rating_history WHEN NOT (NEW.comment IS NOT OLD.comment AND NEW.id IS OLD.id AND NEW.assessment_id IS OLD.assessment_id AND NEW.item_id IS OLD.item_id AND NEW.version IS OLD.version AND NEW.value IS OLD.value AND NEW.saved_at IS OLD.saved_at AND NEW.person_id IS OLD.person_id AND NEW.operation_id IS OLD.operation_id AND NEW.tapped_at IS OLD.tapped_at AND EXISTS (SELECT 1 FROM erasure e
    WHERE e.place = 'rating_history' AND e.place_id = OLD.id AND e.tombstone = NEW.comment))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE record_history (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (kind, record_id, version)
) STRICT;

CREATE TRIGGER record_history_update_kept BEFORE UPDATE ON record_history WHEN NOT (NEW.content IS NOT OLD.content AND NEW.id IS OLD.id AND NEW.kind IS OLD.kind
    AND NEW.record_id IS OLD.record_id AND NEW.version IS OLD.version AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id
    AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'record_history' AND e.place_id = OLD.id
        AND instr(NEW.content, e.tombstone) > 0))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER record_history_delete_kept BEFORE DELETE ON record_history BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER record_history_replace_kept BEFORE INSERT ON record_history BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM record_history WHERE id = NEW.id); END;

CREATE TABLE recovery_code (
    id INTEGER PRIMARY KEY,
    factor_id INTEGER NOT NULL REFERENCES second_factor (id),
    code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
    at TEXT NOT NULL,
    used_at TEXT,
    replaced_at TEXT
) STRICT;

CREATE INDEX recovery_code_of_factor ON recovery_code (factor_id, code_hash);

CREATE TRIGGER recovery_code_delete_kept BEFORE DELETE ON recovery_code BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER recovery_code_replace_kept BEFORE INSERT ON recovery_code BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM recovery_code WHERE id = NEW.id); END;

CREATE TABLE referral (
    id INTEGER PRIMARY KEY,
    "name" TEXT NOT NULL CHECK (length("name") <= 200),
    "purpose" TEXT NOT NULL CHECK (length("purpose") <= 200),
    "subjects" TEXT NOT NULL CHECK (length("subjects") <= 200),
    "hours" TEXT NOT NULL CHECK (length("hours") <= 200),
    "phone" TEXT NOT NULL CHECK (length("phone") <= 200),
    "note" TEXT NOT NULL CHECK (length("note") <= 2000),
    "checked_on" TEXT NOT NULL CHECK ("checked_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "ended_on" TEXT CHECK ("ended_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX referral_by_day ON referral (checked_on);

CREATE TRIGGER referral_insert BEFORE INSERT ON referral BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM referral WHERE id = NEW.id);
END;

CREATE TRIGGER referral_update BEFORE UPDATE ON referral WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'referral' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."checked_on" IS OLD."checked_on" OR NEW."checked_on" IS h.content ->> '$.checked_on') AND (NEW."ended_on" IS OLD."ended_on" OR NEW."ended_on" IS h.content ->> '$.ended_on') AND (NEW."hours" IS OLD."hours" OR NEW."hours" IS h.content ->> '$.hours') AND (NEW."name" IS OLD."name" OR NEW."name" IS h.content ->> '$.name') AND (NEW."note" IS OLD."note" OR NEW."note" IS h.content ->> '$.note') AND (NEW."phone" IS OLD."phone" OR NEW."phone" IS h.content ->> '$.phone') AND (NEW."purpose" IS OLD."purpose" OR NEW."purpose" IS h.content ->> '$.purpose') AND (NEW."subjects" IS OLD."subjects" OR NEW."subjects" IS h.content ->> '$.subjects') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER referral_inserted AFTER INSERT ON referral BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('referral', NEW.id, NEW.version, json_object('name', NEW."name", 'purpose', NEW."purpose", 'subjects', NEW."subjects", 'hours', NEW."hours", 'phone', NEW."phone", 'note', NEW."note", 'checked_on', NEW."checked_on", 'ended_on', NEW."ended_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER referral_updated AFTER UPDATE ON referral WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('referral', NEW.id, NEW.version, json_object('name', NEW."name", 'purpose', NEW."purpose", 'subjects', NEW."subjects", 'hours', NEW."hours", 'phone', NEW."phone", 'note', NEW."note", 'checked_on', NEW."checked_on", 'ended_on', NEW."ended_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER referral_delete_kept BEFORE DELETE ON referral BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE "region" (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    fiscal_year_start_month INTEGER NOT NULL DEFAULT 4 CHECK (fiscal_year_start_month BETWEEN 1 AND 12),
    minimum_group_size INTEGER NOT NULL DEFAULT 5 CHECK (minimum_group_size BETWEEN 3 AND 100),
    blind_mode INTEGER NOT NULL DEFAULT 0 CHECK (blind_mode IN (0, 1)),
    fictional INTEGER NOT NULL DEFAULT 0 CHECK (fictional IN (0, 1)),
    created_at TEXT NOT NULL
, agreement_days INTEGER NOT NULL DEFAULT 60 CHECK (agreement_days BETWEEN 0 AND 366), self_days INTEGER NOT NULL DEFAULT 14 CHECK (self_days BETWEEN 0 AND 366), report_days INTEGER NOT NULL DEFAULT 28 CHECK (report_days BETWEEN 0 AND 366), acknowledge_days INTEGER NOT NULL DEFAULT 14
    CHECK (acknowledge_days BETWEEN 0 AND 366), plan_days INTEGER NOT NULL DEFAULT 30 CHECK (plan_days BETWEEN 0 AND 366), criteria_window TEXT NOT NULL DEFAULT 'fiscal_year'
    REFERENCES criteria_window (code), conference_percent INTEGER NOT NULL DEFAULT 90 CHECK (conference_percent BETWEEN 0 AND 100), conference_low_percent INTEGER NOT NULL DEFAULT 75 CHECK (conference_low_percent BETWEEN 0 AND 100), conference_interval_weeks INTEGER NOT NULL DEFAULT 2 CHECK (conference_interval_weeks BETWEEN 0 AND 52), round_months INTEGER NOT NULL DEFAULT 2 CHECK (round_months BETWEEN 0 AND 24), plan_months INTEGER NOT NULL DEFAULT 12 CHECK (plan_months BETWEEN 0 AND 60), grace_days INTEGER NOT NULL DEFAULT 7 CHECK (grace_days BETWEEN 0 AND 366), near_days INTEGER NOT NULL DEFAULT 90 CHECK (near_days BETWEEN 0 AND 366), conference_holidays TEXT NOT NULL DEFAULT '12/29-1/3' CHECK (length(conference_holidays) <= 200), committee_percent INTEGER NOT NULL DEFAULT 80 CHECK (committee_percent BETWEEN 0 AND 100), committee_low_percent INTEGER NOT NULL DEFAULT 50 CHECK (committee_low_percent BETWEEN 0 AND 100), more_departments TEXT NOT NULL DEFAULT '' CHECK (length(more_departments) <= 200)) STRICT;

CREATE TABLE reopening (
    id INTEGER PRIMARY KEY,
    "training_id" INTEGER NOT NULL CHECK ("training_id" >= 0),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "closes_on" TEXT NOT NULL CHECK ("closes_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "asked_by" TEXT NOT NULL CHECK (length("asked_by") <= 200),
    "note" TEXT NOT NULL CHECK (length("note") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX reopening_by_day ON reopening (held_on);

CREATE TRIGGER reopening_insert BEFORE INSERT ON reopening BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM reopening WHERE id = NEW.id);
END;

CREATE TRIGGER reopening_update BEFORE UPDATE ON reopening WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'reopening' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."asked_by" IS OLD."asked_by" OR NEW."asked_by" IS h.content ->> '$.asked_by') AND (NEW."closes_on" IS OLD."closes_on" OR NEW."closes_on" IS h.content ->> '$.closes_on') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."note" IS OLD."note" OR NEW."note" IS h.content ->> '$.note') AND (NEW."training_id" IS OLD."training_id" OR NEW."training_id" IS h.content ->> '$.training_id') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER reopening_inserted AFTER INSERT ON reopening BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('reopening', NEW.id, NEW.version, json_object('training_id', NEW."training_id", 'held_on', NEW."held_on", 'closes_on', NEW."closes_on", 'asked_by', NEW."asked_by", 'note', NEW."note", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER reopening_updated AFTER UPDATE ON reopening WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('reopening', NEW.id, NEW.version, json_object('training_id', NEW."training_id", 'held_on', NEW."held_on", 'closes_on', NEW."closes_on", 'asked_by', NEW."asked_by", 'note', NEW."note", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER reopening_delete_kept BEFORE DELETE ON reopening BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE reopening_seen (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report (id),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (report_id, person_id)
) STRICT;

CREATE TRIGGER reopening_seen_insert BEFORE INSERT ON reopening_seen BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM reopening_seen
        WHERE id = NEW.id OR (report_id = NEW.report_id AND person_id = NEW.person_id));
END;

CREATE TRIGGER reopening_seen_update_kept BEFORE UPDATE ON reopening_seen BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER reopening_seen_delete_kept BEFORE DELETE ON reopening_seen BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    edition INTEGER NOT NULL CHECK (edition >= 1),
    document_number TEXT NOT NULL CHECK (length(trim(document_number)) > 0),
    addressee TEXT NOT NULL CHECK (length(trim(addressee)) > 0),
    snapshot TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    sealed_at TEXT NOT NULL,
    sealed_by INTEGER NOT NULL REFERENCES person (id), erasures INTEGER NOT NULL DEFAULT 0,
    UNIQUE (visit_id, edition)
) STRICT;

CREATE TRIGGER report_insert BEFORE INSERT ON report BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (
        SELECT 1 FROM report WHERE id = NEW.id OR (visit_id = NEW.visit_id AND edition = NEW.edition));
    SELECT RAISE(ABORT, 'refused: signature_missing') WHERE (
        SELECT count(*) FROM signature
        WHERE visit_id = NEW.visit_id AND edition = NEW.edition AND voided_at IS NULL) <> 2;
    SELECT RAISE(ABORT, 'refused: edition_out_of_order')
        WHERE NEW.edition <> 1 + (SELECT count(*) FROM report WHERE visit_id = NEW.visit_id) OR EXISTS (
            SELECT 1 FROM report old WHERE old.visit_id = NEW.visit_id AND NOT EXISTS (
                SELECT 1 FROM report_event WHERE report_id = old.id AND kind = 'reopened'));
    SELECT RAISE(ABORT, 'refused: visitor_not_submitted') WHERE EXISTS (
        SELECT 1 FROM assessment JOIN visit_sheet ON visit_sheet.id = visit_sheet_id
        WHERE visit_id = NEW.visit_id AND track = 'visitor' AND state = 'open');
END;

CREATE TRIGGER report_delete_kept BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER report_update_kept BEFORE UPDATE ON report WHEN NOT (NEW.snapshot IS NOT OLD.snapshot AND NEW.erasures IS NOT OLD.erasures AND NEW.id IS OLD.id AND NEW.visit_id IS OLD.visit_id AND NEW.edition IS OLD.edition AND NEW.document_number IS OLD.document_number AND NEW.addressee IS OLD.addressee AND NEW.sha256 IS OLD.sha256 AND NEW.sealed_at IS OLD.sealed_at AND NEW.sealed_by IS OLD.sealed_by AND NEW.erasures = OLD.erasures + 1
    AND NEW.erasures = (SELECT count(*) FROM erasure WHERE place = 'report' AND place_id = OLD.id)
    AND instr(NEW.snapshot, (SELECT tombstone FROM erasure WHERE place = 'report' AND place_id = OLD.id
        ORDER BY id DESC LIMIT 1)) > 0)
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE "report_event" (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report (id),
    kind TEXT NOT NULL REFERENCES report_event_kind (code),
    on_date TEXT NOT NULL CHECK (on_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    reason TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (kind = 'handed_over' OR kind = 'acknowledged' OR length(trim(reason)) > 0)
    
) STRICT;

CREATE INDEX report_event_by_report ON report_event (report_id, kind);

CREATE TRIGGER report_event_insert BEFORE INSERT ON report_event BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (
        SELECT 1 FROM report_event WHERE id = NEW.id OR (report_id = NEW.report_id AND kind = NEW.kind
        AND kind NOT IN ('receipt_taken_back', 'hand_over_taken_back')
        AND (SELECT count(*) FROM report_event one WHERE one.report_id = NEW.report_id AND one.kind = NEW.kind)
            > (SELECT count(*) FROM report_event one WHERE one.report_id = NEW.report_id AND one.kind
                = CASE NEW.kind WHEN 'acknowledged' THEN 'receipt_taken_back' WHEN 'handed_over' THEN 'hand_over_taken_back' END)));
    SELECT RAISE(ABORT, 'refused: report_reopened') WHERE EXISTS (
        SELECT 1 FROM report_event WHERE report_id = NEW.report_id AND kind = 'reopened');
END;

CREATE TRIGGER report_event_update_kept BEFORE UPDATE ON report_event WHEN NOT (NEW.reason IS NOT OLD.reason AND NEW.id IS OLD.id AND NEW.report_id IS OLD.report_id AND NEW.kind IS OLD.kind AND NEW.on_date IS OLD.on_date AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'report_event' AND e.place_id = OLD.id AND e.tombstone = NEW.reason))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER report_event_delete_kept BEFORE DELETE ON report_event BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE report_event_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE report_paper (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL UNIQUE REFERENCES report (id),
    made_from TEXT NOT NULL CHECK (length(made_from) = 64),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL
) STRICT;

CREATE TABLE report_remark (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "period" TEXT NOT NULL CHECK (length("period") <= 200),
    "part" TEXT NOT NULL CHECK (length("part") <= 200),
    "text" TEXT NOT NULL CHECK (length("text") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX report_remark_by_day ON report_remark (held_on);

CREATE TRIGGER report_remark_insert BEFORE INSERT ON report_remark BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM report_remark WHERE id = NEW.id);
END;

CREATE TRIGGER report_remark_update BEFORE UPDATE ON report_remark WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'report_remark' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."part" IS OLD."part" OR NEW."part" IS h.content ->> '$.part') AND (NEW."period" IS OLD."period" OR NEW."period" IS h.content ->> '$.period') AND (NEW."text" IS OLD."text" OR NEW."text" IS h.content ->> '$.text') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER report_remark_inserted AFTER INSERT ON report_remark BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('report_remark', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'period', NEW."period", 'part', NEW."part", 'text', NEW."text", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER report_remark_updated AFTER UPDATE ON report_remark WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('report_remark', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'period', NEW."period", 'part', NEW."part", 'text', NEW."text", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER report_remark_delete_kept BEFORE DELETE ON report_remark BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE response_line (
    id INTEGER PRIMARY KEY,
    "reference_word" TEXT NOT NULL CHECK (length("reference_word") <= 200),
    "topic" TEXT NOT NULL CHECK (length("topic") <= 200),
    "line" TEXT NOT NULL CHECK (length("line") <= 2000),
    "agreed_on" TEXT NOT NULL CHECK ("agreed_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX response_line_by_day ON response_line (agreed_on);

CREATE UNIQUE INDEX response_line_by_key ON response_line ("reference_word") WHERE withdrawn_at IS NULL;

CREATE TRIGGER response_line_insert BEFORE INSERT ON response_line BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM response_line WHERE id = NEW.id);
END;

CREATE TRIGGER response_line_update BEFORE UPDATE ON response_line WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'response_line' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."agreed_on" IS OLD."agreed_on" OR NEW."agreed_on" IS h.content ->> '$.agreed_on') AND (NEW."line" IS OLD."line" OR NEW."line" IS h.content ->> '$.line') AND (NEW."reference_word" IS OLD."reference_word" OR NEW."reference_word" IS h.content ->> '$.reference_word') AND (NEW."topic" IS OLD."topic" OR NEW."topic" IS h.content ->> '$.topic') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER response_line_inserted AFTER INSERT ON response_line BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('response_line', NEW.id, NEW.version, json_object('reference_word', NEW."reference_word", 'topic', NEW."topic", 'line', NEW."line", 'agreed_on', NEW."agreed_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER response_line_updated AFTER UPDATE ON response_line WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('response_line', NEW.id, NEW.version, json_object('reference_word', NEW."reference_word", 'topic', NEW."topic", 'line', NEW."line", 'agreed_on', NEW."agreed_on", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER response_line_delete_kept BEFORE DELETE ON response_line BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE retention_end (
    id INTEGER PRIMARY KEY,
    case_ids TEXT NOT NULL CHECK (json_valid(case_ids)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER retention_end_update_kept BEFORE UPDATE ON retention_end BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER retention_end_delete_kept BEFORE DELETE ON retention_end BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER retention_end_replace_kept BEFORE INSERT ON retention_end BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM retention_end WHERE id = NEW.id); END;

CREATE TABLE revision_change (
    id INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES sheet_revision (id),
    edition INTEGER NOT NULL CHECK (edition >= 2),
    operation_id TEXT NOT NULL UNIQUE CHECK (length(operation_id) BETWEEN 8 AND 64),
    kind TEXT NOT NULL REFERENCES revision_change_kind (code),
    before TEXT NOT NULL CHECK (json_valid(before)),
    undoes INTEGER UNIQUE REFERENCES revision_change (id),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (revision_id, edition)
) STRICT;

CREATE TRIGGER revision_change_update_kept BEFORE UPDATE ON revision_change BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER revision_change_delete_kept BEFORE DELETE ON revision_change BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER revision_change_replace_kept BEFORE INSERT ON revision_change BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM revision_change WHERE id = NEW.id); END;

CREATE TABLE revision_change_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE revision_comment (
    id INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES sheet_revision (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    item_key TEXT NOT NULL CHECK (length(item_key) <= 20),
    stance TEXT NOT NULL REFERENCES revision_stance (code),
    text TEXT NOT NULL CHECK (length(text) <= 2000),
    edition INTEGER NOT NULL CHECK (edition >= 1),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (stance = 'agrees' OR length(trim(text)) > 0)
) STRICT;

CREATE INDEX revision_comment_by_hospital ON revision_comment (revision_id, hospital_id, item_key);

CREATE TRIGGER revision_comment_insert BEFORE INSERT ON revision_comment BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE (SELECT step FROM revision_event
        WHERE revision_id = NEW.revision_id ORDER BY id DESC LIMIT 1) IS NOT 'opened';
END;

CREATE TRIGGER revision_comment_update_kept BEFORE UPDATE ON revision_comment BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER revision_comment_delete_kept BEFORE DELETE ON revision_comment BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER revision_comment_replace_kept BEFORE INSERT ON revision_comment BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM revision_comment WHERE id = NEW.id); END;

CREATE TABLE revision_event (
    id INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES sheet_revision (id),
    step TEXT NOT NULL REFERENCES revision_step (code),
    until TEXT CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    version_code TEXT,
    reason TEXT NOT NULL CHECK (length(reason) <= 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK ((step = 'opened') = (until IS NOT NULL)),
    CHECK ((step = 'published' OR step = 'withdrawn') = (version_code IS NOT NULL)),
    CHECK ((step <> 'withdrawn' AND step <> 'discarded') OR length(trim(reason)) > 0)
) STRICT;

CREATE INDEX revision_event_by_revision ON revision_event (revision_id, id);

CREATE TRIGGER revision_event_update_kept BEFORE UPDATE ON revision_event BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER revision_event_delete_kept BEFORE DELETE ON revision_event BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER revision_event_replace_kept BEFORE INSERT ON revision_event BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM revision_event WHERE id = NEW.id); END;

CREATE TABLE revision_stance (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE revision_step (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE "role" (
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL REFERENCES role_kind (code),
    PRIMARY KEY (person_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_kind (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE rule_correction (
    id INTEGER PRIMARY KEY,
    rule_set TEXT NOT NULL CHECK (length(rule_set) BETWEEN 1 AND 40),
    requirement TEXT NOT NULL CHECK (length(requirement) BETWEEN 1 AND 80),
    field TEXT NOT NULL CHECK (length(field) <= 40),
    value TEXT NOT NULL CHECK (length(value) <= 1000),
    valid_from TEXT NOT NULL CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    confirmed_by TEXT NOT NULL CHECK (length(trim(confirmed_by)) BETWEEN 1 AND 100),
    confirmed_on TEXT NOT NULL CHECK (confirmed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    source TEXT NOT NULL CHECK (length(trim(source)) BETWEEN 1 AND 500),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((field = '') = (value = '')),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE TRIGGER rule_correction_update BEFORE UPDATE ON rule_correction BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.rule_set <> OLD.rule_set
        OR NEW.requirement <> OLD.requirement OR NEW.field <> OLD.field OR NEW.value <> OLD.value
        OR NEW.valid_from <> OLD.valid_from OR NEW.confirmed_by <> OLD.confirmed_by
        OR NEW.confirmed_on <> OLD.confirmed_on OR NEW.source <> OLD.source OR NEW.at <> OLD.at
        OR NEW.person_id <> OLD.person_id OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER rule_correction_delete_kept BEFORE DELETE ON rule_correction BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER rule_correction_replace_kept BEFORE INSERT ON rule_correction BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM rule_correction WHERE id = NEW.id); END;

CREATE TABLE safety_information (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "title" TEXT NOT NULL CHECK (length("title") <= 200),
    "origin" TEXT NOT NULL CHECK (length("origin") <= 200),
    "facilities" TEXT NOT NULL CHECK (length("facilities") <= 200),
    "sent" INTEGER NOT NULL CHECK ("sent" >= 0),
    "read" INTEGER NOT NULL CHECK ("read" >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX safety_information_by_day ON safety_information (held_on);

CREATE TRIGGER safety_information_insert BEFORE INSERT ON safety_information BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM safety_information WHERE id = NEW.id);
END;

CREATE TRIGGER safety_information_update BEFORE UPDATE ON safety_information WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'safety_information' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."facilities" IS OLD."facilities" OR NEW."facilities" IS h.content ->> '$.facilities') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."origin" IS OLD."origin" OR NEW."origin" IS h.content ->> '$.origin') AND (NEW."read" IS OLD."read" OR NEW."read" IS h.content ->> '$.read') AND (NEW."sent" IS OLD."sent" OR NEW."sent" IS h.content ->> '$.sent') AND (NEW."title" IS OLD."title" OR NEW."title" IS h.content ->> '$.title') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER safety_information_inserted AFTER INSERT ON safety_information BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('safety_information', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'title', NEW."title", 'origin', NEW."origin", 'facilities', NEW."facilities", 'sent', NEW."sent", 'read', NEW."read", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER safety_information_updated AFTER UPDATE ON safety_information WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('safety_information', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'title', NEW."title", 'origin', NEW."origin", 'facilities', NEW."facilities", 'sent', NEW."sent", 'read', NEW."read", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER safety_information_delete_kept BEFORE DELETE ON safety_information BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE safety_round (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "department" TEXT NOT NULL CHECK (length("department") <= 200),
    "visitors" TEXT NOT NULL CHECK (length("visitors") <= 200),
    "findings" TEXT NOT NULL CHECK (length("findings") <= 2000),
    "action" TEXT NOT NULL CHECK (length("action") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX safety_round_by_day ON safety_round (hospital_id, held_on);

CREATE TRIGGER safety_round_insert BEFORE INSERT ON safety_round BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM safety_round WHERE id = NEW.id);
END;

CREATE TRIGGER safety_round_update BEFORE UPDATE ON safety_round WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'safety_round' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."action" IS OLD."action" OR NEW."action" IS h.content ->> '$.action') AND (NEW."department" IS OLD."department" OR NEW."department" IS h.content ->> '$.department') AND (NEW."findings" IS OLD."findings" OR NEW."findings" IS h.content ->> '$.findings') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."visitors" IS OLD."visitors" OR NEW."visitors" IS h.content ->> '$.visitors') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER safety_round_inserted AFTER INSERT ON safety_round BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('safety_round', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'department', NEW."department", 'visitors', NEW."visitors", 'findings', NEW."findings", 'action', NEW."action", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER safety_round_updated AFTER UPDATE ON safety_round WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('safety_round', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'department', NEW."department", 'visitors', NEW."visitors", 'findings', NEW."findings", 'action', NEW."action", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER safety_round_delete_kept BEFORE DELETE ON safety_round BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE scale (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE "scale_value" (
    scale TEXT NOT NULL REFERENCES scale (code),
    value TEXT NOT NULL,
    PRIMARY KEY (scale, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE second_factor (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    secret TEXT NOT NULL CHECK (length(secret) <= 400),
    at TEXT NOT NULL,
    confirmed_at TEXT,
    last_step INTEGER NOT NULL CHECK (last_step >= 0),
    ended_at TEXT,
    ended_by INTEGER REFERENCES person (id),
    CHECK (ended_at IS NULL OR secret = '')
) STRICT;

CREATE UNIQUE INDEX second_factor_in_use ON second_factor (person_id)
            WHERE confirmed_at IS NOT NULL AND ended_at IS NULL;

CREATE UNIQUE INDEX second_factor_begun ON second_factor (person_id)
            WHERE confirmed_at IS NULL AND ended_at IS NULL;

CREATE TRIGGER second_factor_delete_kept BEFORE DELETE ON second_factor BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER second_factor_replace_kept BEFORE INSERT ON second_factor BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM second_factor WHERE id = NEW.id); END;

CREATE TABLE second_factor_rule (
    id INTEGER PRIMARY KEY,
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER second_factor_rule_update_kept BEFORE UPDATE ON second_factor_rule BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER second_factor_rule_delete_kept BEFORE DELETE ON second_factor_rule BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER second_factor_rule_replace_kept BEFORE INSERT ON second_factor_rule BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM second_factor_rule WHERE id = NEW.id); END;

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
, pass_id INTEGER REFERENCES visit_pass (id), way TEXT NOT NULL DEFAULT 'password' CHECK (way <> ''), device TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '', factor_at TEXT, vouched_at TEXT) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE settlement (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    requirement TEXT NOT NULL CHECK (length(requirement) BETWEEN 1 AND 80),
    settled_on TEXT NOT NULL CHECK (settled_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    settled_by TEXT NOT NULL CHECK (length(trim(settled_by)) BETWEEN 1 AND 100),
    reason TEXT NOT NULL CHECK (length(trim(reason)) BETWEEN 1 AND 1000),
    document TEXT NOT NULL CHECK (length(trim(document)) BETWEEN 1 AND 200),
    document_id INTEGER REFERENCES evidence_document (id),
    valid_until TEXT NOT NULL CHECK (valid_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND valid_until >= settled_on),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX settlement_by_hospital ON settlement (hospital_id, settled_on);

CREATE TRIGGER settlement_update BEFORE UPDATE ON settlement BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.requirement <> OLD.requirement OR NEW.settled_on <> OLD.settled_on
        OR NEW.settled_by <> OLD.settled_by OR NEW.reason <> OLD.reason OR NEW.document <> OLD.document
        OR NEW.document_id IS NOT OLD.document_id OR NEW.valid_until <> OLD.valid_until OR NEW.at <> OLD.at
        OR NEW.person_id <> OLD.person_id OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER settlement_delete_kept BEFORE DELETE ON settlement BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER settlement_replace_kept BEFORE INSERT ON settlement BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM settlement WHERE id = NEW.id); END;

CREATE TABLE sheet (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0)
, subject TEXT NOT NULL DEFAULT 'safety' REFERENCES sheet_subject (code)) STRICT;

CREATE TABLE sheet_revision (
    id INTEGER PRIMARY KEY,
    previous_id INTEGER NOT NULL REFERENCES sheet_version (id),
    name TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 100),
    starts_on TEXT NOT NULL CHECK (starts_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    content TEXT NOT NULL CHECK (json_valid(content)),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX sheet_revision_by_version ON sheet_revision (previous_id);

CREATE TRIGGER sheet_revision_update BEFORE UPDATE ON sheet_revision BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.previous_id <> OLD.previous_id
        OR NEW.version <> OLD.version + 1 OR (SELECT step FROM revision_event WHERE revision_id = OLD.id ORDER BY id DESC LIMIT 1)
    IN ('published', 'discarded');
END;

CREATE TRIGGER sheet_revision_delete_kept BEFORE DELETE ON sheet_revision BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER sheet_revision_replace_kept BEFORE INSERT ON sheet_revision BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM sheet_revision WHERE id = NEW.id); END;

CREATE TABLE sheet_subject (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE "sheet_version" (
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES sheet (id),
    code TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL CHECK (number >= 1),
    name TEXT NOT NULL,
    from_fiscal_year INTEGER NOT NULL CHECK (from_fiscal_year BETWEEN 2000 AND 2200),
    scale TEXT NOT NULL REFERENCES scale (code),
    previous_id INTEGER REFERENCES sheet_version (id),
    frozen_at TEXT,
    created_at TEXT NOT NULL, holds_from TEXT CHECK (holds_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    UNIQUE (sheet_id, number)
) STRICT;

CREATE TRIGGER version_delete_frozen BEFORE DELETE ON sheet_version BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE OLD.frozen_at IS NOT NULL; END;

CREATE TRIGGER version_update_frozen BEFORE UPDATE ON sheet_version BEGIN SELECT RAISE(ABORT, 'refused: frozen_version') WHERE OLD.frozen_at IS NOT NULL; END;

CREATE TRIGGER sheet_version_replace_kept BEFORE INSERT ON sheet_version BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM sheet_version WHERE id = NEW.id); END;

CREATE TABLE sign_in_provider (
    id INTEGER PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    issuer TEXT NOT NULL CHECK (length(issuer) <= 400),
    client_id TEXT NOT NULL CHECK (length(client_id) <= 200),
    client_secret TEXT NOT NULL CHECK (length(client_secret) <= 400),
    claim TEXT NOT NULL CHECK (claim <> ''),
    label TEXT NOT NULL CHECK (length(label) <= 40),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TABLE signature (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    edition INTEGER NOT NULL CHECK (edition >= 1),
    side TEXT NOT NULL CHECK (side IN ('host', 'evaluator')),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    person_id INTEGER NOT NULL REFERENCES person (id),
    at TEXT NOT NULL,
    voided_at TEXT,
    void_reason TEXT, strokes TEXT NOT NULL DEFAULT '[]'
               CHECK (json_valid(strokes) AND length(strokes) <= 60000),
    CHECK ((voided_at IS NULL) = (void_reason IS NULL))
) STRICT;

CREATE UNIQUE INDEX signature_one_of_side ON signature (visit_id, edition, side) WHERE voided_at IS NULL;

CREATE INDEX signature_by_visit ON signature (visit_id);

CREATE TRIGGER signature_insert BEFORE INSERT ON signature BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = NEW.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'refused: edition_not_to_sign') WHERE NEW.edition <>
        1 + (SELECT count(*) FROM report WHERE visit_id = NEW.visit_id);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.voided_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM signature WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'refused: side_signed') WHERE EXISTS (SELECT 1 FROM signature
        WHERE visit_id = NEW.visit_id AND edition = NEW.edition AND side = NEW.side AND voided_at IS NULL);
END;

CREATE TRIGGER signature_update BEFORE UPDATE ON signature BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL OR NEW.id <> OLD.id
        OR NEW.visit_id <> OLD.visit_id OR NEW.edition <> OLD.edition OR NEW.side <> OLD.side
        OR NEW.name <> OLD.name OR NEW.person_id <> OLD.person_id OR NEW.at <> OLD.at OR NEW.strokes <> OLD.strokes;
    SELECT RAISE(ABORT, 'refused: signature_sealed') WHERE EXISTS (
        SELECT 1 FROM report WHERE visit_id = OLD.visit_id AND edition = OLD.edition AND NOT EXISTS (
            SELECT 1 FROM report_event WHERE report_id = report.id AND kind = 'reopened'));
END;

CREATE TRIGGER signature_delete_kept BEFORE DELETE ON signature BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER signature_voided AFTER UPDATE ON signature WHEN OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL BEGIN
    INSERT INTO signature_void (signature_id, reason, at) VALUES (NEW.id, NEW.void_reason, NEW.voided_at);
END;

CREATE TABLE signature_void (
    id INTEGER PRIMARY KEY,
    signature_id INTEGER NOT NULL UNIQUE REFERENCES signature (id),
    reason TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TRIGGER signature_void_update_kept BEFORE UPDATE ON signature_void BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER signature_void_delete_kept BEFORE DELETE ON signature_void BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER signature_void_replace_kept BEFORE INSERT ON signature_void BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM signature_void WHERE id = NEW.id); END;

CREATE TABLE staff_training (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "title" TEXT NOT NULL CHECK (length("title") <= 200),
    "held" INTEGER NOT NULL CHECK ("held" IN (0, 1)),
    "audience" INTEGER NOT NULL CHECK ("audience" >= 0),
    "attended" INTEGER NOT NULL CHECK ("attended" >= 0),
    "made_up" INTEGER NOT NULL CHECK ("made_up" >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX staff_training_by_day ON staff_training (hospital_id, held_on);

CREATE TRIGGER staff_training_insert BEFORE INSERT ON staff_training BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM staff_training WHERE id = NEW.id);
END;

CREATE TRIGGER staff_training_update BEFORE UPDATE ON staff_training WHEN NOT (NEW."id" IS OLD."id" AND NEW."hospital_id" IS OLD."hospital_id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'staff_training' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."attended" IS OLD."attended" OR NEW."attended" IS h.content ->> '$.attended') AND (NEW."audience" IS OLD."audience" OR NEW."audience" IS h.content ->> '$.audience') AND (NEW."held" IS OLD."held" OR NEW."held" IS h.content ->> '$.held') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."made_up" IS OLD."made_up" OR NEW."made_up" IS h.content ->> '$.made_up') AND (NEW."title" IS OLD."title" OR NEW."title" IS h.content ->> '$.title') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.hospital_id <> OLD.hospital_id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER staff_training_inserted AFTER INSERT ON staff_training BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('staff_training', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'title', NEW."title", 'held', NEW."held", 'audience', NEW."audience", 'attended', NEW."attended", 'made_up', NEW."made_up", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER staff_training_updated AFTER UPDATE ON staff_training WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('staff_training', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'title', NEW."title", 'held', NEW."held", 'audience', NEW."audience", 'attended', NEW."attended", 'made_up', NEW."made_up", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER staff_training_delete_kept BEFORE DELETE ON staff_training BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE survey_edition (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX survey_edition_by_year ON survey_edition (fiscal_year);

CREATE TRIGGER survey_edition_update_kept BEFORE UPDATE ON survey_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER survey_edition_delete_kept BEFORE DELETE ON survey_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER survey_edition_replace_kept BEFORE INSERT ON survey_edition BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM survey_edition WHERE id = NEW.id); END;

CREATE TABLE topic_edition (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 100),
    since TEXT NOT NULL CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    topics TEXT NOT NULL CHECK (json_valid(topics)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER topic_edition_update_kept BEFORE UPDATE ON topic_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER topic_edition_delete_kept BEFORE DELETE ON topic_edition BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER topic_edition_replace_kept BEFORE INSERT ON topic_edition BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM topic_edition WHERE id = NEW.id); END;

CREATE TABLE topic_wish (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER REFERENCES hospital (id),
    fiscal_year INTEGER NOT NULL,
    topics TEXT NOT NULL CHECK (json_valid(topics)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX topic_wish_by_year ON topic_wish (fiscal_year);

CREATE TRIGGER topic_wish_update_kept BEFORE UPDATE ON topic_wish BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER topic_wish_delete_kept BEFORE DELETE ON topic_wish BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER topic_wish_replace_kept BEFORE INSERT ON topic_wish BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM topic_wish WHERE id = NEW.id); END;

CREATE TABLE training_session (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "theme" TEXT NOT NULL CHECK (length("theme") <= 200),
    "lecturer" TEXT NOT NULL CHECK (length("lecturer") <= 200),
    "topic" TEXT NOT NULL CHECK (length("topic") <= 200),
    "reason" TEXT NOT NULL CHECK (length("reason") <= 2000),
    "decided_on" TEXT CHECK ("decided_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "briefed_on" TEXT CHECK ("briefed_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "questions" TEXT NOT NULL CHECK (length("questions") <= 2000),
    "announced_on" TEXT CHECK ("announced_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "audience" TEXT NOT NULL CHECK (length("audience") <= 200),
    "demand_from" TEXT CHECK ("demand_from" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "demand_until" TEXT CHECK ("demand_until" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "held" INTEGER NOT NULL CHECK ("held" IN (0, 1)),
    "attended" INTEGER NOT NULL CHECK ("attended" >= 0),
    "answers" INTEGER NOT NULL CHECK ("answers" >= 0),
    "useful" TEXT NOT NULL CHECK (length("useful") <= 2000),
    "wishes" TEXT NOT NULL CHECK (length("wishes") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX training_session_by_day ON training_session (held_on);

CREATE TRIGGER training_session_insert BEFORE INSERT ON training_session BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM training_session WHERE id = NEW.id);
END;

CREATE TRIGGER training_session_update BEFORE UPDATE ON training_session WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'training_session' AND h.record_id = OLD.id AND h.version = OLD.version AND  (NEW."announced_on" IS OLD."announced_on" OR NEW."announced_on" IS h.content ->> '$.announced_on') AND (NEW."answers" IS OLD."answers" OR NEW."answers" IS h.content ->> '$.answers') AND (NEW."attended" IS OLD."attended" OR NEW."attended" IS h.content ->> '$.attended') AND (NEW."audience" IS OLD."audience" OR NEW."audience" IS h.content ->> '$.audience') AND (NEW."briefed_on" IS OLD."briefed_on" OR NEW."briefed_on" IS h.content ->> '$.briefed_on') AND (NEW."decided_on" IS OLD."decided_on" OR NEW."decided_on" IS h.content ->> '$.decided_on') AND (NEW."demand_from" IS OLD."demand_from" OR NEW."demand_from" IS h.content ->> '$.demand_from') AND (NEW."demand_until" IS OLD."demand_until" OR NEW."demand_until" IS h.content ->> '$.demand_until') AND (NEW."held" IS OLD."held" OR NEW."held" IS h.content ->> '$.held') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."lecturer" IS OLD."lecturer" OR NEW."lecturer" IS h.content ->> '$.lecturer') AND (NEW."questions" IS OLD."questions" OR NEW."questions" IS h.content ->> '$.questions') AND (NEW."reason" IS OLD."reason" OR NEW."reason" IS h.content ->> '$.reason') AND (NEW."theme" IS OLD."theme" OR NEW."theme" IS h.content ->> '$.theme') AND (NEW."topic" IS OLD."topic" OR NEW."topic" IS h.content ->> '$.topic') AND (NEW."useful" IS OLD."useful" OR NEW."useful" IS h.content ->> '$.useful') AND (NEW."wishes" IS OLD."wishes" OR NEW."wishes" IS h.content ->> '$.wishes') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER training_session_inserted AFTER INSERT ON training_session BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('training_session', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'theme', NEW."theme", 'lecturer', NEW."lecturer", 'topic', NEW."topic", 'reason', NEW."reason", 'decided_on', NEW."decided_on", 'briefed_on', NEW."briefed_on", 'questions', NEW."questions", 'announced_on', NEW."announced_on", 'audience', NEW."audience", 'demand_from', NEW."demand_from", 'demand_until', NEW."demand_until",  'held', NEW."held", 'attended', NEW."attended", 'answers', NEW."answers", 'useful', NEW."useful", 'wishes', NEW."wishes", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER training_session_updated AFTER UPDATE ON training_session WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('training_session', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'theme', NEW."theme", 'lecturer', NEW."lecturer", 'topic', NEW."topic", 'reason', NEW."reason", 'decided_on', NEW."decided_on", 'briefed_on', NEW."briefed_on", 'questions', NEW."questions", 'announced_on', NEW."announced_on", 'audience', NEW."audience", 'demand_from', NEW."demand_from", 'demand_until', NEW."demand_until",  'held', NEW."held", 'attended', NEW."attended", 'answers', NEW."answers", 'useful', NEW."useful", 'wishes', NEW."wishes", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER training_session_delete_kept BEFORE DELETE ON training_session BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE transfer_event (
    id INTEGER PRIMARY KEY,
    transfer_id INTEGER NOT NULL REFERENCES case_transfer (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    text TEXT NOT NULL CHECK (length(text) <= 2000),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX transfer_event_by_transfer ON transfer_event (transfer_id);

CREATE TRIGGER transfer_event_insert BEFORE INSERT ON transfer_event BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (
        SELECT 1 FROM transfer_event WHERE transfer_id = NEW.transfer_id AND kind = 'withdrawn');
END;

CREATE TRIGGER transfer_event_delete_kept BEFORE DELETE ON transfer_event BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER transfer_event_replace_kept BEFORE INSERT ON transfer_event BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM transfer_event WHERE id = NEW.id); END;

CREATE TRIGGER transfer_event_update_kept BEFORE UPDATE ON transfer_event WHEN NOT (NEW.text IS NOT OLD.text AND NEW.id IS OLD.id AND NEW.transfer_id IS OLD.transfer_id AND NEW.kind IS OLD.kind AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id
    AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'transfer_event' AND e.place_id = OLD.id AND e.tombstone = NEW.text))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE travel_time (
    id INTEGER PRIMARY KEY,
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    other_id INTEGER NOT NULL REFERENCES hospital (id),
    minutes INTEGER CHECK (minutes BETWEEN 1 AND 1440),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    CHECK (hospital_id < other_id)
) STRICT;

CREATE INDEX travel_time_by_pair ON travel_time (hospital_id, other_id);

CREATE TRIGGER travel_time_update_kept BEFORE UPDATE ON travel_time BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER travel_time_delete_kept BEFORE DELETE ON travel_time BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER travel_time_replace_kept BEFORE INSERT ON travel_time BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM travel_time WHERE id = NEW.id); END;

CREATE TABLE viewing_turn (
    id INTEGER PRIMARY KEY,
    "held_on" TEXT NOT NULL CHECK ("held_on" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    "started" TEXT NOT NULL CHECK (length("started") <= 200),
    "ended" TEXT NOT NULL CHECK (length("ended") <= 200),
    "course" TEXT NOT NULL CHECK (length("course") <= 200),
    "staff" TEXT NOT NULL CHECK (length("staff") <= 200),
    "agreed_by" TEXT NOT NULL CHECK (length("agreed_by") <= 200),
    "impression" TEXT NOT NULL CHECK (length("impression") <= 2000),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    withdrawn_at TEXT,
    withdraw_reason TEXT,
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CHECK (withdraw_reason IS NULL OR length(trim(withdraw_reason)) > 0)
) STRICT;

CREATE INDEX viewing_turn_by_day ON viewing_turn (held_on);

CREATE TRIGGER viewing_turn_insert BEFORE INSERT ON viewing_turn BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM viewing_turn WHERE id = NEW.id);
END;

CREATE TRIGGER viewing_turn_update BEFORE UPDATE ON viewing_turn WHEN NOT (NEW."id" IS OLD."id" AND NEW."version" IS OLD."version" AND NEW."updated_at" IS OLD."updated_at" AND NEW."person_id" IS OLD."person_id" AND NEW."withdrawn_at" IS OLD."withdrawn_at"
    AND EXISTS (SELECT 1 FROM record_history h JOIN erasure e ON e.place = 'record_history' AND e.place_id = h.id
        WHERE h.kind = 'viewing_turn' AND h.record_id = OLD.id AND h.version = OLD.version AND (NEW."agreed_by" IS OLD."agreed_by" OR NEW."agreed_by" IS h.content ->> '$.agreed_by') AND (NEW."course" IS OLD."course" OR NEW."course" IS h.content ->> '$.course') AND (NEW."ended" IS OLD."ended" OR NEW."ended" IS h.content ->> '$.ended') AND (NEW."held_on" IS OLD."held_on" OR NEW."held_on" IS h.content ->> '$.held_on') AND (NEW."impression" IS OLD."impression" OR NEW."impression" IS h.content ->> '$.impression') AND (NEW."staff" IS OLD."staff" OR NEW."staff" IS h.content ->> '$.staff') AND (NEW."started" IS OLD."started" OR NEW."started" IS h.content ->> '$.started') AND (NEW."withdraw_reason" IS OLD."withdraw_reason" OR NEW."withdraw_reason" IS h.content ->> '$.withdraw_reason')))
BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id
        OR NEW.version <> OLD.version + 1 OR OLD.withdrawn_at IS NOT NULL;
END;

CREATE TRIGGER viewing_turn_inserted AFTER INSERT ON viewing_turn BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('viewing_turn', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'started', NEW."started", 'ended', NEW."ended", 'course', NEW."course", 'staff', NEW."staff", 'agreed_by', NEW."agreed_by", 'impression', NEW."impression", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER viewing_turn_updated AFTER UPDATE ON viewing_turn WHEN NOT (NEW.version = OLD.version)
BEGIN INSERT INTO record_history (kind, record_id, version, content, at, person_id)
        VALUES ('viewing_turn', NEW.id, NEW.version, json_object('held_on', NEW."held_on", 'started', NEW."started", 'ended', NEW."ended", 'course', NEW."course", 'staff', NEW."staff", 'agreed_by', NEW."agreed_by", 'impression', NEW."impression", 'withdrawn_at', NEW."withdrawn_at", 'withdraw_reason', NEW."withdraw_reason"), NEW.updated_at, NEW.person_id); END;

CREATE TRIGGER viewing_turn_delete_kept BEFORE DELETE ON viewing_turn BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE "visit" (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL,
    host_id INTEGER NOT NULL REFERENCES hospital (id),
    visit_date TEXT CHECK (visit_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    mode TEXT NOT NULL REFERENCES visit_mode (code),
    state TEXT NOT NULL REFERENCES visit_state (code),
    record_only INTEGER NOT NULL DEFAULT 0 CHECK (record_only IN (0, 1)),
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX visit_by_host ON visit (host_id, fiscal_year);

CREATE TRIGGER visit_delete_kept BEFORE DELETE ON visit BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_replace_kept BEFORE INSERT ON visit BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM visit WHERE id = NEW.id); END;

CREATE TRIGGER visit_host_stays BEFORE UPDATE OF host_id, fiscal_year ON visit BEGIN
    SELECT RAISE(ABORT, 'refused: host_stays')
        WHERE NEW.host_id <> OLD.host_id OR NEW.fiscal_year <> OLD.fiscal_year;
END;

CREATE TABLE "visit_agreement" (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    agreed_on TEXT NOT NULL CHECK (agreed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    participants TEXT NOT NULL CHECK (length(trim(participants)) > 0),
    versions TEXT NOT NULL,
    method TEXT NOT NULL REFERENCES visit_mode (code),
    note TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX visit_agreement_by_visit ON visit_agreement (visit_id);

CREATE TRIGGER visit_agreement_update_kept BEFORE UPDATE ON visit_agreement WHEN NOT (NEW.note IS NOT OLD.note AND NEW.id IS OLD.id AND NEW.visit_id IS OLD.visit_id AND NEW.agreed_on IS OLD.agreed_on AND NEW.participants IS OLD.participants AND NEW.versions IS OLD.versions AND NEW.method IS OLD.method AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'visit_agreement' AND e.place_id = OLD.id AND e.tombstone = NEW.note))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_agreement_delete_kept BEFORE DELETE ON visit_agreement BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_agreement_replace_kept BEFORE INSERT ON visit_agreement BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM visit_agreement WHERE id = NEW.id); END;

CREATE TABLE visit_day (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    on_date TEXT CHECK (on_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    part TEXT NOT NULL CHECK (part <> ''),
    begins TEXT NOT NULL CHECK (begins = '' OR begins GLOB '[0-2][0-9]:[0-5][0-9]'),
    at TEXT NOT NULL
) STRICT;

CREATE INDEX visit_day_by_visit ON visit_day (visit_id);

CREATE TRIGGER visit_day_update_kept BEFORE UPDATE ON visit_day BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_day_delete_kept BEFORE DELETE ON visit_day BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_day_replace_kept BEFORE INSERT ON visit_day BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM visit_day WHERE id = NEW.id); END;

CREATE TABLE visit_event (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
, taken_back TEXT NOT NULL DEFAULT '') STRICT;

CREATE TRIGGER visit_event_update_kept BEFORE UPDATE ON visit_event WHEN NOT (NEW.taken_back IS NOT OLD.taken_back AND NEW.id IS OLD.id AND NEW.visit_id IS OLD.visit_id AND NEW.state IS OLD.state AND NEW.at IS OLD.at AND NEW.person_id IS OLD.person_id AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = 'visit_event' AND e.place_id = OLD.id AND e.tombstone = NEW.taken_back))
BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_event_delete_kept BEFORE DELETE ON visit_event BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_event_replace_kept BEFORE INSERT ON visit_event BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM visit_event WHERE id = NEW.id); END;

CREATE TABLE visit_hospital (
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    hospital_id INTEGER NOT NULL REFERENCES hospital (id),
    leading INTEGER NOT NULL CHECK (leading IN (0, 1)),
    PRIMARY KEY (visit_id, hospital_id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX visit_one_leading ON visit_hospital (visit_id) WHERE leading = 1;

CREATE INDEX visit_by_evaluator ON visit_hospital (hospital_id);

CREATE TRIGGER visit_hospital_is_not_host BEFORE INSERT ON visit_hospital BEGIN
    SELECT RAISE(ABORT, 'refused: host_visits_itself')
        WHERE NEW.hospital_id = (SELECT host_id FROM visit WHERE id = NEW.visit_id);
END;

CREATE TABLE visit_hours (
    visit_id INTEGER PRIMARY KEY REFERENCES visit (id),
    began TEXT NOT NULL CHECK (began GLOB '[0-2][0-9]:[0-5][0-9]'),
    ended TEXT NOT NULL CHECK (ended GLOB '[0-2][0-9]:[0-5][0-9]' AND ended > began),
    version INTEGER NOT NULL CHECK (version >= 1),
    updated_at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TRIGGER visit_hours_insert BEFORE INSERT ON visit_hours BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = NEW.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = NEW.visit_id AND voided_at IS NULL);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.version <> 1 OR EXISTS (SELECT 1 FROM visit_hours WHERE visit_id = NEW.visit_id);
END;

CREATE TRIGGER visit_hours_update BEFORE UPDATE ON visit_hours BEGIN
    SELECT RAISE(ABORT, 'not_open: closing_not_open') WHERE (SELECT state FROM visit WHERE id = OLD.visit_id) IS NOT 'on_site';
    SELECT RAISE(ABORT, 'not_open: signed') WHERE EXISTS (SELECT 1 FROM signature WHERE visit_id = OLD.visit_id AND voided_at IS NULL);
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.visit_id <> OLD.visit_id OR NEW.visit_id <> OLD.visit_id OR NEW.version <> OLD.version + 1;
END;

CREATE TRIGGER visit_hours_delete_kept BEFORE DELETE ON visit_hours BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TABLE visit_member (
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (visit_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX visit_by_member ON visit_member (person_id);

CREATE TRIGGER visit_member_is_evaluator BEFORE INSERT ON visit_member BEGIN
    SELECT RAISE(ABORT, 'refused: member_not_of_evaluator') WHERE NOT EXISTS (
        SELECT 1 FROM person JOIN visit_hospital USING (hospital_id)
        WHERE person.id = NEW.person_id AND visit_hospital.visit_id = NEW.visit_id);
END;

CREATE TABLE visit_mode (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE visit_paper (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE INDEX visit_paper_by_visit ON visit_paper (visit_id);

CREATE TRIGGER visit_paper_update_kept BEFORE UPDATE ON visit_paper BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_paper_delete_kept BEFORE DELETE ON visit_paper BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_paper_replace_kept BEFORE INSERT ON visit_paper BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM visit_paper WHERE id = NEW.id); END;

CREATE TABLE visit_paper_day (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    evaluated_on TEXT CHECK (evaluated_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    handed_over_on TEXT CHECK (handed_over_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
, paper_id INTEGER REFERENCES visit_paper (id)) STRICT;

CREATE INDEX visit_paper_day_by_visit ON visit_paper_day (visit_id);

CREATE TRIGGER visit_paper_day_update_kept BEFORE UPDATE ON visit_paper_day BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_paper_day_delete_kept BEFORE DELETE ON visit_paper_day BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_paper_day_replace_kept BEFORE INSERT ON visit_paper_day BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM visit_paper_day WHERE id = NEW.id); END;

CREATE TABLE visit_pass (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    created_at TEXT NOT NULL,
    created_by INTEGER NOT NULL REFERENCES person (id),
    expires_at TEXT NOT NULL,
    opened_at TEXT,
    revoked_at TEXT,
    revoked_by INTEGER REFERENCES person (id)
) STRICT;

CREATE INDEX visit_pass_by_visit ON visit_pass (visit_id);

CREATE TRIGGER visit_pass_for_member BEFORE INSERT ON visit_pass BEGIN
    SELECT RAISE(ABORT, 'refused: pass_not_of_member') WHERE NOT EXISTS (
        SELECT 1 FROM visit_member WHERE visit_id = NEW.visit_id AND person_id = NEW.person_id);
END;

CREATE TRIGGER visit_pass_update BEFORE UPDATE ON visit_pass BEGIN
    SELECT RAISE(ABORT, 'refused: kept') WHERE NEW.id <> OLD.id OR NEW.visit_id <> OLD.visit_id
        OR NEW.person_id <> OLD.person_id OR NEW.token_hash <> OLD.token_hash OR NEW.created_at <> OLD.created_at
        OR NEW.created_by <> OLD.created_by OR NEW.expires_at <> OLD.expires_at;
    SELECT RAISE(ABORT, 'refused: pass_used')
        WHERE OLD.opened_at IS NOT NULL AND NEW.opened_at IS NOT OLD.opened_at;
    SELECT RAISE(ABORT, 'refused: pass_revoked')
        WHERE OLD.revoked_at IS NOT NULL
            AND (NEW.revoked_at IS NOT OLD.revoked_at OR NEW.opened_at IS NOT OLD.opened_at);
END;

CREATE TRIGGER visit_pass_delete_kept BEFORE DELETE ON visit_pass BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_pass_replace_kept BEFORE INSERT ON visit_pass BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM visit_pass WHERE id = NEW.id); END;

CREATE TABLE visit_sheet (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    version_id INTEGER NOT NULL REFERENCES sheet_version (id),
    self_assessment_id INTEGER REFERENCES assessment (id),
    UNIQUE (visit_id, version_id)
) STRICT;

CREATE INDEX visit_sheet_by_self ON visit_sheet (self_assessment_id);

CREATE TRIGGER visit_sheet_freezes_version AFTER INSERT ON visit_sheet BEGIN
    UPDATE sheet_version SET frozen_at = (SELECT created_at FROM visit WHERE id = NEW.visit_id)
        WHERE id = NEW.version_id AND frozen_at IS NULL;
END;

CREATE TRIGGER visit_sheet_delete_kept BEFORE DELETE ON visit_sheet BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER visit_sheet_replace_kept BEFORE INSERT ON visit_sheet BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM visit_sheet WHERE id = NEW.id); END;

CREATE TABLE visit_state (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE year_plan (
    id INTEGER PRIMARY KEY,
    fiscal_year INTEGER NOT NULL CHECK (fiscal_year BETWEEN 2000 AND 2200),
    edition INTEGER NOT NULL CHECK (edition > 0),
    content TEXT NOT NULL CHECK (json_valid(content)),
    published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
    at TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (fiscal_year, edition)
) STRICT;

CREATE TRIGGER year_plan_update_kept BEFORE UPDATE ON year_plan BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER year_plan_delete_kept BEFORE DELETE ON year_plan BEGIN SELECT RAISE(ABORT, 'refused: kept'); END;

CREATE TRIGGER year_plan_replace_kept BEFORE INSERT ON year_plan BEGIN SELECT RAISE(ABORT, 'refused: kept') WHERE EXISTS (SELECT 1 FROM year_plan WHERE id = NEW.id); END;
