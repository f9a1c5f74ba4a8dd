-- The index of words. Its rows have the number of the conversation in their upper bits; in the lower 36 that of the message, counted
-- down, so that the newest message is the first that a word leads to.
CREATE TABLE message_index (
    number       INTEGER PRIMARY KEY,
    conversation BLOB    NOT NULL UNIQUE
);
;

-- Each word has the number of its conversation in front, and of the stretch of 16,384 messages that it is in (12.0:word), and there
-- is one for the author (12.0@id): a search walks through one stretch after the other, from the newest, and never through
-- another conversation's words. The text itself is in the log alone; the words come as the server has made them, so the
-- tokenizer does nothing but split them.
CREATE VIRTUAL TABLE message_word USING fts5 (words, content = '', columnsize = 0, detail = none, tokenize = 'ascii tokenchars ''.:@''');
;

-- What is deleted is taken out of the index, not marked in it: a word of it would be left in the file.
INSERT INTO message_word (message_word, rank) VALUES ('secure-delete', 1);
;

-- Messages that were there before the index: above after and up to up_to they are not in it yet. Empty once the server has run for a while.
CREATE TABLE message_unindexed (
    conversation BLOB    NOT NULL PRIMARY KEY,
    after        INTEGER NOT NULL,
    up_to        INTEGER NOT NULL
) WITHOUT ROWID;
;

INSERT INTO message_unindexed (conversation, after, up_to) SELECT conversation, 0, max(sequence) FROM message GROUP BY conversation;
;
