-- Editions of packs as they were when published: a past run is computed again on the one it used.
CREATE TABLE pack_version (
    pack         TEXT NOT NULL,
    version      TEXT NOT NULL,
    edition      TEXT NOT NULL,
    content      TEXT NOT NULL,
    published_at {int} NOT NULL,
    PRIMARY KEY (pack, version)
) {strict};
