-- One index of deadlines that says all that the start page counts: two beside each other were told apart
-- wrongly by a planner without statistics, and the narrower one led to the cases themselves.
DROP INDEX case_due_open;
DROP INDEX case_due;
CREATE INDEX case_due ON case_file (county, due_on, id, book, area, closed_at) WHERE due_on IS NOT NULL;
