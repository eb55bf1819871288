-- When somebody gave up what had been granted to them: what was owed until then stays owed.
ALTER TABLE entrant ADD COLUMN left_on TEXT;
