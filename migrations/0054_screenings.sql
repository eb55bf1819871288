-- Screenings: what an instrument found when somebody was asked. A correction is a screening of its own.
CREATE TABLE screening (
    county      TEXT NOT NULL,
    id          TEXT NOT NULL,
    person      TEXT NOT NULL,
    -- As in the pack's instruments, and which print of it.
    instrument  TEXT NOT NULL,
    edition     TEXT NOT NULL,
    day         TEXT NOT NULL,
    informant   TEXT NOT NULL,
    -- JSON: answers and context as they were scored, and what came of them.
    answers     TEXT NOT NULL,
    context     TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    total       {int},
    level       {int},
    -- The one that this puts right, and the one that put this right.
    replaces    TEXT,
    replaced_by TEXT,
    account     TEXT NOT NULL,
    recorded_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX screening_person ON screening (county, person, instrument, day);
