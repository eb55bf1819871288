-- What may be spent in a year out of a fund (资金渠道), whatever benefits it pays.
CREATE TABLE fund_budget (
    county     TEXT NOT NULL,
    fund       TEXT NOT NULL,
    year       {int} NOT NULL,
    amount     {int} NOT NULL,
    document   TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    entered_at {int} NOT NULL,
    revision   {int} NOT NULL,
    PRIMARY KEY (county, fund, year)
) {strict};
