-- Corrections of cases that have ended: proposed by one person, made or refused by another.
CREATE TABLE case_correction (
    county      TEXT NOT NULL,
    id          TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    -- The case as its proposer saw it.
    revision    {int} NOT NULL,
    proposed_at {int} NOT NULL,
    proposed_by TEXT NOT NULL,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    -- Sealed: the values as they were given.
    given       {bytes} NOT NULL,
    reason      TEXT NOT NULL,
    -- open, made, refused
    state       TEXT NOT NULL,
    decided_at  {int},
    decided_by  TEXT,
    PRIMARY KEY (county, id)
) {strict};
-- One at a time waits for a case.
CREATE UNIQUE INDEX case_correction_open ON case_correction (county, case_id) WHERE state = 'open';
CREATE INDEX case_correction_of ON case_correction (county, case_id);
