-- Where the columns of a workbook that was handed in stand: what is wrong is told at its cell.
ALTER TABLE case_sheet ADD COLUMN spots TEXT NOT NULL DEFAULT '{}';
