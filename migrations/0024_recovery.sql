-- Money paid that was not owed, and how it comes back.
CREATE TABLE recovery_case (
    county    TEXT NOT NULL,
    id        TEXT NOT NULL,
    number    TEXT NOT NULL,
    person    TEXT NOT NULL,
    benefit   TEXT NOT NULL,
    area      TEXT NOT NULL,
    name      TEXT NOT NULL,
    -- death, moved, merged, corrected
    reason    TEXT NOT NULL,
    amount    {int} NOT NULL,
    repaid    {int} NOT NULL,
    written_off {int} NOT NULL,
    -- open, noticed, closed
    state     TEXT NOT NULL,
    payer     TEXT,
    payer_relation TEXT,
    payer_phone {bytes},
    notice_number TEXT,
    notice_on TEXT,
    opened_by TEXT NOT NULL,
    opened_at {int} NOT NULL,
    closed_at {int},
    revision  {int} NOT NULL,
    PRIMARY KEY (county, id),
    CHECK (repaid + written_off <= amount)
) {strict};
CREATE UNIQUE INDEX recovery_case_number ON recovery_case (county, number);
CREATE INDEX recovery_case_person ON recovery_case (county, person);
CREATE INDEX recovery_case_area ON recovery_case (county, area);

-- The months of a case.
CREATE TABLE recovery_month (
    county    TEXT NOT NULL,
    recovery  TEXT NOT NULL,
    person    TEXT NOT NULL,
    due_month TEXT NOT NULL,
    rate      {int} NOT NULL,
    amount    {int} NOT NULL,
    PRIMARY KEY (county, recovery, person, due_month)
) {strict};

-- Instalments agreed.
CREATE TABLE recovery_instalment (
    county   TEXT NOT NULL,
    recovery TEXT NOT NULL,
    number   {int} NOT NULL,
    due_on   TEXT NOT NULL,
    amount   {int} NOT NULL,
    PRIMARY KEY (county, recovery, number)
) {strict};

-- Money that reached the finance account.
CREATE TABLE recovery_receipt (
    county   TEXT NOT NULL,
    recovery TEXT NOT NULL,
    document TEXT NOT NULL,
    day      TEXT NOT NULL,
    amount   {int} NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at {int} NOT NULL,
    PRIMARY KEY (county, recovery, document)
) {strict};

-- A write-off: asked by one, approved by another, with a document.
CREATE TABLE recovery_write_off (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    recovery TEXT NOT NULL,
    amount   {int} NOT NULL,
    why      TEXT NOT NULL,
    document TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at {int} NOT NULL,
    approved_by TEXT,
    approved_at {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX recovery_write_off_open ON recovery_write_off (county, recovery)
    WHERE approved_at IS NULL;

-- A list says that an elder died; nobody has confirmed it yet.
CREATE TABLE death_report (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    person   TEXT NOT NULL,
    source   TEXT NOT NULL,
    died_on  TEXT,
    -- suspected, confirmed, refuted
    state    TEXT NOT NULL,
    proof    TEXT,
    hold     TEXT,
    reported_by TEXT NOT NULL,
    reported_at {int} NOT NULL,
    settled_by TEXT,
    settled_at {int},
    revision {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX death_report_open ON death_report (county, person) WHERE state = 'suspected';
CREATE INDEX death_report_person ON death_report (county, person);

-- Proof that an elder was alive on a day.
CREATE TABLE proof_of_life (
    county   TEXT NOT NULL,
    person   TEXT NOT NULL,
    day      TEXT NOT NULL,
    -- visit, vaccination, service; phone, video, relative, call
    way      TEXT NOT NULL,
    evidence TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    taken_at {int} NOT NULL,
    PRIMARY KEY (county, person, day, way)
) {strict};

-- Where the proof of life of an elder stands.
CREATE TABLE proof_due (
    county   TEXT NOT NULL,
    person   TEXT NOT NULL,
    area     TEXT NOT NULL,
    -- asked, reminded, suspended, proved
    state    TEXT NOT NULL,
    -- Which of the pack's steps is being tried, the first of them 0.
    step     {int} NOT NULL,
    since    TEXT NOT NULL,
    changed_on TEXT NOT NULL,
    hold     TEXT,
    revision {int} NOT NULL,
    PRIMARY KEY (county, person)
) {strict};
