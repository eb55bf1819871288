-- Printed dossiers: what was on the paper, and whether it still holds.
CREATE TABLE dossier (
    county    TEXT NOT NULL,
    id        TEXT NOT NULL,
    run       TEXT NOT NULL,
    number    TEXT NOT NULL,
    -- Checksum of the roll it prints.
    checksum  TEXT NOT NULL,
    printed_by TEXT NOT NULL,
    printed_at {int} NOT NULL,
    void_at   {int},
    void_why  TEXT,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX dossier_number ON dossier (county, number);
CREATE INDEX dossier_run ON dossier (county, run);

-- What was found out about a standing suspicion.
CREATE TABLE suspicion_finding (
    county  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    subject TEXT NOT NULL,
    month   TEXT NOT NULL,
    -- explained, corrected, recovered, referred
    outcome TEXT NOT NULL,
    finding TEXT NOT NULL,
    found_by TEXT NOT NULL,
    found_at {int} NOT NULL,
    PRIMARY KEY (county, kind, subject, month)
) {strict};
