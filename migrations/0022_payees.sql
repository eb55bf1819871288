-- Whom the bank pays for an elder, from when to when.
CREATE TABLE payee (
    county        TEXT NOT NULL,
    id            TEXT NOT NULL,
    person        TEXT NOT NULL,
    -- own, agent, institution
    kind          TEXT NOT NULL,
    -- The name as the bank holds it.
    holder        TEXT NOT NULL,
    relation      TEXT,
    reason        TEXT,
    document      TEXT,
    -- Keyed index of the agent's resident number.
    agent_index   TEXT,
    -- The day an agent was last confirmed.
    confirmed_on  TEXT,
    bank          TEXT NOT NULL,
    account       {bytes} NOT NULL,
    account_index TEXT NOT NULL,
    -- The first six digits and stars.
    account_shown TEXT NOT NULL,
    valid_from    TEXT NOT NULL,
    valid_to      TEXT,
    -- proposed, checked, refused
    state         TEXT NOT NULL,
    proposed_by   TEXT NOT NULL,
    proposed_at   {int} NOT NULL,
    checked_by    TEXT,
    checked_at    {int},
    refused_why   TEXT,
    revision      {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX payee_person ON payee (county, person, valid_from);
CREATE INDEX payee_account ON payee (county, account_index) WHERE state = 'checked' AND valid_to IS NULL;
CREATE UNIQUE INDEX payee_current ON payee (county, person) WHERE state = 'checked' AND valid_to IS NULL;
CREATE UNIQUE INDEX payee_proposed ON payee (county, person) WHERE state = 'proposed';

-- Village workers by keyed index of number and own account: whoever is paid for others is seen.
CREATE TABLE village_worker (
    county       TEXT NOT NULL,
    number_index TEXT NOT NULL,
    name         TEXT NOT NULL,
    area         TEXT NOT NULL,
    account_index TEXT,
    listed_by    TEXT NOT NULL,
    listed_at    {int} NOT NULL,
    PRIMARY KEY (county, number_index)
) {strict};
