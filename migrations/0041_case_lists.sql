-- What lists of cases put in order, leave out and count by, beside what leads to the cases.

-- What stands of a case beside each of its values: a list by a field reads no case for which page it shows.
-- The same as in case_file, written in the same transaction. Its state and its deadline are not here: every
-- step would write all values of its case.
ALTER TABLE case_value ADD COLUMN area TEXT NOT NULL DEFAULT '';
ALTER TABLE case_value ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE case_value ADD COLUMN number TEXT NOT NULL DEFAULT '';
ALTER TABLE case_value ADD COLUMN opened_on TEXT NOT NULL DEFAULT '';
ALTER TABLE case_value ADD COLUMN closed_at {int};
UPDATE case_value SET area = f.area, title = f.title, number = f.number, opened_on = f.opened_on,
    closed_at = f.closed_at
FROM case_file f WHERE f.county = case_value.county AND f.id = case_value.case_id;

-- How many cases of a book stand in a state, in an area, with a deadline on a day ('': with none), closed (1) or
-- not. Kept in the transaction that writes the case, so that pages count days and areas and not cases.
CREATE TABLE case_count (
    county TEXT NOT NULL,
    book   TEXT NOT NULL,
    state  TEXT NOT NULL,
    area   TEXT NOT NULL,
    due_on TEXT NOT NULL,
    closed {int} NOT NULL,
    cases  {int} NOT NULL,
    PRIMARY KEY (county, book, state, area, due_on, closed)
) {by_key};
CREATE INDEX case_count_due ON case_count (county, due_on);
INSERT INTO case_count (county, book, state, area, due_on, closed, cases)
SELECT county, book, state, area, COALESCE(due_on, ''), CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, COUNT(*)
FROM case_file
GROUP BY county, book, state, area, COALESCE(due_on, ''), CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END;
