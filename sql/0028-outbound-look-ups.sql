-- Purpose:  what the look-ups of an unsettled outbound message have shown so far. A busy thread has more messages than
--           Facebook shows, and its list may lag behind.
-- Locks:    rebuilds nothing; adds two columns at the end.
-- Duration: milliseconds.
-- Undo:     ALTER TABLE outbound DROP COLUMN shownTs, DROP COLUMN listLagMs;

-- skip if column outbound.shownTs
ALTER TABLE outbound
  ADD COLUMN shownTs bigint DEFAULT NULL
    COMMENT 'look-ups have shown the thread from the claim to this time of Facebook, without the message',
  ADD COLUMN listLagMs int unsigned DEFAULT NULL COMMENT 'the list of Facebook is behind by this much at most';
