-- Purpose:  when a follow-up of the storyboard (`after`) is due: until then its row of outbound is `scheduled`, and holds
--           back no other message. Empty for all other rows. In milliseconds.
-- Locks:    rebuilds nothing; adds a column at the end and one key.
-- Duration: seconds per million outbound messages, for the key.
-- Undo:     ALTER TABLE outbound DROP KEY dueIndex, DROP COLUMN dueTs;

-- skip if column outbound.dueTs
ALTER TABLE outbound
  ADD COLUMN dueTs bigint DEFAULT NULL COMMENT 'when a follow-up is to be sent, milliseconds';

-- skip if index outbound.dueIndex(dueTs)
ALTER TABLE outbound ADD KEY dueIndex (dueTs);
