-- Whoever reads in the middle of a conversation asks for the changes after it (kind 7), however many messages there are.
CREATE INDEX message_sealed_change_order ON message (conversation, sequence) WHERE kind = 7;
;
