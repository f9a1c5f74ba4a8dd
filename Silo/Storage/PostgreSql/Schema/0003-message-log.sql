-- The log of all conversations: messages and acts, and in the same order what changed messages (target is the message's number).
-- Several silos write; a conversation's next number is taken by whoever commits it first.
CREATE TABLE log_entry (
    conversation uuid     NOT NULL,
    sequence     bigint   NOT NULL,
    target       bigint   NOT NULL,
    id           uuid     NOT NULL,
    device       uuid     NOT NULL,
    author       uuid     NOT NULL,
    sent_at      bigint   NOT NULL,   -- milliseconds since 1970
    kind         smallint NOT NULL,
    body         bytea    NOT NULL,
    PRIMARY KEY (conversation, sequence)
);

CREATE UNIQUE INDEX log_entry_id ON log_entry (conversation, device, id) WHERE kind IN (1, 5);

-- Pages of messages, and counts of those of others, whatever was changed in between.
CREATE INDEX log_entry_page ON log_entry (conversation, sequence) INCLUDE (kind, author) WHERE kind IN (1, 5);

CREATE INDEX log_entry_author ON log_entry (conversation, author, sequence) WHERE kind = 1;

-- A deletion takes the text out of the edits of its target.
CREATE INDEX log_entry_edit ON log_entry (conversation, target) WHERE kind = 2;

-- A room's log of acts.
CREATE INDEX log_entry_act ON log_entry (conversation, sequence) WHERE kind IN (5, 6);

-- What the changes have made of a message: written with each of them, read with the message.
CREATE TABLE log_state (
    conversation uuid   NOT NULL,
    sequence     bigint NOT NULL,
    body         bytea  NOT NULL,
    PRIMARY KEY (conversation, sequence)
);

-- Who is called by which message. A message that calls everybody has one row, with no user's id.
CREATE TABLE mention (
    called       uuid   NOT NULL,
    conversation uuid   NOT NULL,
    sequence     bigint NOT NULL,
    author       uuid   NOT NULL,
    PRIMARY KEY (called, conversation, sequence)
);

CREATE INDEX mention_message ON mention (conversation, sequence);

CREATE TABLE read_cursor (
    reader       uuid   NOT NULL,
    conversation uuid   NOT NULL,
    sequence     bigint NOT NULL,
    rewinds      bigint NOT NULL,
    PRIMARY KEY (reader, conversation)
);
