-- Texts of benefits that a county drafts itself, on their way to being published, and what is published.

CREATE TABLE benefit_draft (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    benefit      TEXT NOT NULL,
    -- draft, review, returned, published, dropped
    state        TEXT NOT NULL,
    body         TEXT NOT NULL,
    -- JSON: the accounts that wrote in it; none of them reviews it.
    hands        TEXT NOT NULL,
    made_at      {int} NOT NULL,
    changed_at   {int} NOT NULL,
    changed_name TEXT NOT NULL,
    judged_at    {int},
    judged_name  TEXT NOT NULL,
    -- Why it was returned.
    reason       TEXT NOT NULL,
    -- The text that was in force when it was published: what it changed can be told for ever.
    before       TEXT NOT NULL,
    revision     {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX benefit_draft_of ON benefit_draft (county, benefit, id);
-- One draft of a benefit at a time: two would each undo the other's work.
CREATE UNIQUE INDEX benefit_draft_open ON benefit_draft (county, benefit)
    WHERE state IN ('draft', 'review', 'returned');

-- What a county published: it stands in place of the packs' text of that benefit.
CREATE TABLE benefit_page (
    county         TEXT NOT NULL,
    benefit        TEXT NOT NULL,
    draft          TEXT NOT NULL,
    body           TEXT NOT NULL,
    published_at   {int} NOT NULL,
    published_name TEXT NOT NULL,
    PRIMARY KEY (county, benefit)
) {strict};
