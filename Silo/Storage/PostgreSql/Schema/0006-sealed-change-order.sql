-- Whoever reads in the middle of a conversation asks for the changes after it (kind 7), however many messages there are.
CREATE INDEX log_entry_sealed_change_order ON log_entry (conversation, sequence) WHERE kind = 7;
