-- Who is to be visited how often and why, what was found at a visit, whom nobody reached, who is away.

-- Of each person that the pack's rules name, or might: the strictest tier and where it stands. What follows
-- from visits, attempts and absences is worked out from them whenever one of them comes in.
CREATE TABLE visit_duty (
    county     TEXT NOT NULL,
    person     TEXT NOT NULL,
    -- Where they live; of whoever lives elsewhere where they are registered.
    area       TEXT NOT NULL,
    name       TEXT NOT NULL,
    -- As in the pack's visits.toml; empty: nobody can tell yet.
    tier       TEXT NOT NULL,
    -- home, away, undecided
    state      TEXT NOT NULL,
    -- Rules and alerts that hold; rules that might; the facts that would tell. With spaces between.
    held       TEXT NOT NULL,
    may_hold   TEXT NOT NULL,
    missing    TEXT NOT NULL,
    -- The register says that they live elsewhere.
    elsewhere  {int} NOT NULL,
    -- The first day of the duty.
    since      TEXT NOT NULL,
    away_since TEXT,
    due_on     TEXT,
    -- The last visit that counts, and the last contact by whatever way.
    last_on    TEXT,
    last_visit TEXT NOT NULL,
    contact_on TEXT,
    -- Attempts that failed since then, and what the last of them was.
    attempts   {int} NOT NULL,
    attempted  TEXT NOT NULL,
    PRIMARY KEY (county, person)
) {strict};
CREATE INDEX visit_duty_area ON visit_duty (county, area);
CREATE INDEX visit_duty_due ON visit_duty (county, due_on);

CREATE TABLE visit (
    county       TEXT NOT NULL,
    -- Made where the visit was made.
    id           TEXT NOT NULL,
    person       TEXT NOT NULL,
    area         TEXT NOT NULL,
    day          TEXT NOT NULL,
    -- HH:MM, or empty.
    clock        TEXT NOT NULL,
    channel      TEXT NOT NULL,
    -- By item of the form; what was carried over is among them.
    answers      TEXT NOT NULL,
    -- The visit since which nothing is new; items of it that were confirmed.
    nothing_new  TEXT,
    confirmed    TEXT NOT NULL,
    -- 0 while the visit before has not come in.
    complete     {int} NOT NULL,
    -- The visit that this one puts right.
    replaces     TEXT,
    -- Evidence that the tier demands and that has not come in, with spaces between.
    lacks        TEXT NOT NULL,
    -- The whole input but for numbers of telephones.
    said         TEXT NOT NULL,
    account      TEXT NOT NULL,
    visitor      TEXT NOT NULL,
    recorded_at  {int} NOT NULL,
    -- Its month was closed when it came in.
    late         {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX visit_person ON visit (county, person, day);
CREATE INDEX visit_before ON visit (county, nothing_new);
CREATE INDEX visit_replaces ON visit (county, replaces);

-- Photos, signatures, voices: with the visit, or later from a queue of their own.
CREATE TABLE visit_file (
    county   TEXT NOT NULL,
    visit    TEXT NOT NULL,
    file     TEXT NOT NULL,
    -- photo, signature, voice
    kind     TEXT NOT NULL,
    account  TEXT NOT NULL,
    added_at {int} NOT NULL,
    PRIMARY KEY (county, visit, file)
) {by_key};

CREATE TABLE visit_attempt (
    county      TEXT NOT NULL,
    id          TEXT NOT NULL,
    person      TEXT NOT NULL,
    area        TEXT NOT NULL,
    day         TEXT NOT NULL,
    clock       TEXT NOT NULL,
    channel     TEXT NOT NULL,
    -- As in the pack: nobody there, refused.
    outcome     TEXT NOT NULL,
    note        TEXT NOT NULL,
    account     TEXT NOT NULL,
    visitor     TEXT NOT NULL,
    recorded_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX visit_attempt_person ON visit_attempt (county, person, day);

-- Somebody is elsewhere from a day on, or is back.
CREATE TABLE visit_absence (
    county      TEXT NOT NULL,
    id          TEXT NOT NULL,
    person      TEXT NOT NULL,
    day         TEXT NOT NULL,
    -- away, back
    kind        TEXT NOT NULL,
    place       TEXT NOT NULL,
    -- With whom, and who can be called.
    contact     TEXT NOT NULL,
    note        TEXT NOT NULL,
    account     TEXT NOT NULL,
    recorded_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX visit_absence_person ON visit_absence (county, person, day);

-- The order in which a village is walked, set by hand.
CREATE TABLE visit_road (
    county TEXT NOT NULL,
    person TEXT NOT NULL,
    place  {int} NOT NULL,
    PRIMARY KEY (county, person)
) {by_key};

-- A cold spell, an epidemic: for some days an area is visited more often.
CREATE TABLE visit_alert (
    county      TEXT NOT NULL,
    id          TEXT NOT NULL,
    -- As in the pack.
    kind        TEXT NOT NULL,
    area        TEXT NOT NULL,
    from_day    TEXT NOT NULL,
    -- The last day.
    to_day      TEXT NOT NULL,
    note        TEXT NOT NULL,
    account     TEXT NOT NULL,
    declared_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};

-- Who was to be seen in a month: drawn on its first day, completed while it runs, kept when it is closed.
CREATE TABLE visit_list (
    county     TEXT NOT NULL,
    month      TEXT NOT NULL,
    person     TEXT NOT NULL,
    area       TEXT NOT NULL,
    name       TEXT NOT NULL,
    tier       TEXT NOT NULL,
    -- home: counted; away: named beside it; gone: no longer to be visited here
    state      TEXT NOT NULL,
    away_since TEXT,
    -- The first day of the month on which they were seen, by which visit and way, and whether that came in late.
    seen_on    TEXT,
    visit      TEXT NOT NULL,
    channel    TEXT NOT NULL,
    late       {int} NOT NULL,
    PRIMARY KEY (county, month, person)
) {strict};
CREATE INDEX visit_list_area ON visit_list (county, month, area);
CREATE INDEX visit_list_person ON visit_list (county, person);

-- What a village came to when its month was closed.
CREATE TABLE visit_month (
    county    TEXT NOT NULL,
    month     TEXT NOT NULL,
    area      TEXT NOT NULL,
    residents {int} NOT NULL,
    seen      {int} NOT NULL,
    away      {int} NOT NULL,
    away_seen {int} NOT NULL,
    closed_at {int} NOT NULL,
    PRIMARY KEY (county, month, area)
) {by_key};

-- A finding that was handed on, with the case that follows it.
CREATE TABLE visit_referral (
    county     TEXT NOT NULL,
    visit      TEXT NOT NULL,
    -- As in the pack.
    finding    TEXT NOT NULL,
    person     TEXT NOT NULL,
    area       TEXT NOT NULL,
    -- case, task
    kind       TEXT NOT NULL,
    -- The case or the task, and its number.
    opened     TEXT NOT NULL,
    number     TEXT NOT NULL,
    opened_at  {int} NOT NULL,
    PRIMARY KEY (county, visit, finding)
) {strict};
CREATE INDEX visit_referral_person ON visit_referral (county, person);
