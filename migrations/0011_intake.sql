-- Intake: files and lists from townships and departments, row by row, until each row is decided.

-- A file that was sent in. Its rows wait in intake_row.
CREATE TABLE intake_file (
    county         TEXT NOT NULL,
    id             TEXT NOT NULL,
    name           TEXT NOT NULL,
    -- SHA-256 of its bytes: the same file again is known again.
    digest         TEXT NOT NULL,
    -- persons, deaths, moves, support, low_income, disability, payees, roll.
    list           TEXT NOT NULL,
    -- full, additions, changes.
    declared       TEXT NOT NULL,
    area           TEXT NOT NULL,
    source         TEXT NOT NULL,
    -- The day it speaks of, and the last day up to which it is complete, if it claims to be.
    as_of          TEXT NOT NULL,
    complete_until TEXT,
    -- A full roster names everybody from this age on.
    min_age        {int},
    -- staged, checked, committing, done, discarded.
    state          TEXT NOT NULL,
    -- Its sheets with their headings and mappings.
    sheets         TEXT NOT NULL,
    rows_total     {int} NOT NULL,
    rows_done      {int} NOT NULL,
    job            TEXT,
    synthetic      {int} NOT NULL,
    uploaded_by    TEXT NOT NULL,
    uploaded_at    {int} NOT NULL,
    ended_at       {int},
    revision       {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX intake_file_digest ON intake_file (county, digest);
CREATE INDEX intake_file_area ON intake_file (county, area, uploaded_at);

-- One row of a file. What it holds is sealed: numbers and accounts stand in it.
CREATE TABLE intake_row (
    county       TEXT NOT NULL,
    file         TEXT NOT NULL,
    -- `seq` in seven digits: a key of text, by which rows are sealed anew.
    place        TEXT NOT NULL,
    seq          {int} NOT NULL,
    sheet        {int} NOT NULL,
    row_number   {int} NOT NULL,
    line         {bytes} NOT NULL,
    -- Keyed index of what the row says, and of its number; nothing before it was read.
    fingerprint  TEXT NOT NULL,
    number_index TEXT NOT NULL,
    -- unread, new, changed, same, doubtful, wrong, unknown (not in the register).
    verdict      TEXT NOT NULL,
    -- Messages: what is wrong, noted or asked.
    remarks      TEXT NOT NULL,
    person       TEXT,
    committed_at {int},
    PRIMARY KEY (county, file, place)
) {strict};
CREATE UNIQUE INDEX intake_row_seq ON intake_row (county, file, seq);
CREATE INDEX intake_row_verdict ON intake_row (county, file, verdict, seq);
CREATE INDEX intake_row_number ON intake_row (county, file, number_index);
CREATE INDEX intake_row_fingerprint ON intake_row (county, fingerprint) WHERE committed_at IS NOT NULL;

-- What a person must decide: whether a row is somebody, what a mark means, why somebody is missing.
CREATE TABLE intake_review (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    file       TEXT NOT NULL,
    -- Of the row; nothing for somebody who is missing from a full roster.
    seq        {int},
    -- match, sign, missing.
    kind       TEXT NOT NULL,
    area       TEXT NOT NULL,
    -- Who is proposed, or who is missing.
    person     TEXT,
    -- Other candidates with their scores and reasons.
    candidates TEXT NOT NULL,
    due_on     TEXT NOT NULL,
    opened_at  {int} NOT NULL,
    -- same, new, skip, dead, moved, stays; nothing while it is open.
    decision   TEXT,
    -- To whom the row was given or who was entered for it.
    decided_for TEXT,
    decided_by TEXT,
    decided_at {int},
    revision   {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX intake_review_open ON intake_review (county, area, due_on) WHERE decided_at IS NULL;
CREATE INDEX intake_review_file ON intake_review (county, file, kind, seq);

-- How a heading was mapped last, by township.
CREATE TABLE intake_mapping (
    county      TEXT NOT NULL,
    area        TEXT NOT NULL,
    list        TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    mapping     TEXT NOT NULL,
    used_at     {int} NOT NULL,
    PRIMARY KEY (county, area, list, fingerprint)
) {strict};

-- Which list covers which area completely until which day: there absence means no.
CREATE TABLE source_coverage (
    county         TEXT NOT NULL,
    id             TEXT NOT NULL,
    -- The kind of list: deaths, moves, support, low_income, disability.
    list           TEXT NOT NULL,
    source         TEXT NOT NULL,
    area           TEXT NOT NULL,
    complete_until TEXT NOT NULL,
    -- The file that was it.
    file           TEXT NOT NULL,
    stated_at      {int} NOT NULL,
    stated_by      TEXT NOT NULL,
    withdrawn_at   {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX source_coverage_list ON source_coverage (county, list, area)
