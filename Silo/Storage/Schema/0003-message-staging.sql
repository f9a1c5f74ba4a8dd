-- The newest messages of all conversations in the order of their writing. A commit of many conversations is a few pages
-- here; in the three trees of the message table it would be three pages for each of them. Moved there some hundred at a time.
-- The index is for readers; it holds some hundred entries at most.
CREATE TABLE message_staging (
    conversation   BLOB    NOT NULL,
    sequence       INTEGER NOT NULL,
    device         BLOB    NOT NULL,
    id             BLOB    NOT NULL,
    author         BLOB    NOT NULL,
    sent_at        INTEGER NOT NULL,
    kind           INTEGER NOT NULL,
    message_number INTEGER NOT NULL,
    author_number  INTEGER NOT NULL,
    body           BLOB    NOT NULL
);
;

CREATE UNIQUE INDEX message_staging_by_sequence ON message_staging (conversation, sequence);
;
