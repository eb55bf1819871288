-- What the public sees of cases, and what the public says against it.

-- The public face of a case as it was when it was published: the declared fields and no other.
CREATE TABLE case_publication (
    county       TEXT NOT NULL,
    case_id      TEXT NOT NULL,
    book         TEXT NOT NULL,
    number       TEXT NOT NULL,
    -- Shown from this day, and to this day where the book says how long.
    from_on      TEXT NOT NULL,
    until_on     TEXT,
    -- When the face last changed; what was corrected of it, as JSON.
    changed_on   TEXT NOT NULL,
    corrections  TEXT NOT NULL,
    -- The case is no longer one that the book publishes.
    withdrawn_on TEXT,
    -- Somebody took it down by hand, and why.
    held_on      TEXT,
    held_by      TEXT,
    held_why     TEXT,
    -- The declaration it was made by: under another one it is made anew.
    declared     TEXT NOT NULL,
    face         TEXT NOT NULL,
    -- What the search of the public page looks through: the face's own words.
    found        TEXT NOT NULL,
    PRIMARY KEY (county, case_id)
) {strict};
CREATE INDEX case_publication_of ON case_publication (county, book, from_on, case_id);

-- By which declaration the cases of a book were last looked through.
CREATE TABLE case_publishing (
    county   TEXT NOT NULL,
    book     TEXT NOT NULL,
    declared TEXT NOT NULL,
    PRIMARY KEY (county, book)
) {by_key};

-- Somebody says that what is published is wrong. It changes nothing of the case.
CREATE TABLE case_objection (
    county      TEXT NOT NULL,
    id          TEXT NOT NULL,
    case_id     TEXT NOT NULL,
    book        TEXT NOT NULL,
    at          {int} NOT NULL,
    -- Keyed index of where it came from, for counting only; and of the receipt.
    sender      TEXT NOT NULL,
    receipt     TEXT NOT NULL,
    text        TEXT NOT NULL,
    -- Sealed: how the sender can be reached.
    contact     {bytes} NOT NULL,
    -- open, upheld, kept
    state       TEXT NOT NULL,
    answer      TEXT NOT NULL,
    answered_at {int},
    answered_by TEXT,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX case_objection_of ON case_objection (county, case_id, id);
CREATE INDEX case_objection_sender ON case_objection (county, sender, at);
CREATE INDEX case_objection_at ON case_objection (county, at);
CREATE UNIQUE INDEX case_objection_receipt ON case_objection (county, receipt);
