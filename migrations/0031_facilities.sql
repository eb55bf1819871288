-- Facilities of elder care: what they are, where, for whom, who governs and who runs them.

CREATE TABLE facility (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    name         TEXT NOT NULL,
    -- The name as it is searched.
    name_key     TEXT NOT NULL,
    kind         TEXT NOT NULL,
    area         TEXT NOT NULL,
    -- planned, open, suspended, closed
    state        TEXT NOT NULL,
    state_since  TEXT NOT NULL,
    centre       TEXT,
    beds         {int} NOT NULL,
    nursing_beds {int} NOT NULL,
    model        TEXT NOT NULL,
    term_to      TEXT,
    lat          {int},
    lon          {int},
    -- JSON: all that is said of it.
    said         TEXT NOT NULL,
    revision     {int} NOT NULL,
    created_at   {int} NOT NULL,
    changed_at   {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX facility_area ON facility (county, area, id);
CREATE INDEX facility_kind ON facility (county, kind, id);
CREATE INDEX facility_centre ON facility (county, centre) WHERE centre IS NOT NULL;

-- What was said of a facility, and when; never changed.
CREATE TABLE facility_event (
    county      TEXT NOT NULL,
    facility_id TEXT NOT NULL,
    seq         {int} NOT NULL,
    at          {int} NOT NULL,
    account     TEXT NOT NULL,
    name        TEXT NOT NULL,
    -- registered, changed, state
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    -- The day that counts.
    day         TEXT NOT NULL,
    -- JSON: by field what it was and what it is.
    changed     TEXT NOT NULL,
    note        TEXT NOT NULL,
    PRIMARY KEY (county, facility_id, seq)
) {by_key};
