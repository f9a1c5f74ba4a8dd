-- Edits, deletions and reactions have their numbers in the same order as the messages, and a table of their own, so that a page of
-- messages costs the same however often they were changed.
CREATE TABLE message_change (
    conversation BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,
    author       BLOB    NOT NULL,
    device       BLOB    NOT NULL,
    sent_at      INTEGER NOT NULL,    -- milliseconds since 1970
    kind         INTEGER NOT NULL,
    target       INTEGER NOT NULL,    -- the message's number
    body         BLOB    NOT NULL,
    PRIMARY KEY (conversation, sequence)
) WITHOUT ROWID;
;

-- A deletion takes the text out of the edits of its target (kind 2).
CREATE INDEX message_change_edit ON message_change (conversation, target) WHERE kind = 2;
;

-- What the changes have made of a message: written with each of them, read with the message.
CREATE TABLE message_state (
    conversation BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,
    body         BLOB    NOT NULL,
    PRIMARY KEY (conversation, sequence)
) WITHOUT ROWID;
;
