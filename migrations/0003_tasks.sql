-- The one kind of work for people: what is due, where, by whom.

CREATE TABLE task (
    county       TEXT NOT NULL,
    id           TEXT NOT NULL,
    kind         TEXT NOT NULL,
    -- One open task a kind, subject and reason.
    reason       TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    -- Shown in the inbox: never a number or an account.
    label        TEXT NOT NULL,
    -- Where the work is to be done; the level that now holds it is `level`.
    area         TEXT NOT NULL,
    level        TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    -- The area whose people now have it in their inbox: `area` cut to `level`.
    held_at      TEXT NOT NULL,
    -- Somebody by name, when assigned.
    account      TEXT,
    priority     {int} NOT NULL,
    due_on       TEXT NOT NULL,
    -- When it goes up a level if still open.
    rises_on     TEXT,
    opened_at    {int} NOT NULL,
    opened_by    TEXT NOT NULL,
    closed_at    {int},
    closed_by    TEXT,
    -- Done, withdrawn, or overtaken by something else.
    outcome      TEXT,
    -- The verb's subject that closed it.
    done_by      TEXT,
    detail       TEXT NOT NULL,
    revision     {int} NOT NULL,
    PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX task_open ON task (county, kind, subject_id, reason) WHERE closed_at IS NULL;
CREATE INDEX task_inbox ON task (county, held_at, due_on) WHERE closed_at IS NULL;
CREATE INDEX task_account ON task (county, account, due_on) WHERE closed_at IS NULL;
CREATE INDEX task_rises ON task (county, rises_on) WHERE closed_at IS NULL;
CREATE INDEX task_subject ON task (county, subject_kind, subject_id);
