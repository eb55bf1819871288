-- Batches to the bank, their lines, and what the bank answered.
CREATE TABLE bank_batch (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    number   TEXT NOT NULL,
    run      TEXT NOT NULL,
    -- pay, repay
    kind     TEXT NOT NULL,
    bank     TEXT NOT NULL,
    -- The layout of the pack as it stood, so that the file can be made again.
    layout   TEXT NOT NULL,
    lines    {int} NOT NULL,
    amount   {int} NOT NULL,
    digest   TEXT NOT NULL,
    -- made, sent, closed
    state    TEXT NOT NULL,
    day      TEXT NOT NULL,
    made_by  TEXT NOT NULL,
    made_at  {int} NOT NULL,
    sent_by  TEXT,
    sent_at  {int},
    revision {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX bank_batch_number ON bank_batch (county, number);
CREATE INDEX bank_batch_run ON bank_batch (county, run);

-- One attempt to pay one part of one instruction.
CREATE TABLE bank_line (
    county   TEXT NOT NULL,
    batch    TEXT NOT NULL,
    line     {int} NOT NULL,
    -- Never repeats, in whatever batch.
    number   TEXT NOT NULL,
    run      TEXT NOT NULL,
    person   TEXT NOT NULL,
    benefit  TEXT NOT NULL,
    -- month, arrears
    part     TEXT NOT NULL,
    area     TEXT NOT NULL,
    amount   {int} NOT NULL,
    payee    TEXT NOT NULL,
    holder   TEXT NOT NULL,
    account  {bytes} NOT NULL,
    -- made, unanswered, paid, failed, returned, withdrawn
    state    TEXT NOT NULL,
    code     TEXT,
    reason   TEXT,
    answered_at {int},
    returned_at {int},
    revision {int} NOT NULL,
    PRIMARY KEY (county, batch, line)
) {strict};
CREATE UNIQUE INDEX bank_line_number ON bank_line (county, number);
CREATE UNIQUE INDEX bank_line_live ON bank_line (county, person, benefit, run, part)
    WHERE state IN ('made', 'unanswered', 'paid');
CREATE INDEX bank_line_run ON bank_line (county, run, state);

-- A file that came back, once each.
CREATE TABLE bank_return (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    batch    TEXT NOT NULL,
    digest   TEXT NOT NULL,
    lines    {int} NOT NULL,
    taken_by TEXT NOT NULL,
    taken_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX bank_return_digest ON bank_return (county, batch, digest);

-- Every line of it, with what was made of it.
CREATE TABLE bank_return_line (
    county  TEXT NOT NULL,
    return_id TEXT NOT NULL,
    row_no  {int} NOT NULL,
    number  TEXT NOT NULL,
    amount  {int},
    code    TEXT,
    reason  TEXT,
    -- paid, failed, returned, repeated, unknown, doubled, altered, unreadable, unlisted, backwards
    verdict TEXT NOT NULL,
    settled_by TEXT,
    settled_at {int},
    settled_why TEXT,
    PRIMARY KEY (county, return_id, row_no)
) {strict};

-- What the bank's statement says of a batch.
CREATE TABLE bank_statement (
    county   TEXT NOT NULL,
    batch    TEXT NOT NULL,
    day      TEXT NOT NULL,
    count    {int} NOT NULL,
    amount   {int} NOT NULL,
    document TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at {int} NOT NULL,
    PRIMARY KEY (county, batch, day)
) {strict};

-- The last number given to a bank line in a county.
CREATE TABLE bank_counter (
    county TEXT PRIMARY KEY,
    last   {int} NOT NULL
) {strict};
