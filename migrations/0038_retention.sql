-- Cases whose retention is over, once a year, and what the archive decided of each.
CREATE TABLE case_retention (
    county     TEXT NOT NULL,
    case_id    TEXT NOT NULL,
    book       TEXT NOT NULL,
    number     TEXT NOT NULL,
    area       TEXT NOT NULL,
    opened_on  TEXT NOT NULL,
    closed_on  TEXT NOT NULL,
    -- The year in whose list it stands, and the day until which it had to be kept.
    year       {int} NOT NULL,
    until_on   TEXT NOT NULL,
    -- listed, kept, proposed, destroyed
    state      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    -- Who proposed to destroy it, and who did; two people.
    proposed_by TEXT,
    decided_by  TEXT,
    decided_at  {int},
    PRIMARY KEY (county, case_id)
) {strict};
CREATE INDEX case_retention_year ON case_retention (county, year, state, book, case_id);
CREATE INDEX case_closed ON case_file (county, book, closed_at, id) WHERE closed_at IS NOT NULL;
