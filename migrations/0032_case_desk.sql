-- The desk of casebooks: kept filters that an office shares, and what a workbook says that its book
-- does not know.

-- The area whose office sees a view, too; empty: nobody but its keeper.
ALTER TABLE case_view ADD COLUMN office TEXT NOT NULL DEFAULT '';
-- Who shared it, by name.
ALTER TABLE case_view ADD COLUMN keeper TEXT NOT NULL DEFAULT '';
CREATE INDEX case_view_office ON case_view (county, book, office) WHERE office <> '';

-- JSON: headings of a workbook that no field has.
ALTER TABLE case_sheet ADD COLUMN strange TEXT NOT NULL DEFAULT '[]';

-- What is due and overdue, by book and area, without a look at the cases themselves.
CREATE INDEX case_due_open ON case_file (county, due_on, book, area) WHERE closed_at IS NULL AND due_on IS NOT NULL;
