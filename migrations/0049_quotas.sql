-- So many hours, times or places of a benefit for some months and an area, given by rank.
CREATE TABLE quota_allocation (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    benefit      TEXT NOT NULL,
    -- One kind of service; empty: any that the pack names.
    service      TEXT NOT NULL,
    area         TEXT NOT NULL,
    -- The first and the last month that it is for.
    from_month   TEXT NOT NULL,
    to_month     TEXT NOT NULL,
    total        {int} NOT NULL,
    -- The document that gives it.
    document     TEXT NOT NULL,
    ranking      TEXT NOT NULL,
    -- drawing, drafted, approving, approved, void
    state        TEXT NOT NULL,
    pack_version TEXT NOT NULL,
    opened_by    TEXT NOT NULL,
    opened_at    {int} NOT NULL,
    drawn_by     TEXT NOT NULL,
    drawn_at     {int},
    -- Undecided people who by what is known would stand before the cut.
    open_before  {int} NOT NULL,
    approved_by  TEXT,
    approved_at  {int},
    revision     {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};

-- Everybody who was ranked, with where they stood at the draw before.
CREATE TABLE quota_line (
    county     TEXT NOT NULL,
    allocation TEXT NOT NULL,
    person     TEXT NOT NULL,
    area       TEXT NOT NULL,
    name       TEXT NOT NULL,
    -- within, beyond, unknown, has (a grant of this allocation), left; fresh while it is drawn
    state      TEXT NOT NULL,
    -- 0: not ranked.
    place      {int} NOT NULL,
    class      {int} NOT NULL,
    points     {int} NOT NULL,
    -- What the whole span comes to for this person.
    quantity   {int} NOT NULL,
    -- Rules that hold; rules that might; the facts that would tell. With spaces between.
    held       TEXT NOT NULL,
    may_hold   TEXT NOT NULL,
    missing    TEXT NOT NULL,
    born       TEXT,
    waiting    TEXT,
    -- What puts this person behind the one before: class, points, older, waiting, lot.
    behind_by  TEXT NOT NULL,
    was_state  TEXT NOT NULL,
    was_place  {int} NOT NULL,
    was_class  {int} NOT NULL,
    was_held   TEXT NOT NULL,
    PRIMARY KEY (county, allocation, person)
) {strict};
CREATE INDEX quota_line_place ON quota_line (county, allocation, state, place);

-- What somebody was granted: an account of units. The sums say what its entries say.
CREATE TABLE quota_grant (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    allocation TEXT NOT NULL,
    person     TEXT NOT NULL,
    area       TEXT NOT NULL,
    name       TEXT NOT NULL,
    -- What the whole span comes to; what of it can still be issued, and was.
    whole      {int} NOT NULL,
    allotted   {int} NOT NULL,
    issued     {int} NOT NULL,
    used       {int} NOT NULL,
    expired    {int} NOT NULL,
    corrected  {int} NOT NULL,
    -- open, ended (nothing new is given), closed (nothing is left)
    state      TEXT NOT NULL,
    ended_on   TEXT,
    why        TEXT,
    last_used  TEXT,
    granted_on TEXT NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX quota_grant_once ON quota_grant (county, allocation, person);
CREATE INDEX quota_grant_person ON quota_grant (county, person);

-- Nothing is changed or deleted: what was wrong is taken back by an entry of its own.
CREATE TABLE quota_entry (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    grant_id   TEXT NOT NULL,
    allocation TEXT NOT NULL,
    person     TEXT NOT NULL,
    -- granted, used, returned, expired, corrected
    kind       TEXT NOT NULL,
    -- With its sign: what it does to the balance.
    quantity   {int} NOT NULL,
    -- The bucket that it is of, by its first and last day.
    bucket     TEXT NOT NULL,
    ends_on    TEXT NOT NULL,
    on_day     TEXT NOT NULL,
    service    TEXT NOT NULL,
    facility   TEXT,
    served_by  TEXT NOT NULL,
    -- The number on the paper of the service.
    number     TEXT NOT NULL,
    reverses   TEXT,
    why        TEXT NOT NULL,
    account    TEXT NOT NULL,
    at         {int} NOT NULL,
    -- What makes the same act the same.
    once       TEXT NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX quota_entry_once ON quota_entry (county, once);
CREATE INDEX quota_entry_grant ON quota_entry (county, grant_id);
CREATE INDEX quota_entry_use ON quota_entry (county, allocation, kind);
