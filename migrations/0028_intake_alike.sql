-- Keyed index of the birth date of a row that would enter somebody: rows of one file that may be one
-- elder are found by it in the dry run. Nothing once the row is written.
ALTER TABLE intake_row ADD COLUMN alike TEXT NOT NULL DEFAULT '';
CREATE INDEX intake_row_alike ON intake_row (county, file, alike, seq) WHERE alike <> '';
