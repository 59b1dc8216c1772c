-- Purpose:  turn.outcome follows the parts of the reply in outbound: it is `waiting` until they are settled, and then
--           outcomeIfSent if all of them are sent. Turns of earlier versions with a reply are `answered`, whatever became
--           of the reply.
-- Locks:    rebuilds nothing; adds a column at the end.
-- Duration: milliseconds.
-- Undo:     ALTER TABLE turn DROP COLUMN outcomeIfSent;

-- skip if column turn.outcomeIfSent
ALTER TABLE turn
  ADD COLUMN outcomeIfSent varchar(60) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'the outcome once every part of the reply is sent';
