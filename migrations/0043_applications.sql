-- The case of a casebook in which somebody applied for a benefit, where there is one.
ALTER TABLE entrant ADD COLUMN case_id TEXT;
CREATE UNIQUE INDEX entrant_case ON entrant (county, case_id) WHERE case_id IS NOT NULL;
