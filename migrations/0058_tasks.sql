-- Tasks by name: who gave them, from where they rose, who left them behind, and who stands in for whom.

ALTER TABLE task ADD COLUMN given_by TEXT;
-- The level at which it was not done in time.
ALTER TABLE task ADD COLUMN risen_from TEXT;
-- Whose it was by name until that account was disabled or lost the grant.
ALTER TABLE task ADD COLUMN left_by TEXT;
CREATE INDEX task_given ON task (county, given_by, due_on) WHERE closed_at IS NULL;

-- Somebody is away, and another account does what is theirs by name.
CREATE TABLE task_deputy (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    account    TEXT NOT NULL,
    deputy     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    -- The day after the last.
    valid_to   TEXT NOT NULL,
    why        TEXT NOT NULL,
    set_by     TEXT NOT NULL,
    set_at     {int} NOT NULL,
    ended_at   {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX task_deputy_deputy ON task_deputy (county, deputy, valid_to) WHERE ended_at IS NULL;
CREATE INDEX task_deputy_account ON task_deputy (county, account, valid_to) WHERE ended_at IS NULL;

-- A token that opens one question and nothing else, such as the calendar of what is due.
ALTER TABLE access_token ADD COLUMN reads TEXT NOT NULL DEFAULT '';
