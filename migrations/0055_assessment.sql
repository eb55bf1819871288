-- Assessments of ability: asked for, given to assessors, answered by each, confirmed by another hand.

CREATE TABLE assessment_serial (
    county TEXT NOT NULL,
    year   TEXT NOT NULL,
    last   {int} NOT NULL,
    PRIMARY KEY (county, year)
) {by_key};

CREATE TABLE assessment (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    number       TEXT NOT NULL,
    person       TEXT NOT NULL,
    name         TEXT NOT NULL,
    -- Paths of both places of the person.
    registered   TEXT NOT NULL,
    living       TEXT NOT NULL,
    -- Why, who wanted it, and in which words.
    reason       TEXT NOT NULL,
    -- What the result is wanted for: subsidies, admission to a public home.
    purpose      TEXT NOT NULL,
    asked_by     TEXT NOT NULL,
    note         TEXT NOT NULL,
    requested_on TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    requester    TEXT NOT NULL,
    requested_at {int} NOT NULL,
    -- requested, assigned, differing, rated, confirmed, closed
    state        TEXT NOT NULL,
    -- own, foreign (another county's), legacy (of the standard before)
    origin       TEXT NOT NULL,
    instrument   TEXT NOT NULL,
    -- How many assessors answer.
    hands        {int} NOT NULL,
    -- The assessment that this one looks at again, after an objection.
    review_of    TEXT NOT NULL,
    -- Who gave the result, where it was not given here, and the number and file of their paper.
    organ        TEXT NOT NULL,
    paper        TEXT NOT NULL,
    file         TEXT NOT NULL,
    field_on     TEXT,
    assessed_on  TEXT,
    minutes      {int},
    -- Of ten thousand: items on which the two agreed.
    agreement    {int},
    -- What the engine said, as it said it.
    outcome      TEXT NOT NULL,
    total        {int},
    first_level  {int},
    level        {int},
    -- What other instruments made of the same visit, by their ids.
    extra        TEXT NOT NULL,
    confirmer    TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at {int},
    words        TEXT NOT NULL,
    valid_until  TEXT,
    -- Read together with the number, tells anybody that the result is real.
    code         TEXT NOT NULL,
    closed_why   TEXT NOT NULL,
    -- A later result took its place.
    replaced_by  TEXT NOT NULL,
    -- Why the next one is due already: what happened since, by the pack's triggers.
    due_why      TEXT NOT NULL,
    revision     {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX assessment_number ON assessment (county, number);
CREATE INDEX assessment_person ON assessment (county, person, requested_at);
CREATE INDEX assessment_state ON assessment (county, state, living);
CREATE INDEX assessment_until ON assessment (county, valid_until);

-- Who was given it, and who took whose place.
CREATE TABLE assessment_hand (
    county      TEXT NOT NULL,
    assessment  TEXT NOT NULL,
    seq         {int} NOT NULL,
    account     TEXT NOT NULL,
    name        TEXT NOT NULL,
    body        TEXT NOT NULL,
    certificate TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    given_by    TEXT NOT NULL,
    given_at    {int} NOT NULL,
    taken_at    {int},
    why         TEXT NOT NULL,
    PRIMARY KEY (county, assessment, seq)
) {by_key};
CREATE INDEX assessment_hand_of ON assessment_hand (county, account, taken_at);

-- What one assessor answered, or the two together. Never changed; a later one supersedes it.
CREATE TABLE assessment_sheet (
    county        TEXT NOT NULL,
    assessment    TEXT NOT NULL,
    id            TEXT NOT NULL,
    account       TEXT NOT NULL,
    name          TEXT NOT NULL,
    joint         {int} NOT NULL,
    answers       TEXT NOT NULL,
    context       TEXT NOT NULL,
    -- Answers to other instruments, by their ids.
    extra         TEXT NOT NULL,
    began_at      {int} NOT NULL,
    ended_at      {int} NOT NULL,
    place         TEXT NOT NULL,
    lat           {int},
    lon           {int},
    file          TEXT NOT NULL,
    words         TEXT NOT NULL,
    -- Of the answers: equal sheets are found by it.
    digest        TEXT NOT NULL,
    total         {int},
    received_at   {int} NOT NULL,
    superseded_at {int},
    PRIMARY KEY (county, assessment, id)
) {strict};
CREATE INDEX assessment_sheet_of ON assessment_sheet (county, account, ended_at);
CREATE INDEX assessment_sheet_same ON assessment_sheet (county, digest, ended_at);

-- Somebody objects to a result; an assessment by another body follows, and which of the two stands.
CREATE TABLE assessment_objection (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    assessment TEXT NOT NULL,
    filed_on   TEXT NOT NULL,
    filed_by   TEXT NOT NULL,
    filed_as   TEXT NOT NULL,
    words      TEXT NOT NULL,
    taken_by   TEXT NOT NULL,
    taken_at   {int} NOT NULL,
    review     TEXT NOT NULL,
    -- open, upheld (the second result), dismissed (the first stands)
    state      TEXT NOT NULL,
    decided_at {int},
    decider    TEXT NOT NULL,
    why        TEXT NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX assessment_objection_of ON assessment_objection (county, assessment);
CREATE UNIQUE INDEX assessment_objection_open ON assessment_objection (county, review);
