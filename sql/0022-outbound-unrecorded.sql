-- Purpose:  find what was sent and is not among the interactions yet, whoever's conversation it is.
-- Locks:    none for reading and writing (online).
-- Duration: seconds for a million messages.
-- Undo:     ALTER TABLE outbound DROP KEY unrecordedIndex;

-- skip if index outbound.unrecordedIndex(settledTs)
ALTER TABLE outbound ADD KEY unrecordedIndex (state, recordedTs, settledTs);
