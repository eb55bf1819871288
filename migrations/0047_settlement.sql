-- Bills between areas for what elders used where they live and not where they are registered.
CREATE TABLE settlement_bill (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    -- out: ours, to whoever pays; in: theirs, to us.
    way        TEXT NOT NULL,
    partner    TEXT NOT NULL,
    month      TEXT NOT NULL,
    -- The file as it was made or as it came, and a digest of its bytes.
    content    TEXT NOT NULL,
    digest     TEXT NOT NULL,
    lines      {int} NOT NULL,
    -- Fen.
    amount     {int} NOT NULL,
    -- Whether its last line agrees with the lines above it.
    sound      {int} NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    {int} NOT NULL,
    -- Of a bill that came in: who let what was recognised be paid, and how much that is.
    cleared_by TEXT,
    cleared_at {int},
    cleared    {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX settlement_bill_once ON settlement_bill (county, way, partner, month, digest);

CREATE TABLE settlement_line (
    county  TEXT NOT NULL,
    bill    TEXT NOT NULL,
    seq     {int} NOT NULL,
    authorisation TEXT NOT NULL,
    service TEXT NOT NULL,
    -- Fen; nothing where it cannot be read.
    amount  {int},
    theirs  TEXT NOT NULL,
    -- The case of ours that it is about, and what is recorded in it for the month.
    case_id TEXT,
    ours    {int},
    -- agreed, altered, unrecorded, unknown, doubled, repeated, unreadable; missing: ours, not billed.
    verdict TEXT NOT NULL,
    -- 1: recognised, 0: not; by whom and why where somebody had to decide.
    recognised {int},
    decided_by TEXT,
    why     TEXT,
    PRIMARY KEY (county, bill, seq)
) {strict};
CREATE INDEX settlement_line_of ON settlement_line (county, authorisation);
