-- Purpose:  maskedTs tells that the words of content that its author took back are masked in all tables.
-- Locks:    rebuilds nothing; adds a column and a key to a table with a row for each changed message, comment or post.
-- Duration: seconds per million rows, for the key.
-- Undo:     drop the column and the key.

-- skip if column contentState.maskedTs
ALTER TABLE contentState ADD COLUMN maskedTs bigint DEFAULT NULL COMMENT 'milliseconds';

-- skip if index contentState.maskIndex(maskedTs)
ALTER TABLE contentState ADD KEY maskIndex (maskedTs, removedTs);
