-- Who may come in, what they are granted where, and the sessions they opened.

CREATE TABLE account (
    county          TEXT NOT NULL,
    id              TEXT NOT NULL,
    login           TEXT NOT NULL,
    name            TEXT NOT NULL,
    phone_sealed    {bytes},
    phone_index     TEXT,
    -- Argon2id in PHC form; nothing until a first password is set.
    password        TEXT,
    password_set_at {int},
    -- The password was handed over by somebody else and must be changed at the first sign-in.
    must_change_by  {int},
    totp_sealed     {bytes},
    totp_confirmed_at {int},
    -- The time step of the last code taken, so that no code is taken twice.
    totp_last_step  {int},
    disabled_at     {int},
    disabled_why    TEXT,
    created_at      {int} NOT NULL,
    created_by      TEXT NOT NULL,
    revision        {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX account_login ON account (county, login);

-- Account, role, area, days.
CREATE TABLE access_grant (
    county      TEXT NOT NULL,
    id          TEXT NOT NULL,
    account     TEXT NOT NULL,
    role        TEXT NOT NULL,
    area        TEXT NOT NULL,
    valid_from  TEXT NOT NULL,
    -- The first day it no longer holds.
    valid_to    TEXT,
    granted_by  TEXT NOT NULL,
    granted_at  {int} NOT NULL,
    revoked_by  TEXT,
    revoked_at  {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX access_grant_account ON access_grant (county, account);
CREATE INDEX access_grant_role ON access_grant (county, role, area);

-- Codes for when the second factor is lost; each serves once.
CREATE TABLE access_recovery_code (
    county  TEXT NOT NULL,
    account TEXT NOT NULL,
    code    TEXT NOT NULL,
    used_at {int},
    PRIMARY KEY (county, account, code)
) {strict};

-- Failures of a login or an address, under keyed indexes: logins that do not exist count alike.
CREATE TABLE access_failure (
    county       TEXT NOT NULL,
    kind         TEXT NOT NULL,
    who          TEXT NOT NULL,
    failures     {int} NOT NULL,
    last_at      {int} NOT NULL,
    locked_until {int},
    PRIMARY KEY (county, kind, who)
) {strict};

CREATE TABLE access_session (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    -- SHA-256 of the token; the token itself is only with its owner.
    token        TEXT NOT NULL,
    account      TEXT NOT NULL,
    grant_id     TEXT,
    channel      TEXT NOT NULL,
    address      TEXT NOT NULL,
    agent        TEXT NOT NULL,
    opened_at    {int} NOT NULL,
    seen_at      {int} NOT NULL,
    -- No longer than this, however busy.
    ends_at      {int} NOT NULL,
    -- When the second factor was given in this session.
    proved_at    {int},
    ended_at     {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX access_session_token ON access_session (county, token);
CREATE INDEX access_session_account ON access_session (county, account, ended_at);

CREATE TABLE access_token (
    county     TEXT NOT NULL,
    id         TEXT NOT NULL,
    token      TEXT NOT NULL,
    account    TEXT NOT NULL,
    grant_id   TEXT NOT NULL,
    name       TEXT NOT NULL,
    made_at    {int} NOT NULL,
    ends_at    {int} NOT NULL,
    used_at    {int},
    revoked_at {int},
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX access_token_token ON access_token (county, token);
CREATE INDEX access_token_account ON access_token (county, account);

-- Each export that holds numbers or accounts: who took what out of the house, and why.
CREATE TABLE access_export (
    county  TEXT NOT NULL,
    id      TEXT NOT NULL,
    account TEXT NOT NULL,
    role    TEXT NOT NULL,
    at      {int} NOT NULL,
    what    TEXT NOT NULL,
    area    TEXT NOT NULL,
    rows    {int} NOT NULL,
    purpose TEXT NOT NULL,
    -- SHA-256 of the file, so that a file found later can be told whose it was.
    digest  TEXT NOT NULL,
    locked  {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE INDEX access_export_at ON access_export (county, at);

-- A value sealed when the database was new: other keys do not open it, and are refused at once.
CREATE TABLE key_probe (
    county TEXT NOT NULL,
    id     TEXT NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
