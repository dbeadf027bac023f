-- Search: the folded words of each event's current version. Folding is the program's (event.Fold), so that the tokenizer
-- has nothing left to decide: words are separated by single spaces. The text is not kept twice.
CREATE TABLE events_search (
  key   INTEGER PRIMARY KEY,
  event TEXT NOT NULL UNIQUE REFERENCES events (id)
) STRICT;

CREATE VIRTUAL TABLE events_text USING fts5(words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii', prefix = '2 3');

INSERT INTO meta (name, value) VALUES ('search_version', 0); -- grows with event.Fold: a lower number is built anew

-- The version of an event that was rejected as another telling of one that stands.
CREATE TABLE event_merges (
  event       TEXT NOT NULL REFERENCES events (id),
  known_from  INTEGER NOT NULL,
  merged_into TEXT NOT NULL REFERENCES events (id) CHECK (merged_into <> event),
  PRIMARY KEY (event, known_from)
) STRICT, WITHOUT ROWID;

-- Who may write. Of a token only the hash of its 32 random bytes is kept.
CREATE TABLE tokens (
  id         TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL CHECK (name <> ''),
  sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
  created_at INTEGER NOT NULL,
  used_at    INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  id         TEXT NOT NULL PRIMARY KEY,
  token      TEXT NOT NULL REFERENCES tokens (id),
  sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL CHECK (expires_at > created_at)
) STRICT, WITHOUT ROWID;
