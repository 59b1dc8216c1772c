-- Purpose:  a random part of the metadata of each outbound message. It tells the echo of this row from that of a row
--           with the same number in another installation, or in a database that was restored. Rows of older versions
--           have none.
-- Locks:    rebuilds nothing; adds a column at the end.
-- Duration: milliseconds.
-- Undo:     ALTER TABLE outbound DROP COLUMN echoMark;

-- skip if column outbound.echoMark
ALTER TABLE outbound
  ADD COLUMN echoMark char(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'random, in the metadata of the message: its echo has the same';
