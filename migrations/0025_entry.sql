-- Entrants: from the task to the village to the county's approval.
CREATE TABLE entrant (
    county    TEXT NOT NULL,
    id        TEXT NOT NULL,
    person    TEXT NOT NULL,
    benefit   TEXT NOT NULL,
    area      TEXT NOT NULL,
    name      TEXT NOT NULL,
    -- The day the age is reached.
    turns_on  TEXT NOT NULL,
    mode      TEXT NOT NULL,
    -- tasked, accepted, examined, noticed, objected, approved, granted, declined, refused
    state     TEXT NOT NULL,
    accepted_by TEXT, accepted_at {int},
    examined_by TEXT, examined_at {int},
    notice    TEXT,
    approved_by TEXT, approved_at {int},
    -- The day the application was taken in, and told if granted without one.
    applied_on TEXT,
    told_at   {int},
    why       TEXT,
    evidence  TEXT,
    opened_at {int} NOT NULL,
    revision  {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX entrant_once ON entrant (county, person, benefit) WHERE state NOT IN ('declined', 'refused');
CREATE INDEX entrant_area ON entrant (county, state, area);
CREATE INDEX entrant_person ON entrant (county, person);

-- A public notice: which entrants, where, from when to when.
CREATE TABLE entry_notice (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    number   TEXT NOT NULL,
    benefit  TEXT NOT NULL,
    area     TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on  TEXT NOT NULL,
    -- Columns shown on paper and on the web, as the pack said.
    shown    TEXT NOT NULL,
    posted_by TEXT NOT NULL,
    posted_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX entry_notice_number ON entry_notice (county, number);

-- An objection holds one person only.
CREATE TABLE entry_objection (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    entrant  TEXT NOT NULL,
    what     TEXT NOT NULL,
    raised_by TEXT NOT NULL,
    raised_at {int} NOT NULL,
    -- upheld, dismissed
    outcome  TEXT,
    finding  TEXT,
    settled_by TEXT,
    settled_at {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX entry_objection_entrant ON entry_objection (county, entrant);
