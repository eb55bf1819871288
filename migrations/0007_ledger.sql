-- Double entry in yuan, minutes, meals and points. A transfer is never changed or deleted.

CREATE TABLE ledger_account (
    county  TEXT NOT NULL,
    id      TEXT NOT NULL,
    -- What it is of, such as `payable:<person>:old_age_allowance`; one account a name and unit.
    name    TEXT NOT NULL,
    unit    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    -- What must not happen: `debits` must not exceed credits, `credits` must not exceed debits.
    guard   TEXT NOT NULL,
    debits  {int} NOT NULL,
    credits {int} NOT NULL,
    opened_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX ledger_account_name ON ledger_account (county, name, unit);

CREATE TABLE ledger_transfer (
    county   TEXT NOT NULL,
    -- Given by who posts it; the same again changes nothing.
    id       TEXT NOT NULL,
    debit    TEXT NOT NULL,
    credit   TEXT NOT NULL,
    unit     TEXT NOT NULL,
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
CREATE INDEX ledger_transfer_debit ON ledger_transfer (county, debit, on_day);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (county, credit, on_day);
CREATE INDEX ledger_transfer_about ON ledger_transfer (county, about, about_id);
CREATE UNIQUE INDEX ledger_transfer_reverses ON ledger_transfer (county, reverses);
