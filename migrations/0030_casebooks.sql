-- Casebooks: the records of the kinds that packs declare.

-- A case as it stands now. Its history is in case_event; its values stand here as one text and,
-- each by itself, in case_value.
CREATE TABLE case_file (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    book         TEXT NOT NULL,
    -- The edition of the book it goes by.
    edition      {int} NOT NULL,
    number       TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    -- What lists show of the subject, and what names the case. Never a number or an account.
    label        TEXT NOT NULL,
    title        TEXT NOT NULL,
    -- The place that counts for the book's purpose.
    area         TEXT NOT NULL,
    state        TEXT NOT NULL,
    entered_at   {int} NOT NULL,
    -- The step that is due next, and when; nothing where no deadline runs.
    due_step     TEXT,
    due_on       TEXT,
    opened_on    TEXT NOT NULL,
    opened_at    {int} NOT NULL,
    opened_by    TEXT NOT NULL,
    changed_at   {int} NOT NULL,
    closed_at    {int},
    -- JSON: values by field. Sealed ones are masked here.
    filled       TEXT NOT NULL,
    revision     {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX case_number ON case_file (county, book, number);
-- All that a list filters, sorts and counts by: it reads whole cases only for the page that it shows.
CREATE INDEX case_book ON case_file (county, book, id, area, state, closed_at, due_on, opened_on, title, number,
    label);
CREATE INDEX case_state ON case_file (county, book, state, id, area);
CREATE INDEX case_area ON case_file (county, book, area, id);
CREATE INDEX case_due ON case_file (county, due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX case_subject ON case_file (county, subject_kind, subject_id, book, id);
CREATE INDEX case_public ON case_file (county, book, closed_at, id);

-- What was done to a case, in its order; never changed.
CREATE TABLE case_event (
    county     TEXT NOT NULL,
    case_id    TEXT NOT NULL,
    seq        {int} NOT NULL,
    at         {int} NOT NULL,
    account    TEXT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    -- opened, step, edited, back, remark, linked, moved
    kind       TEXT NOT NULL,
    step       TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    -- JSON: by field what it was and what it is.
    changed    TEXT NOT NULL,
    note       TEXT NOT NULL,
    PRIMARY KEY (county, case_id, seq)
) {by_key};

-- Every value that can be found by: a word or an amount, several rows for several choices.
-- Written in the transaction that writes the case.
CREATE TABLE case_value (
    county  TEXT NOT NULL,
    book    TEXT NOT NULL,
    field   TEXT NOT NULL,
    word    TEXT NOT NULL,
    amount  {int} NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (county, book, field, word, amount, case_id)
) {by_key};
-- The values of one case: what is asked beside the value that leads to it.
CREATE INDEX case_value_of ON case_value (county, case_id, book, field, word, amount);

-- Numbers, accounts and phones of a case, sealed.
CREATE TABLE case_secret (
    county  TEXT NOT NULL,
    case_id TEXT NOT NULL,
    field   TEXT NOT NULL,
    sealed  {bytes} NOT NULL,
    PRIMARY KEY (county, case_id, field)
) {strict};

-- Cases that belong together: a hazard to its inspection.
CREATE TABLE case_link (
    county   TEXT NOT NULL,
    case_id  TEXT NOT NULL,
    link     TEXT NOT NULL,
    other_id TEXT NOT NULL,
    PRIMARY KEY (county, case_id, link, other_id)
) {by_key};
CREATE INDEX case_link_other ON case_link (county, other_id);

-- The last serial number of a book in a year.
CREATE TABLE case_serial (
    county TEXT NOT NULL,
    book   TEXT NOT NULL,
    period TEXT NOT NULL,
    last   {int} NOT NULL,
    PRIMARY KEY (county, book, period)
) {by_key};

-- What was opened for a subject: once a period, or once while a rule is true (period `rule`).
CREATE TABLE case_period (
    county     TEXT NOT NULL,
    book       TEXT NOT NULL,
    period     TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    PRIMARY KEY (county, book, period, subject_id)
) {by_key};

-- Letters as they went out.
CREATE TABLE case_letter (
    county  TEXT NOT NULL,
    id      TEXT NOT NULL,
    case_id TEXT NOT NULL,
    letter  TEXT NOT NULL,
    made_at {int} NOT NULL,
    made_by TEXT NOT NULL,
    text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX case_letter_of ON case_letter (county, case_id, id);

-- Filters that somebody keeps under a name.
CREATE TABLE case_view (
    county  TEXT NOT NULL,
    account TEXT NOT NULL,
    book    TEXT NOT NULL,
    name    TEXT NOT NULL,
    -- The query of the list's address.
    query   TEXT NOT NULL,
    PRIMARY KEY (county, account, book, name)
) {by_key};

-- A workbook of cases that came back, with the plan of what it changes; only for whoever handed it in.
CREATE TABLE case_sheet (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    account    TEXT NOT NULL,
    book       TEXT NOT NULL,
    name       TEXT NOT NULL,
    -- SHA-256 of its bytes: the same file again is known again.
    digest     TEXT NOT NULL,
    -- planning, planned, taking, done
    state      TEXT NOT NULL,
    rows_total {int} NOT NULL,
    rows_done  {int} NOT NULL,
    job        TEXT,
    made_at    {int} NOT NULL,
    ended_at   {int},
    revision   {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX case_sheet_of ON case_sheet (county, account, book, id);

-- One row of it. What it says is sealed: numbers and accounts may stand in it.
CREATE TABLE case_sheet_row (
    county      TEXT NOT NULL,
    sheet       TEXT NOT NULL,
    -- `seq` in seven digits: a key of text, by which rows are sealed anew.
    place       TEXT NOT NULL,
    seq         {int} NOT NULL,
    row_number  {int} NOT NULL,
    line        {bytes} NOT NULL,
    -- Keyed index of what a new row says; empty for others.
    fingerprint TEXT NOT NULL,
    -- unread, new, changed, same, conflict, wrong
    verdict     TEXT NOT NULL,
    -- JSON: reasons, changes, conflicts.
    told        TEXT NOT NULL,
    case_id     TEXT,
    taken_at    {int},
    PRIMARY KEY (county, sheet, place)
) {strict};
CREATE INDEX case_sheet_row_verdict ON case_sheet_row (county, sheet, verdict, place);
CREATE INDEX case_sheet_row_said ON case_sheet_row (county, fingerprint, sheet, place);

-- A step that is taken of many cases, and what came of each.
CREATE TABLE case_bulk (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    account    TEXT NOT NULL,
    book       TEXT NOT NULL,
    step       TEXT NOT NULL,
    -- The values and the note that each case is given, sealed: numbers may stand among them.
    given      {bytes} NOT NULL,
    cases      {int} NOT NULL,
    job        TEXT,
    made_at    {int} NOT NULL,
    ended_at   {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX case_bulk_of ON case_bulk (county, account, book, id);

CREATE TABLE case_bulk_case (
    county   TEXT NOT NULL,
    bulk     TEXT NOT NULL,
    seq      {int} NOT NULL,
    case_id  TEXT NOT NULL,
    -- The revision that was chosen.
    revision {int} NOT NULL,
    -- waiting, done, refused
    outcome  TEXT NOT NULL,
    -- JSON: why it was refused.
    reasons  TEXT NOT NULL,
    PRIMARY KEY (county, bulk, seq)
) {by_key};
CREATE INDEX case_bulk_outcome ON case_bulk_case (county, bulk, outcome, seq);

-- A step of a case names its roles itself; empty for other tasks.
ALTER TABLE task ADD COLUMN roles TEXT NOT NULL DEFAULT '';
