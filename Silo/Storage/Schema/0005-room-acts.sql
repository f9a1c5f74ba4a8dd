-- Acts of moderation have their places among the messages (kind 5); a message that a moderator deleted has its own (kind 6, a change).
-- A room's log of acts is read by these.
CREATE INDEX message_act ON message (conversation, sequence) WHERE kind = 5;
;

CREATE INDEX message_change_removal ON message_change (conversation, sequence) WHERE kind = 6;
;
