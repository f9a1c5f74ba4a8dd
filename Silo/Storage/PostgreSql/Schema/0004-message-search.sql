-- A conversation has a number, which stands in front of its words.
CREATE TABLE conversation_number (
    conversation uuid    NOT NULL PRIMARY KEY,
    number       integer NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY
);

-- The words of a message. Each has the number of its conversation in front, and of the stretch of 16,384 messages that it is in
-- (12.0:word), and there is one for the author (12.0@id): a search walks through one stretch after the other, from the newest,
-- and never through another conversation's words. The words come as the server has made them; PostgreSQL splits nothing.
CREATE TABLE message_word (
    number   integer  NOT NULL,
    sequence bigint   NOT NULL,
    words    tsvector NOT NULL,
    PRIMARY KEY (number, sequence)
);

CREATE INDEX message_word_words ON message_word USING gin (words);
