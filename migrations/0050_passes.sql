-- Passes: codes handed out for one elder, to the family or as a card to show. The code itself is not kept.
CREATE TABLE pass (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    person       TEXT NOT NULL,
    -- family, card
    kind         TEXT NOT NULL,
    digest       TEXT NOT NULL,
    -- Who of the family, and what they are to the elder.
    name         TEXT NOT NULL,
    relation     TEXT NOT NULL,
    -- self, guardian; signed, said (REG-19)
    consent_by   TEXT NOT NULL,
    consent_way  TEXT NOT NULL,
    consent_on   TEXT NOT NULL,
    given_by     TEXT NOT NULL,
    given_at     {int} NOT NULL,
    -- Last day on which it opens anything.
    ends_on      TEXT NOT NULL,
    withdrawn_at {int},
    withdrawn_by TEXT,
    why          TEXT NOT NULL,
    -- Wrong birth dates since the last right one.
    wrong        {int} NOT NULL,
    locked_until {int},
    used_at      {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX pass_code ON pass (county, digest);
CREATE INDEX pass_person ON pass (county, person);

-- Whoever is in by a pass, until it ends.
CREATE TABLE pass_visit (
    county  TEXT NOT NULL,
    digest  TEXT NOT NULL,
    pass    TEXT NOT NULL,
    ends_at {int} NOT NULL,
    PRIMARY KEY (county, digest)
) {strict};
CREATE INDEX pass_visit_pass ON pass_visit (county, pass);
