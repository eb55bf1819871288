-- Double entry in yuan, minutes, meals and points. A transfer is never changed or deleted.

CREATE TABLE ledger_account (
    county  TEXT NOT NULL,
    -- Unit and what it is of, such as `yuan/payable/old_age_allowance/<person>`.
    id      TEXT NOT NULL,
    unit    TEXT NOT NULL,
    -- What must not happen: `debits` must not exceed credits, `credits` must not exceed debits.
    guard   TEXT NOT NULL,
    debits  {int} NOT NULL,
    credits {int} NOT NULL,
    opened_at {int} NOT NULL,
    PRIMARY KEY (county, id),
    CHECK (guard <> 'debits' OR debits <= credits),
    CHECK (guard <> 'credits' OR credits <= debits)
) {strict};

CREATE TABLE ledger_transfer (
    county   TEXT NOT NULL,
    -- Given by who posts it; the same again changes nothing.
    id       TEXT NOT NULL,
    debit    TEXT NOT NULL,
    credit   TEXT NOT NULL,
    amount   {int} NOT NULL,
    -- What it is for, such as `benefits.run`, and that record's id.
    about    TEXT NOT NULL,
    about_id TEXT NOT NULL,
    on_day   TEXT NOT NULL,
    at       {int} NOT NULL,
    reverses TEXT,
    PRIMARY KEY (county, id),
    CHECK (0 < amount),
    CHECK (debit <> credit)
) {strict};
CREATE INDEX ledger_transfer_debit ON ledger_transfer (county, debit);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (county, credit);
CREATE INDEX ledger_transfer_about ON ledger_transfer (county, about, about_id);
