-- What facilities asked for by rule: one claim of a facility, a benefit and a period, with what was decided.
CREATE TABLE provider_claim (
    county      TEXT NOT NULL,
    -- The case in which it is asked for, and its number.
    id          TEXT NOT NULL,
    number      TEXT NOT NULL,
    facility    TEXT NOT NULL,
    area        TEXT NOT NULL,
    benefit     TEXT NOT NULL,
    -- 2026-11, 2026-Q4, 2026, once.
    period      TEXT NOT NULL,
    -- The month that was decided.
    month       TEXT NOT NULL,
    -- open, approved, paid, returned; refused, withdrawn.
    state       TEXT NOT NULL,
    -- Fen: what it comes to, what is paid out of it, what was taken back.
    cost        {int} NOT NULL,
    amount      {int} NOT NULL,
    taken_back  {int} NOT NULL,
    -- How often the rate was given.
    units       {int} NOT NULL,
    -- Digest of the pack, and the facts that were read: JSON.
    pack        TEXT NOT NULL,
    facts       TEXT NOT NULL,
    opened_at   {int} NOT NULL,
    opened_by   TEXT NOT NULL,
    approved_on TEXT,
    paid_on     TEXT,
    document    TEXT,
    -- Refused or withdrawn.
    ended_at    {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX provider_claim_once ON provider_claim (county, facility, benefit, period) WHERE ended_at IS NULL;
CREATE INDEX provider_claim_period ON provider_claim (county, period, area);

-- What each fund bears of a claim.
CREATE TABLE provider_claim_part (
    county     TEXT NOT NULL,
    claim      TEXT NOT NULL,
    fund       TEXT NOT NULL,
    -- 1: borne by the facility itself.
    own        {int} NOT NULL,
    amount     {int} NOT NULL,
    taken_back {int} NOT NULL,
    PRIMARY KEY (county, claim, fund)
) {by_key};
