-- A desk as schema version 3 wrote it: enough of every ledger to see that later versions read it.
PRAGMA application_id = 1685352052;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE segments (
    id INTEGER PRIMARY KEY, noun TEXT NOT NULL, file TEXT NOT NULL, rows INTEGER NOT NULL,
    retired TEXT, UNIQUE (noun, file));
CREATE TABLE documents (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, segment INTEGER NOT NULL REFERENCES segments);
CREATE TABLE claims (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
    segment INTEGER NOT NULL REFERENCES segments);
CREATE INDEX claims_of_document ON claims (document);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE redirects (id TEXT PRIMARY KEY, lives_on TEXT NOT NULL);
CREATE TABLE actors (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
CREATE TABLE findings (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL, document TEXT NOT NULL);
CREATE INDEX findings_of_document ON findings (document);
CREATE TABLE gaps (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
CREATE TABLE failures (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
CREATE TABLE failures_of_runs (
    run TEXT NOT NULL, failure TEXT NOT NULL, PRIMARY KEY (run, failure)) WITHOUT ROWID;
CREATE TABLE judgements (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
CREATE TABLE forecasts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
CREATE TABLE runs (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
CREATE TABLE settlements (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
CREATE TABLE loads (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
INSERT INTO actors (id, json) VALUES
    ('new-north', '{"id": "new-north", "name": "Northland", "kind": "state"}');
INSERT INTO gaps (id, json) VALUES
    ('gap-1', '{"about": "doc-1", "looked_for": "day of publication", "why": "not given"}');
INSERT INTO judgements (id, json) VALUES
    ('j1', '{"id": "j1", "left": "a", "right": "b", "verdict": "same", "by": "x", "at": "2025-07-01T12:00:00Z"}');
INSERT INTO runs (id, json) VALUES
    ('r1', '{"id": "r1", "command": "run", "reader": "rules/1", "started": "2025-07-01T12:00:00Z"}');
PRAGMA user_version = 3;
