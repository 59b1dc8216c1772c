-- Purpose:  how many turns of a conversation were decided: a decision that was chosen before another one became known is void.
-- Locks:    rebuilds nothing; adds a column at the end.
-- Duration: milliseconds.
-- Undo:     ALTER TABLE conversation DROP COLUMN decisions;

-- skip if column conversation.decisions
ALTER TABLE conversation ADD COLUMN decisions int unsigned NOT NULL DEFAULT 0;
