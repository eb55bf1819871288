-- The floor of every room: what was commanded, what was done, what is to be done later.

-- A command already answered; the same id again gets the same answer.
CREATE TABLE command (
    county  TEXT NOT NULL,
    id      TEXT NOT NULL,
    account TEXT NOT NULL,
    verb    TEXT NOT NULL,
    digest  TEXT NOT NULL,
    -- Sealed: it may hold what is shown only once.
    answer  {bytes} NOT NULL,
    at      {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};

-- Who did or tried what; appended by the door, sealed a few seconds later.
CREATE TABLE journal_entry (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    at           {int} NOT NULL,
    account      TEXT NOT NULL,
    role         TEXT NOT NULL,
    channel      TEXT NOT NULL,
    verb         TEXT NOT NULL,
    subject_kind TEXT,
    subject_id   TEXT,
    place        TEXT,
    outcome      TEXT NOT NULL,
    detail       TEXT NOT NULL,
    command_id   TEXT,
    -- HMAC of the fields above, written with them.
    mac          TEXT NOT NULL,
    -- Its place in the chain and its link to the entry before; written by the sealer.
    seq          {int},
    seal         TEXT,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX journal_entry_unsealed ON journal_entry (county, at, id) WHERE seq IS NULL;
CREATE UNIQUE INDEX journal_entry_seq ON journal_entry (county, seq);
CREATE INDEX journal_entry_subject ON journal_entry (county, subject_kind, subject_id, at);
CREATE INDEX journal_entry_at ON journal_entry (county, at);

-- Work for later, put here in the transaction that decided on it.
CREATE TABLE job (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    kind         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    account      TEXT NOT NULL,
    role         TEXT NOT NULL,
    area         TEXT NOT NULL,
    due_at       {int} NOT NULL,
    attempts     {int} NOT NULL,
    leased_until {int},
    lease_holder TEXT,
    cursor       TEXT,
    done         {int} NOT NULL,
    total        {int},
    stop_asked_at {int},
    ended_at     {int},
    outcome      TEXT,
    answer       TEXT,
    -- What went wrong last, as JSON.
    failure      TEXT,
    created_at   {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX job_due ON job (county, due_at, id) WHERE ended_at IS NULL;
CREATE INDEX job_account ON job (county, account, created_at);

-- The days whose works were left, so that each is once.
CREATE TABLE night (
    county   TEXT NOT NULL,
    day      TEXT NOT NULL,
    begun_at {int} NOT NULL,
    PRIMARY KEY (county, day)
) {strict}
