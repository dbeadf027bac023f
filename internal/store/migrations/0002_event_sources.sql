-- Comparison lines: one value a day, by name. A value that is revised moves its old version to gauges_revisions.
CREATE TABLE gauges (
  name       TEXT NOT NULL CHECK (name LIKE '_%:_%'),
  day        TEXT NOT NULL CHECK (day IS date(day)),
  value      REAL NOT NULL,
  known_from INTEGER NOT NULL,
  stored_by  INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (name, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE gauges_revisions (
  name       TEXT NOT NULL,
  day        TEXT NOT NULL,
  value      REAL NOT NULL,
  known_from INTEGER NOT NULL,
  known_to   INTEGER NOT NULL CHECK (known_to > known_from),
  stored_by  INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (name, day, known_from)
) STRICT, WITHOUT ROWID;

-- What a server said of the answer last used, so that the next request can ask for a newer one only.
CREATE TABLE validators (
  url           TEXT NOT NULL PRIMARY KEY CHECK (url <> ''),
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  at            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
