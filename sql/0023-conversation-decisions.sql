-- Purpose:  the number of committed decisions of a conversation. A reply that was chosen before the last decision is
--           outdated.
-- Locks:    rebuilds nothing; adds a column at the end.
-- Duration: milliseconds.
-- Undo:     ALTER TABLE conversation DROP COLUMN decisions;

-- skip if column conversation.decisions
ALTER TABLE conversation ADD COLUMN decisions int unsigned NOT NULL DEFAULT 0;
