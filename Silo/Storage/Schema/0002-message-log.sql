-- The log of all conversations. Ids are their bytes, not their hexadecimal text: half the size in three trees.
CREATE TABLE message (
    conversation   BLOB    NOT NULL,
    sequence       INTEGER NOT NULL,
    device         BLOB    NOT NULL,
    id             BLOB    NOT NULL,
    author         BLOB    NOT NULL,
    sent_at        INTEGER NOT NULL,    -- milliseconds since 1970
    kind           INTEGER NOT NULL,
    message_number INTEGER NOT NULL,    -- entries of kind 1 in the conversation up to this one
    author_number  INTEGER NOT NULL,    -- entries of kind 1 of this author up to this one
    body           BLOB    NOT NULL,
    PRIMARY KEY (conversation, sequence)
) WITHOUT ROWID;
;

CREATE UNIQUE INDEX message_by_id ON message (conversation, device, id);
;

-- With the running numbers, an unread count is four look-ups, whoever wrote how much.
CREATE INDEX message_by_author ON message (conversation, author, sequence, author_number) WHERE kind = 1;
;

CREATE TABLE read_cursor (
    user         BLOB    NOT NULL,
    conversation BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,
    PRIMARY KEY (user, conversation)
) WITHOUT ROWID;
;
