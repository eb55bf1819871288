-- What a device found when it looked at somebody (proof of life): every check, also those that prove nothing.
CREATE TABLE proof_check (
    county    TEXT NOT NULL,
    -- The device, as the pack names it, and the number of its own record.
    adapter   TEXT NOT NULL,
    reference TEXT NOT NULL,
    person    TEXT NOT NULL,
    taken_at  {int} NOT NULL,
    score     {int} NOT NULL,
    live      {int} NOT NULL,
    -- proved, or the key that says why not
    outcome   TEXT NOT NULL,
    sent_by   TEXT NOT NULL,
    sent_at   {int} NOT NULL,
    PRIMARY KEY (county, adapter, reference)
) {strict};
CREATE INDEX proof_check_person ON proof_check (county, person);
