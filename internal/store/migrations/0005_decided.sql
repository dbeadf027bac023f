-- Who stored what, the newest first: what people decided last is asked for with every page of the queue.
CREATE INDEX events_stored_by ON events (stored_by, known_from);
