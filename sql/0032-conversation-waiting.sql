-- Purpose:  since when a customer waits for an agent. waitingTs is set from the customer's first message that only an agent
--           can answer, until an agent writes or the thread comes back to this app. handOverTs is the time of the last
--           hand-over by the storyboard. All times are in milliseconds.
-- Locks:    rebuilds nothing; adds columns and one key to a table with a row for each conversation.
-- Duration: seconds per million conversations, for the key.
-- Undo:     drop the columns and the key.

-- skip if column conversation.waitingTs
ALTER TABLE conversation
  ADD COLUMN askedTs bigint DEFAULT NULL COMMENT 'latest message that only an agent can answer',
  ADD COLUMN servedTs bigint DEFAULT NULL COMMENT 'when an agent last wrote, or the thread came back to this app',
  ADD COLUMN waitingTs bigint DEFAULT NULL COMMENT 'since when the customer waits for an agent; NULL: they do not',
  ADD COLUMN handOverTs bigint DEFAULT NULL COMMENT 'when the storyboard last handed over, or failed to',
  ADD COLUMN handOverResult varchar(10) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'done or refused';

-- skip if index conversation.waitingIndex(waitingTs)
ALTER TABLE conversation ADD KEY waitingIndex (waitingTs);
