-- What was stated of a list: complete for an area until a day. Inside both its silence means no.
CREATE TABLE fact_coverage (
    county         TEXT NOT NULL,
    id             TEXT NOT NULL,
    -- Id of the list in the pack's section `lists`.
    list           TEXT NOT NULL,
    -- Path of the area.
    area           TEXT NOT NULL,
    complete_until TEXT NOT NULL,
    source         TEXT NOT NULL,
    stated_at      {int} NOT NULL,
    stated_by      TEXT NOT NULL,
    withdrawn_at   {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX fact_coverage_list ON fact_coverage (county, list, area, complete_until)
