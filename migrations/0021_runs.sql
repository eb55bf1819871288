-- The month: runs, their rolls, what is owed, and what is to be paid.

CREATE TABLE benefit_run (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    benefit      TEXT NOT NULL,
    month        TEXT NOT NULL,
    -- regular, supplementary, shadow, history, correction
    kind         TEXT NOT NULL,
    number       {int} NOT NULL,
    -- The batch number on paper and in file names.
    batch        TEXT NOT NULL,
    -- The county's path of areas.
    area         TEXT NOT NULL,
    -- The run whose late townships a supplementary run carries.
    parent       TEXT,
    -- drawing, drafted, posting, posted, closed, void
    state        TEXT NOT NULL,
    step         TEXT NOT NULL,
    -- The steps of the pack as they stood when the run was opened.
    steps        TEXT NOT NULL,
    pack_version TEXT NOT NULL,
    known_at     {int} NOT NULL,
    population   {int} NOT NULL DEFAULT 0,
    opened_by    TEXT NOT NULL,
    opened_at    {int} NOT NULL,
    closed_by    TEXT,
    closed_at    {int},
    checksum     TEXT,
    revision     {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX benefit_run_number ON benefit_run (county, benefit, month, kind, number);
CREATE UNIQUE INDEX benefit_run_batch ON benefit_run (county, batch);

-- Who did which step of a run for which area: the row itself is the guard against two hands.
CREATE TABLE run_step (
    county   TEXT NOT NULL,
    run      TEXT NOT NULL,
    step     TEXT NOT NULL,
    area     TEXT NOT NULL,
    account  TEXT NOT NULL,
    name     TEXT NOT NULL,
    at       {int} NOT NULL,
    -- screen, or scan: recorded by somebody else from the signed paper
    way      TEXT NOT NULL,
    signer   TEXT,
    scan     TEXT,
    remark   TEXT,
    PRIMARY KEY (county, run, step, area)
) {strict};

-- One elder in one run: what became of them this month, and why.
CREATE TABLE roll_line (
    county  TEXT NOT NULL,
    run     TEXT NOT NULL,
    person  TEXT NOT NULL,
    area    TEXT NOT NULL,
    name    TEXT NOT NULL,
    born    TEXT,
    -- due, pending, suspended, ineligible
    status  TEXT NOT NULL,
    -- same, new, stopped, changed, suspended, resumed, pending
    change  TEXT NOT NULL,
    -- Fen of the month itself: last month, this month; then back-pay and its part of prior years.
    before  {int} NOT NULL,
    amount  {int} NOT NULL,
    arrears {int} NOT NULL,
    prior   {int} NOT NULL,
    tier    TEXT,
    reason  TEXT NOT NULL,
    -- JSON list of facts that are not known.
    unknown TEXT NOT NULL,
    -- Whether a second approver is needed for the back-pay.
    second  {int} NOT NULL,
    held_by TEXT,
    held_at {int},
    held_why TEXT,
    revision {int} NOT NULL,
    PRIMARY KEY (county, run, person)
) {strict};
CREATE INDEX roll_line_area ON roll_line (county, run, area, person);
CREATE INDEX roll_line_change ON roll_line (county, run, change, area);
CREATE INDEX roll_line_person ON roll_line (county, person, run);

-- The obligation: what one elder is owed of one benefit for one month. Sums of what is below;
-- paid beyond it only while a recovery is named.
CREATE TABLE obligation (
    county     TEXT NOT NULL,
    person     TEXT NOT NULL,
    benefit    TEXT NOT NULL,
    due_month  TEXT NOT NULL,
    owed       {int} NOT NULL,
    -- Held by instructions that are not withdrawn.
    instructed {int} NOT NULL,
    paid       {int} NOT NULL,
    recovery   TEXT,
    revision   {int} NOT NULL,
    PRIMARY KEY (county, person, benefit, due_month),
    CHECK (paid <= owed OR recovery IS NOT NULL),
    CHECK (0 <= owed AND 0 <= paid)
) {strict};
CREATE INDEX obligation_month ON obligation (county, benefit, due_month);

-- A dated change of an obligation, by a run; drafted by the roll, in force once posted.
CREATE TABLE adjustment (
    county    TEXT NOT NULL,
    person    TEXT NOT NULL,
    benefit   TEXT NOT NULL,
    due_month TEXT NOT NULL,
    run       TEXT NOT NULL,
    amount    {int} NOT NULL,
    -- What the run's instruction pays for this month.
    pay       {int} NOT NULL,
    rate      {int} NOT NULL,
    reason    TEXT NOT NULL,
    posted_at {int},
    PRIMARY KEY (county, person, benefit, due_month, run)
) {strict};
CREATE INDEX adjustment_run ON adjustment (county, run, person);
CREATE INDEX adjustment_draft ON adjustment (county, benefit, person) WHERE posted_at IS NULL;

-- What a run tells the bank to pay one elder: the month and, as a line of its own, back-pay.
CREATE TABLE instruction (
    county    TEXT NOT NULL,
    person    TEXT NOT NULL,
    benefit   TEXT NOT NULL,
    run       TEXT NOT NULL,
    area      TEXT NOT NULL,
    name      TEXT NOT NULL,
    amount    {int} NOT NULL,
    arrears   {int} NOT NULL,
    -- Of the month's part and of back-pay: none, locked, sent, paid, failed, withdrawn; left: it failed
    -- or came back, the books are shut, and a later run pays it
    month_state   TEXT NOT NULL,
    arrears_state TEXT NOT NULL,
    withdrawn_by  TEXT,
    withdrawn_why TEXT,
    revision  {int} NOT NULL,
    PRIMARY KEY (county, person, benefit, run)
) {strict};
CREATE INDEX instruction_run ON instruction (county, run, area, person);

-- A suspension: nothing is decided against the elder, and nothing is paid until it ends.
CREATE TABLE hold (
    county    TEXT NOT NULL,
    id        TEXT NOT NULL,
    person    TEXT NOT NULL,
    -- Empty for every benefit.
    benefit   TEXT NOT NULL,
    since     TEXT NOT NULL,
    until     TEXT,
    reason    TEXT NOT NULL,
    source    TEXT,
    placed_by TEXT NOT NULL,
    placed_at {int} NOT NULL,
    ended_by  TEXT,
    ended_at  {int},
    ended_why TEXT,
    revision  {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX hold_person ON hold (county, person) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX hold_once ON hold (county, person, benefit, reason) WHERE ended_at IS NULL;

-- What the county may spend in a year on a benefit, by which document.
CREATE TABLE benefit_budget (
    county   TEXT NOT NULL,
    benefit  TEXT NOT NULL,
    year     {int} NOT NULL,
    amount   {int} NOT NULL,
    document TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at {int} NOT NULL,
    revision {int} NOT NULL,
    PRIMARY KEY (county, benefit, year)
) {strict};

-- Since which month this system decides a benefit; earlier months are history.
CREATE TABLE benefit_opening (
    county  TEXT NOT NULL,
    benefit TEXT NOT NULL,
    month   TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at {int} NOT NULL,
    PRIMARY KEY (county, benefit)
) {strict};
