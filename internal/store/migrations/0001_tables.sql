-- A day is TEXT YYYY-MM-DD, an instant is INTEGER seconds since 1970-01-01T00:00:00Z, a price is unscaled / 10^scale.
-- known_from is the instant a version became known; a superseded version stands in *_revisions with the instant it was
-- replaced (known_to), so that any read can be made as of an instant. Nothing is deleted.

CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('data_version', 0);

CREATE TABLE embedded_sets (
  version   TEXT NOT NULL PRIMARY KEY,
  loaded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id          INTEGER PRIMARY KEY,
  source      TEXT NOT NULL CHECK (source <> ''),
  from_date   TEXT CHECK (from_date IS date(from_date)),
  to_date     TEXT CHECK (to_date IS date(to_date)),
  started     INTEGER NOT NULL,
  duration_ms INTEGER CHECK (duration_ms >= 0), -- NULL while it runs, or where the program died
  status      TEXT NOT NULL CHECK (status IN ('running', 'ok', 'partial', 'failed')),
  error       TEXT NOT NULL DEFAULT '',
  new         INTEGER NOT NULL DEFAULT 0,
  same        INTEGER NOT NULL DEFAULT 0,
  revised     INTEGER NOT NULL DEFAULT 0,
  rejected    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX runs_source ON runs (source, started, id);

CREATE TABLE run_rejections (
  run      INTEGER NOT NULL REFERENCES runs (id),
  position INTEGER NOT NULL,
  series   TEXT NOT NULL,
  line     TEXT NOT NULL,
  reason   TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

-- One body is kept once, however often it was received.
CREATE TABLE bodies (
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  size   INTEGER NOT NULL CHECK (size > 0),
  zstd   BLOB NOT NULL
) STRICT;

CREATE TABLE fetches (
  id           INTEGER PRIMARY KEY,
  run          INTEGER REFERENCES runs (id),
  url          TEXT NOT NULL CHECK (url <> ''),
  at           INTEGER NOT NULL,
  http_status  INTEGER NOT NULL,
  http_date    INTEGER,
  content_type TEXT NOT NULL,
  sha256       TEXT REFERENCES bodies (sha256), -- NULL where the answer was empty
  error        TEXT NOT NULL,
  parser       TEXT NOT NULL,
  duration_ms  INTEGER NOT NULL CHECK (duration_ms >= 0)
) STRICT;

CREATE INDEX fetches_run ON fetches (run);

-- Who stored a version, and from which fetch: one number in each row instead of two columns.
CREATE TABLE origins (
  key    INTEGER PRIMARY KEY,
  author TEXT NOT NULL CHECK (author <> ''),
  fetch  INTEGER REFERENCES fetches (id)
) STRICT;

CREATE UNIQUE INDEX origins_natural ON origins (author, ifnull(fetch, 0));

CREATE TABLE series (
  key       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  source    TEXT NOT NULL,
  pair      TEXT NOT NULL CHECK (pair GLOB '[A-Z][A-Z][A-Z][A-Z][A-Z][A-Z]'),
  interval  TEXT NOT NULL,
  kind      TEXT NOT NULL CHECK (kind IN ('fixing', 'reference', 'candle', 'press')),
  name      TEXT NOT NULL,
  unit      TEXT NOT NULL,
  zone      TEXT NOT NULL,
  rule      TEXT NOT NULL,
  terms_url TEXT NOT NULL,
  ends      TEXT CHECK (ends IS date(ends)),
  stored_by INTEGER NOT NULL REFERENCES origins (key)
) STRICT;

CREATE TABLE fixings (
  series         INTEGER NOT NULL REFERENCES series (key),
  effective_date TEXT NOT NULL CHECK (effective_date IS date(effective_date)),
  set_date       TEXT NOT NULL CHECK (set_date IS date(set_date) AND set_date <= effective_date),
  unscaled       INTEGER NOT NULL CHECK (unscaled > 0),
  scale          INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 12),
  nominal        INTEGER NOT NULL CHECK (nominal > 0),
  known_from     INTEGER NOT NULL,
  stored_by      INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (series, effective_date)
) STRICT, WITHOUT ROWID;

-- It holds every column that is read by set date, so that no row needs a second look-up.
CREATE INDEX fixings_set_date ON fixings (series, set_date, effective_date, unscaled, scale, nominal, known_from);

CREATE TABLE fixings_revisions (
  series         INTEGER NOT NULL REFERENCES series (key),
  effective_date TEXT NOT NULL,
  set_date       TEXT NOT NULL,
  unscaled       INTEGER NOT NULL,
  scale          INTEGER NOT NULL,
  nominal        INTEGER NOT NULL,
  known_from     INTEGER NOT NULL,
  known_to       INTEGER NOT NULL CHECK (known_to > known_from),
  stored_by      INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (series, effective_date, known_from)
) STRICT, WITHOUT ROWID;

CREATE INDEX fixings_revisions_set_date ON fixings_revisions (series, set_date);

-- Millions of rows: no index but the key, one scale for the four prices, small integers throughout.
CREATE TABLE candles (
  series       INTEGER NOT NULL REFERENCES series (key),
  start        INTEGER NOT NULL,
  open         INTEGER NOT NULL CHECK (open BETWEEN low AND high),
  high         INTEGER NOT NULL,
  low          INTEGER NOT NULL CHECK (low > 0),
  close        INTEGER NOT NULL CHECK (close BETWEEN low AND high),
  scale        INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 12),
  volume       INTEGER NOT NULL CHECK (volume >= 0),
  volume_scale INTEGER NOT NULL CHECK (volume_scale BETWEEN 0 AND 12),
  known_from   INTEGER NOT NULL,
  stored_by    INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (series, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE candles_revisions (
  series       INTEGER NOT NULL REFERENCES series (key),
  start        INTEGER NOT NULL,
  open         INTEGER NOT NULL,
  high         INTEGER NOT NULL,
  low          INTEGER NOT NULL,
  close        INTEGER NOT NULL,
  scale        INTEGER NOT NULL,
  volume       INTEGER NOT NULL,
  volume_scale INTEGER NOT NULL,
  known_from   INTEGER NOT NULL,
  known_to     INTEGER NOT NULL CHECK (known_to > known_from),
  stored_by    INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (series, start, known_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE quotes (
  series      INTEGER NOT NULL REFERENCES series (key),
  at          INTEGER NOT NULL,
  day_only    INTEGER NOT NULL CHECK (day_only IN (0, 1) AND (day_only = 0 OR at % 86400 = 0)),
  basis       TEXT NOT NULL CHECK (basis IN ('last', 'low', 'high')),
  source_name TEXT NOT NULL,
  source_url  TEXT NOT NULL,
  unscaled    INTEGER NOT NULL CHECK (unscaled > 0),
  scale       INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 12),
  known_from  INTEGER NOT NULL,
  stored_by   INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (series, at, day_only, basis, source_name, source_url)
) STRICT, WITHOUT ROWID;

CREATE TABLE quotes_revisions (
  series      INTEGER NOT NULL REFERENCES series (key),
  at          INTEGER NOT NULL,
  day_only    INTEGER NOT NULL,
  basis       TEXT NOT NULL,
  source_name TEXT NOT NULL,
  source_url  TEXT NOT NULL,
  unscaled    INTEGER NOT NULL,
  scale       INTEGER NOT NULL,
  known_from  INTEGER NOT NULL,
  known_to    INTEGER NOT NULL CHECK (known_to > known_from),
  stored_by   INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (series, at, day_only, basis, source_name, source_url, known_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE breaks (
  series TEXT NOT NULL, -- empty where it concerns every rouble series
  date   TEXT NOT NULL CHECK (date IS date(date)),
  what   TEXT NOT NULL CHECK (what <> ''),
  source TEXT NOT NULL,
  PRIMARY KEY (series, date, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE actors (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('country', 'organisation', '')) -- empty where nobody has said
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  id           TEXT NOT NULL PRIMARY KEY,
  occurred_at  INTEGER NOT NULL,
  precision    TEXT NOT NULL CHECK (precision IN ('minute', 'hour', 'day')),
  ended_at     INTEGER CHECK (ended_at >= occurred_at),
  title        TEXT NOT NULL CHECK (title <> ''),
  summary      TEXT NOT NULL,
  category     TEXT NOT NULL CHECK (category <> ''),
  goldstein    REAL NOT NULL CHECK (goldstein BETWEEN -10 AND 10),
  cameo        TEXT NOT NULL,
  importance   INTEGER NOT NULL CHECK (importance BETWEEN 1 AND 5),
  location     TEXT NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('confirmed', 'scheduled', 'draft', 'rejected')),
  origin       TEXT NOT NULL,
  source_name  TEXT NOT NULL,
  source_url   TEXT NOT NULL,
  source_tier  TEXT NOT NULL,
  verified     INTEGER NOT NULL CHECK (verified IN (0, 1)),
  time_basis   TEXT NOT NULL,
  coded_by     TEXT NOT NULL,
  coded_at     INTEGER,
  announced_at INTEGER,
  known_from   INTEGER NOT NULL,
  stored_by    INTEGER NOT NULL REFERENCES origins (key)
) STRICT;

CREATE INDEX events_occurred_at ON events (occurred_at, id);

CREATE TABLE event_actors (
  event    TEXT NOT NULL REFERENCES events (id),
  position INTEGER NOT NULL,
  actor    TEXT NOT NULL REFERENCES actors (code),
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_actors_actor ON event_actors (actor);

CREATE TABLE events_revisions (
  id           TEXT NOT NULL REFERENCES events (id),
  occurred_at  INTEGER NOT NULL,
  precision    TEXT NOT NULL,
  ended_at     INTEGER,
  title        TEXT NOT NULL,
  summary      TEXT NOT NULL,
  category     TEXT NOT NULL,
  goldstein    REAL NOT NULL,
  cameo        TEXT NOT NULL,
  importance   INTEGER NOT NULL,
  location     TEXT NOT NULL,
  status       TEXT NOT NULL,
  origin       TEXT NOT NULL,
  source_name  TEXT NOT NULL,
  source_url   TEXT NOT NULL,
  source_tier  TEXT NOT NULL,
  verified     INTEGER NOT NULL,
  time_basis   TEXT NOT NULL,
  coded_by     TEXT NOT NULL,
  coded_at     INTEGER,
  announced_at INTEGER,
  actors       TEXT NOT NULL, -- the codes in their order, joined by semicolons
  known_from   INTEGER NOT NULL,
  known_to     INTEGER NOT NULL CHECK (known_to > known_from),
  stored_by    INTEGER NOT NULL REFERENCES origins (key),
  PRIMARY KEY (id, known_from)
) STRICT;

CREATE INDEX events_revisions_occurred_at ON events_revisions (occurred_at, id);

CREATE TABLE studies (
  id            TEXT NOT NULL PRIMARY KEY,
  title         TEXT NOT NULL,
  parameters    TEXT NOT NULL CHECK (json_valid(parameters)),
  fixed_at      INTEGER NOT NULL, -- when the parameters were fixed
  as_of         INTEGER NOT NULL,
  result_sha256 TEXT CHECK (length(result_sha256) = 64), -- NULL until it was run
  author        TEXT NOT NULL CHECK (author <> '')
) STRICT;

-- Prices as floating-point numbers, for people who look with the sqlite3 shell. The program never reads them.
CREATE VIEW fixings_real AS
SELECT s.id AS series, f.effective_date, f.set_date,
       f.unscaled / pow(10.0, f.scale) AS value, f.nominal,
       f.unscaled / pow(10.0, f.scale) / f.nominal AS rate,
       datetime(f.known_from, 'unixepoch') AS known_from, o.author, o.fetch
  FROM fixings AS f
  JOIN series AS s ON s.key = f.series
  JOIN origins AS o ON o.key = f.stored_by;

CREATE VIEW candles_real AS
SELECT s.id AS series, datetime(c.start, 'unixepoch') AS start,
       c.open / pow(10.0, c.scale) AS open, c.high / pow(10.0, c.scale) AS high,
       c.low / pow(10.0, c.scale) AS low, c.close / pow(10.0, c.scale) AS close,
       c.volume / pow(10.0, c.volume_scale) AS volume,
       datetime(c.known_from, 'unixepoch') AS known_from, o.author, o.fetch
  FROM candles AS c
  JOIN series AS s ON s.key = c.series
  JOIN origins AS o ON o.key = c.stored_by;
