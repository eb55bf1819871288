-- What was paid of a bill: to them, of theirs; to us, of ours.
CREATE TABLE settlement_payment (
    county     TEXT NOT NULL,
    bill       TEXT NOT NULL,
    seq        {int} NOT NULL,
    -- The day on the bank's paper, fen, and the number of the paper.
    day        TEXT NOT NULL,
    amount     {int} NOT NULL,
    document   TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at {int} NOT NULL,
    PRIMARY KEY (county, bill, seq)
) {strict};
CREATE UNIQUE INDEX settlement_payment_once ON settlement_payment (county, bill, document);
