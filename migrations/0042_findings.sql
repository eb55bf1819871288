-- When somebody gave up what had been granted to them: what was owed until then stays owed.
ALTER TABLE entrant ADD COLUMN left_on TEXT;

-- What the search found of somebody and a benefit, as of the last search.
CREATE TABLE finding (
    county    TEXT NOT NULL,
    person    TEXT NOT NULL,
    benefit   TEXT NOT NULL,
    -- unserved, soon, ended, unknown
    kind      TEXT NOT NULL,
    -- Since when it is found.
    since     TEXT NOT NULL,
    due_on    TEXT,
    amount    {int} NOT NULL,
    tier      TEXT NOT NULL,
    code      {int} NOT NULL,
    -- Names of the facts that would decide, with spaces between.
    missing   TEXT NOT NULL,
    area      TEXT NOT NULL,
    name      TEXT NOT NULL,
    PRIMARY KEY (county, person, benefit)
) {by_key};
CREATE INDEX finding_place ON finding (county, kind, area);

-- What the elder or the family said to an offer (REG-19): nobody is enrolled by default.
CREATE TABLE offer_answer (
    county    TEXT NOT NULL,
    id        TEXT NOT NULL,
    person    TEXT NOT NULL,
    benefit   TEXT NOT NULL,
    area      TEXT NOT NULL,
    -- accepted, refused
    answer    TEXT NOT NULL,
    -- self, family, guardian, and who it was
    said_by   TEXT NOT NULL,
    said_name TEXT NOT NULL,
    -- visit, phone, window, video
    way       TEXT NOT NULL,
    said_on   TEXT NOT NULL,
    words     TEXT NOT NULL,
    -- The entry or the case that was opened.
    opened    TEXT,
    account   TEXT NOT NULL,
    at        {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX offer_answer_person ON offer_answer (county, person);
