-- Casebooks that a county writes itself: drafts on their way to being published, and what is published.

CREATE TABLE book_draft (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    book         TEXT NOT NULL,
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
    -- The edition as which it came into force.
    edition      {int},
    revision     {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX book_draft_of ON book_draft (county, book, id);
-- One draft of a book at a time: two would each undo the other's work.
CREATE UNIQUE INDEX book_draft_open ON book_draft (county, book) WHERE state IN ('draft', 'review', 'returned');

-- What a county published: it stands in place of the packs' text of that book.
CREATE TABLE book_page (
    county         TEXT NOT NULL,
    book           TEXT NOT NULL,
    draft          TEXT NOT NULL,
    edition        {int} NOT NULL,
    body           TEXT NOT NULL,
    published_at   {int} NOT NULL,
    published_name TEXT NOT NULL,
    PRIMARY KEY (county, book)
) {strict};
