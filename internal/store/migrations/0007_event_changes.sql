-- Which events changed with which version of the data: a server that holds them all reads again those alone that did.
-- The version is the one that the transaction ends with, whoever writes. Changes made before this table are not in it.
CREATE TABLE event_changes (
  version INTEGER NOT NULL,
  event   TEXT NOT NULL,
  PRIMARY KEY (version, event)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_added AFTER INSERT ON events
BEGIN
  INSERT OR IGNORE INTO event_changes (version, event)
  SELECT value + 1, new.id FROM meta WHERE name = 'data_version';
END;

CREATE TRIGGER events_changed AFTER UPDATE ON events
BEGIN
  INSERT OR IGNORE INTO event_changes (version, event)
  SELECT value + 1, new.id FROM meta WHERE name = 'data_version';
END;

-- The program deletes nothing, and changes no id. Where somebody does by hand, the old event goes.
CREATE TRIGGER events_deleted AFTER DELETE ON events
BEGIN
  INSERT OR IGNORE INTO event_changes (version, event)
  SELECT value + 1, old.id FROM meta WHERE name = 'data_version';
END;
