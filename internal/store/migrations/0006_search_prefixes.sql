-- Beginnings of one to eight letters have an index of their own: without one, the rows of every word that begins so are put
-- together before the first is looked at, which takes tens of milliseconds where a word stands in every event.
DROP TABLE events_text;

CREATE VIRTUAL TABLE events_text USING fts5(words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii', prefix = '1 2 3 4 5 6 7 8');

UPDATE meta SET value = 0 WHERE name = 'search_version'; -- built anew when the file is opened
