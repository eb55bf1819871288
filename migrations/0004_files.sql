-- Attachments, as chunks of bytes.

CREATE TABLE file (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    bytes    {int} NOT NULL,
    digest   TEXT NOT NULL,
    -- Where it belongs: its reader must see this area.
    area     TEXT NOT NULL,
    -- What it is proof of or was read from, such as `batch`, and that record's id.
    about    TEXT NOT NULL,
    about_id TEXT NOT NULL,
    made_at  {int} NOT NULL,
    made_by  TEXT NOT NULL,
    dropped_at {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX file_about ON file (county, about, about_id);
CREATE INDEX file_digest ON file (county, digest);

CREATE TABLE file_chunk (
    county TEXT NOT NULL,
    file   TEXT NOT NULL,
    seq    {int} NOT NULL,
    bytes  {bytes} NOT NULL,
    PRIMARY KEY (county, file, seq)
) {strict};
