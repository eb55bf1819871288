-- The list that an old roll was read from, and its rows that found no person.
CREATE TABLE run_list (
    county      TEXT NOT NULL,
    run         TEXT NOT NULL,
    file        TEXT NOT NULL,
    left_rows   {int} NOT NULL,
    -- Fen.
    left_amount {int} NOT NULL,
    PRIMARY KEY (county, run)
) {strict};
