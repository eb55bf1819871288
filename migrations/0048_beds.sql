-- Beds of homes, what each was from which day on, who lay in it, and what was found beside it.

CREATE TABLE bed (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    facility   TEXT NOT NULL,
    building   TEXT NOT NULL,
    room       TEXT NOT NULL,
    number     TEXT NOT NULL,
    -- Printed on the bed; drawn from the operating system.
    code       TEXT NOT NULL,
    -- The day on which it began to be one.
    from_day   TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX bed_place ON bed (county, facility, building, room, number);
CREATE UNIQUE INDEX bed_code ON bed (county, code);

-- From a day on a bed is of another type, or in another state, until the next day said: so there is no day
-- without an answer and none with two. Never changed; of two about one day the later said counts.
CREATE TABLE bed_change (
    county      TEXT NOT NULL,
    bed         TEXT NOT NULL,
    seq         {int} NOT NULL,
    facility    TEXT NOT NULL,
    -- type, status
    aspect      TEXT NOT NULL,
    value       TEXT NOT NULL,
    day         TEXT NOT NULL,
    note        TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    name        TEXT NOT NULL,
    recorded_at {int} NOT NULL,
    PRIMARY KEY (county, bed, seq)
) {by_key};
CREATE INDEX bed_change_of ON bed_change (county, facility);

-- Somebody's days in one bed. What is said anew is a new version; the old one is kept.
CREATE TABLE bed_stay (
    county        TEXT NOT NULL,
    id            TEXT NOT NULL,
    version       {int} NOT NULL,
    facility      TEXT NOT NULL,
    bed           TEXT NOT NULL,
    person        TEXT NOT NULL,
    from_day      TEXT NOT NULL,
    -- The first day no longer there; the last day of all while it lasts.
    to_day        TEXT NOT NULL,
    -- Why it ended; nothing while it lasts. taken-back: it never was.
    how           TEXT NOT NULL,
    note          TEXT NOT NULL,
    recorded_by   TEXT NOT NULL,
    name          TEXT NOT NULL,
    recorded_at   {int} NOT NULL,
    superseded_at {int} NOT NULL,
    PRIMARY KEY (county, id, version)
) {strict};
CREATE INDEX bed_stay_of ON bed_stay (county, facility, to_day);
CREATE INDEX bed_stay_bed ON bed_stay (county, bed);
CREATE INDEX bed_stay_person ON bed_stay (county, person);

-- Days on which somebody who has a bed sleeps elsewhere: in hospital, at home.
CREATE TABLE bed_leave (
    county        TEXT NOT NULL,
    id            TEXT NOT NULL,
    version       {int} NOT NULL,
    facility      TEXT NOT NULL,
    person        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    from_day      TEXT NOT NULL,
    to_day        TEXT NOT NULL,
    recorded_by   TEXT NOT NULL,
    -- When the leave was first written down: what is written after a look at the bed explains nothing.
    first_at      {int} NOT NULL,
    recorded_at   {int} NOT NULL,
    superseded_at {int} NOT NULL,
    PRIMARY KEY (county, id, version)
) {strict};
CREATE INDEX bed_leave_of ON bed_leave (county, facility);
CREATE INDEX bed_leave_person ON bed_leave (county, person);

-- What somebody saw who stood beside a bed; never changed.
CREATE TABLE bed_scan (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    facility TEXT NOT NULL,
    bed      TEXT NOT NULL,
    day      TEXT NOT NULL,
    at       {int} NOT NULL,
    -- Who was said to lie there when it was scanned; nothing: nobody.
    person   TEXT,
    -- as-said, empty, another
    found    TEXT NOT NULL,
    note     TEXT NOT NULL,
    -- Millionths of a degree, where the phone told them.
    lat      {int},
    lon      {int},
    account  TEXT NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX bed_scan_of ON bed_scan (county, facility, day);
CREATE INDEX bed_scan_bed ON bed_scan (county, bed, day);

-- What came of a scan that spoke against a stay: somebody else looked into it.
CREATE TABLE bed_settled (
    county  TEXT NOT NULL,
    scan    TEXT NOT NULL,
    seq     {int} NOT NULL,
    -- 1: the scan stands; 0: it was explained, the days count.
    upheld  {int} NOT NULL,
    why     TEXT NOT NULL,
    account TEXT NOT NULL,
    name    TEXT NOT NULL,
    at      {int} NOT NULL,
    PRIMARY KEY (county, scan, seq)
) {by_key};
