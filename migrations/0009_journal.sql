-- The chain of the journal: who seals it, how far it is, where it was cut, what was shown outside.

-- One sealer at a time; a new holder gets a new epoch.
CREATE TABLE journal_lease (
    county TEXT NOT NULL,
    holder TEXT NOT NULL,
    until  {int} NOT NULL,
    epoch  {int} NOT NULL,
    PRIMARY KEY (county)
) {strict};

-- The last sealed entry, under the journal's key: without it a cut at the end would not show.
CREATE TABLE journal_head (
    county TEXT NOT NULL,
    seq    {int} NOT NULL,
    seal   TEXT NOT NULL,
    epoch  {int} NOT NULL,
    at     {int} NOT NULL,
    mac    TEXT NOT NULL,
    PRIMARY KEY (county)
) {strict};

-- Entries up to seq are past their time and gone, save those counted and digested here.
CREATE TABLE journal_checkpoint (
    county TEXT NOT NULL,
    seq    {int} NOT NULL,
    seal   TEXT NOT NULL,
    kept   {int} NOT NULL,
    digest TEXT NOT NULL,
    at     {int} NOT NULL,
    mac    TEXT NOT NULL,
    PRIMARY KEY (county)
) {strict};
