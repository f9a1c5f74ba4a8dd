-- Who is called by which message, written in the commit of the message and of what changes it. Counted like unread messages: a
-- range of the primary key. A message that calls everybody is one row with an empty user.
CREATE TABLE mention (
    user         BLOB    NOT NULL,
    conversation BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,    -- the message's number
    author       BLOB    NOT NULL,
    PRIMARY KEY (user, conversation, sequence)
) WITHOUT ROWID;
;

-- What is edited, deleted or erased calls others from then on, or nobody.
CREATE INDEX mention_by_message ON mention (conversation, sequence);
;

-- How often the cursor was moved back: what was read before that moves it no more.
ALTER TABLE read_cursor ADD COLUMN rewinds INTEGER NOT NULL DEFAULT 0;
;
