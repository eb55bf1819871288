-- Messages to go out: written with the decision, sent later by whatever adapter there is.

CREATE TABLE notice (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    -- The way it goes: `paper`, `sms`, `phone`.
    way        TEXT NOT NULL,
    -- The message's key in the pack's words, and its arguments.
    message    TEXT NOT NULL,
    args       TEXT NOT NULL,
    to_kind    TEXT NOT NULL,
    to_id      TEXT NOT NULL,
    area       TEXT NOT NULL,
    -- The same message about the same thing goes out once.
    once       TEXT NOT NULL,
    made_at    {int} NOT NULL,
    made_by    TEXT NOT NULL,
    state      TEXT NOT NULL,
    tries      {int} NOT NULL,
    try_after  {int} NOT NULL,
    settled_at {int},
    settled_by TEXT,
    why        TEXT,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX notice_once ON notice (county, once);
CREATE INDEX notice_waiting ON notice (county, try_after) WHERE settled_at IS NULL;
CREATE INDEX notice_to ON notice (county, to_kind, to_id);
