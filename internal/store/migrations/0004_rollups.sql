-- How many candles a series has, and what of them the rollups hold; counting or drawing millions takes too long.
CREATE TABLE candle_spans (
  series    INTEGER NOT NULL PRIMARY KEY REFERENCES series (key),
  unit      INTEGER NOT NULL CHECK (unit > 0), -- seconds a candle of the series lasts: a node of level n spans unit * 8^n
  count     INTEGER NOT NULL CHECK (count >= 0),
  rolled_to INTEGER NOT NULL, -- every candle that starts before is in the rollups, no other is looked for there
  tail      INTEGER NOT NULL CHECK (tail >= 0) -- candles that start at rolled_to or later
) STRICT;

INSERT INTO candle_spans (series, unit, count, rolled_to, tail)
SELECT c.series, CASE s.interval WHEN '1d' THEN 86400 WHEN '1h' THEN 3600 WHEN '10m' THEN 600 WHEN '5m' THEN 300 ELSE 60 END,
       count(*), min(c.start), count(*)
  FROM candles AS c
  JOIN series AS s ON s.key = c.series
 GROUP BY c.series;

-- A chunk is 512 nodes side by side; a node is the first, last, highest and lowest price of its candles, and how many.
CREATE TABLE candle_rollups (
  series INTEGER NOT NULL REFERENCES series (key),
  level  INTEGER NOT NULL CHECK (level BETWEEN 1 AND 6),
  chunk  INTEGER NOT NULL,
  nodes  BLOB NOT NULL,
  PRIMARY KEY (series, level, chunk)
) STRICT;

-- The program deletes nothing. Where somebody does by hand, what comes after is rolled up anew.
CREATE TRIGGER candles_deleted AFTER DELETE ON candles
BEGIN
  UPDATE candle_spans
     SET count = count - 1, rolled_to = min(rolled_to, old.start), tail = count
   WHERE series = old.series;
END;

-- A large file is taken in several transactions; the row says how far one came that was cut short.
CREATE TABLE imports (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  sha256   TEXT NOT NULL CHECK (length(sha256) = 64),
  rows     INTEGER NOT NULL CHECK (rows >= 0),
  done     INTEGER NOT NULL CHECK (done BETWEEN 0 AND rows),
  new      INTEGER NOT NULL,
  same     INTEGER NOT NULL,
  revised  INTEGER NOT NULL,
  started  INTEGER NOT NULL,
  finished INTEGER -- NULL until the last row is in
) STRICT;

CREATE UNIQUE INDEX imports_unfinished ON imports (sha256) WHERE finished IS NULL;
