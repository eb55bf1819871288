-- The field: phones that carry a part of the register, and what they send in pieces.

-- A phone that somebody enrolled: whose it is, what it last said of itself, whether it was wiped.
CREATE TABLE field_device (
    county      TEXT NOT NULL,
    id          TEXT NOT NULL,
    account     TEXT NOT NULL,
    -- The account's own name when it enrolled, and the area it looked after.
    holder      TEXT NOT NULL,
    area        TEXT NOT NULL,
    -- What the phone says it is.
    name        TEXT NOT NULL,
    enrolled_at {int} NOT NULL,
    seen_at     {int} NOT NULL,
    -- When the phone last had everything it should carry.
    synced_at   {int},
    version     TEXT NOT NULL,
    queued      {int} NOT NULL,
    failed      {int} NOT NULL,
    held_bytes  {int} NOT NULL,
    -- Seconds by which the phone's clock is ahead of ours.
    ahead       {int} NOT NULL,
    wiped_at    {int},
    wiped_by    TEXT,
    why         TEXT,
    -- When the phone said that it holds nothing any more.
    emptied_at  {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX field_device_area ON field_device (county, area);
CREATE INDEX field_device_account ON field_device (county, account);

-- A photo or a voice on its way: pieces come until all bytes are there, then it is a file.
CREATE TABLE field_parcel (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    device   TEXT NOT NULL,
    account  TEXT NOT NULL,
    person   TEXT NOT NULL,
    about    TEXT NOT NULL,
    about_id TEXT NOT NULL,
    name     TEXT NOT NULL,
    digest   TEXT NOT NULL,
    total    {int} NOT NULL,
    received {int} NOT NULL,
    file     TEXT,
    begun_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};

CREATE TABLE field_piece (
    county  TEXT NOT NULL,
    parcel  TEXT NOT NULL,
    -- The place of its first byte.
    begins  {int} NOT NULL,
    bytes   {bytes} NOT NULL,
    PRIMARY KEY (county, parcel, begins)
) {strict};
