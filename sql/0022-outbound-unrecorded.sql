-- Purpose:  finds messages that were sent and are not among the interactions yet, in any conversation.
-- Locks:    none for reading and writing (online).
-- Duration: seconds for a million messages.
-- Undo:     ALTER TABLE outbound DROP KEY unrecordedIndex;

-- skip if index outbound.unrecordedIndex(settledTs)
ALTER TABLE outbound ADD KEY unrecordedIndex (state, recordedTs, settledTs);
