-- The register: who the elders are, and all that was ever said of them.

-- A person as known now and true today: what lists and searches read. It follows from the
-- statements in person_interval and is written anew with each of them.
CREATE TABLE person (
    county          TEXT NOT NULL,
    id              TEXT NOT NULL,
    -- The one code of a person (一人一码), eight digits, the last one checks.
    code            TEXT NOT NULL,
    name            TEXT NOT NULL,
    -- The name as it is searched (spaces and interpuncts gone), and its pinyin as it is sorted.
    name_key        TEXT NOT NULL,
    name_sort       TEXT NOT NULL,
    initials        TEXT NOT NULL,
    -- male, female, or nothing where it is not known.
    sex             TEXT NOT NULL,
    -- Nothing where it is not known.
    birth_date      TEXT NOT NULL,
    ethnicity       TEXT NOT NULL,
    -- The first six digits of the resident number; nothing where none is known.
    number_head     TEXT NOT NULL,
    -- The last known place in this county, and whether the person is alive and (still) there.
    registered_path TEXT NOT NULL,
    registered_here {int} NOT NULL,
    living_path     TEXT NOT NULL,
    living_here     {int} NOT NULL,
    -- living, reported (a death not yet confirmed), dead, merged.
    state           TEXT NOT NULL,
    death_date      TEXT,
    -- Ids that hold today, with a space between them.
    labels          TEXT NOT NULL,
    hardship        TEXT NOT NULL,
    disability      TEXT NOT NULL,
    arrangement     TEXT NOT NULL,
    -- Anomalies that wait for a decision.
    anomalies       {int} NOT NULL,
    merged_into     TEXT,
    synthetic       {int} NOT NULL,
    -- The next day on which a statement begins or ends, so that this row is written anew then.
    refresh_on      TEXT,
    revision        {int} NOT NULL,
    created_at      {int} NOT NULL,
    changed_at      {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX person_code ON person (county, code);
CREATE INDEX person_registered_place ON person (county, registered_here, registered_path, name_sort, id);
CREATE INDEX person_registered_birth ON person (county, registered_here, birth_date, id, registered_path);
CREATE INDEX person_registered_name ON person (county, registered_here, name_sort, id, registered_path);
CREATE INDEX person_living_place ON person (county, living_here, living_path, name_sort, id);
CREATE INDEX person_living_birth ON person (county, living_here, birth_date, id, living_path);
CREATE INDEX person_living_name ON person (county, living_here, name_sort, id, living_path);
CREATE INDEX person_refresh ON person (county, refresh_on) WHERE refresh_on IS NOT NULL;
CREATE INDEX person_merged ON person (county, merged_into) WHERE merged_into IS NOT NULL;

-- One thing said of a person: true from valid_from up to, not including, valid_to; known from
-- recorded_at up to superseded_at. Names, numbers, places, labels, relations, life events: all of
-- it. A row is never changed but for the instant at which something else took its place.
CREATE TABLE person_interval (
    county        TEXT NOT NULL,
    person        TEXT NOT NULL,
    id            TEXT NOT NULL,
    kind          TEXT NOT NULL,
    -- Within a slot one thing holds at a time: a name by its use, a label by its id.
    slot          TEXT NOT NULL,
    -- Of a number or a phone the keyed index; the thing itself is sealed.
    value         TEXT NOT NULL,
    detail        TEXT NOT NULL,
    sealed        {bytes},
    valid_from    TEXT NOT NULL,
    valid_to      TEXT NOT NULL,
    recorded_at   {int} NOT NULL,
    superseded_at {int} NOT NULL,
    source        TEXT NOT NULL,
    basis         TEXT NOT NULL,
    account       TEXT NOT NULL,
    superseded_by TEXT,
    PRIMARY KEY (county, person, id)
) {strict};
CREATE INDEX person_interval_value ON person_interval (county, kind, value, person);
CREATE INDEX person_interval_recorded ON person_interval (county, kind, recorded_at);

-- What can be looked for: ends of names, of their pinyin, and initials.
CREATE TABLE person_token (
    county TEXT NOT NULL,
    token  TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (county, token, person)
) {by_key};
CREATE INDEX person_token_person ON person_token (county, person);

-- What a list can be narrowed to, as of today: labels, hardship, anomalies.
CREATE TABLE person_facet (
    county TEXT NOT NULL,
    facet  TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (county, facet, person)
) {by_key};

-- How many: by counting basis (registered, living), facet, village and year of birth.
CREATE TABLE person_tally (
    county  TEXT NOT NULL,
    basis   TEXT NOT NULL,
    facet   TEXT NOT NULL,
    place   TEXT NOT NULL,
    born    {int} NOT NULL,
    persons {int} NOT NULL,
    PRIMARY KEY (county, basis, facet, place, born)
) {by_key};

-- What looks wrong and waits for, or has had, somebody's decision.
CREATE TABLE person_anomaly (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    person     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    -- The other person where two are concerned, else nothing.
    other      TEXT NOT NULL,
    detail     TEXT NOT NULL,
    found_at   {int} NOT NULL,
    settled_at {int},
    settled_by TEXT,
    -- stands (it is right as it is), mended, merged.
    outcome    TEXT,
    why        TEXT,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX person_anomaly_person ON person_anomaly (county, person, kind);
CREATE INDEX person_anomaly_open ON person_anomaly (county, found_at) WHERE settled_at IS NULL;

CREATE TABLE household (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    place      TEXT NOT NULL,
    address    TEXT NOT NULL,
    created_at {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX household_place ON household (county, place);

-- Two records found to be one person, and what was carried over, so that it can be undone.
CREATE TABLE person_merge (
    county    TEXT NOT NULL,
    id        TEXT NOT NULL,
    kept      TEXT NOT NULL,
    closed    TEXT NOT NULL,
    why       TEXT NOT NULL,
    merged_at {int} NOT NULL,
    merged_by TEXT NOT NULL,
    undone_at {int},
    undone_by TEXT,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX person_merge_kept ON person_merge (county, kept);
CREATE UNIQUE INDEX person_merge_closed ON person_merge (county, closed) WHERE undone_at IS NULL;

-- The last code given out in a county.
CREATE TABLE person_code_given (
    county TEXT NOT NULL,
    last   {int} NOT NULL,
    PRIMARY KEY (county)
) {strict};

-- Leave to see names and numbers of some persons for a purpose and a short while, journalled once.
CREATE TABLE person_unmasking (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    account    TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    persons    TEXT NOT NULL,
    granted_at {int} NOT NULL,
    until      {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict}
