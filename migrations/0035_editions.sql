-- Casebooks whose definition changed: what each was, and cases that are moved from one to the next.

-- A definition as cases were opened by it: a pack that is exchanged takes nothing from them.
CREATE TABLE book_edition (
    county  TEXT NOT NULL,
    book    TEXT NOT NULL,
    edition {int} NOT NULL,
    -- SHA-256 of its text: one edition may be mended without being raised.
    digest  TEXT NOT NULL,
    -- JSON of the whole book, with its lists of choices written out.
    body    TEXT NOT NULL,
    kept_at {int} NOT NULL,
    PRIMARY KEY (county, book, edition, digest)
) {strict};

-- Open cases by the edition they go by.
CREATE INDEX case_edition ON case_file (county, book, edition, state, id) WHERE closed_at IS NULL;

-- Cases of a book on their way to its edition in force.
CREATE TABLE case_move (
    county   TEXT NOT NULL,
    id       TEXT NOT NULL,
    account  TEXT NOT NULL,
    name     TEXT NOT NULL,
    book     TEXT NOT NULL,
    edition  {int} NOT NULL,
    cases    {int} NOT NULL,
    moved    {int} NOT NULL,
    refused  {int} NOT NULL,
    job      TEXT,
    made_at  {int} NOT NULL,
    ended_at {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX case_move_of ON case_move (county, book, id);

-- Those that could not be moved: they go on by the definition that they were opened by.
CREATE TABLE case_move_refused (
    county  TEXT NOT NULL,
    move_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    -- JSON: why.
    reasons TEXT NOT NULL,
    PRIMARY KEY (county, move_id, case_id)
) {by_key};
