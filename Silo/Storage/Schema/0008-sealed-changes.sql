-- What is done to sealed messages has its place among them (kind 7). Whoever's account ends may want it erased.
CREATE INDEX message_sealed_change ON message (conversation, author, sequence) WHERE kind = 7;
;
