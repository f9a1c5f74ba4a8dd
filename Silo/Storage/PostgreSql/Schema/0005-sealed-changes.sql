-- What is done to sealed messages has its place among them (kind 7), and an id like theirs.
DROP INDEX log_entry_id;
CREATE UNIQUE INDEX log_entry_id ON log_entry (conversation, device, id) WHERE kind IN (1, 5, 7);

DROP INDEX log_entry_page;
CREATE INDEX log_entry_page ON log_entry (conversation, sequence) INCLUDE (kind, author) WHERE kind IN (1, 5, 7);

-- Whoever's account ends may want it erased.
CREATE INDEX log_entry_sealed_change ON log_entry (conversation, author, sequence) WHERE kind = 7;
