-- Purpose:  when the customer last wrote while our app controlled the thread, and while another one did (standby): the
--           later one tells whose thread it is. When the customer was last told that they write faster than the bot may
--           reply. When the next check of the feed is due: public replies no longer hold those in Messenger.
--           All times are in milliseconds.
-- Locks:    rebuilds nothing; adds columns and one key to a table with a row for each conversation.
-- Duration: seconds per million conversations, for the key.
-- Undo:     drop the columns and the key.

-- skip if column conversation.feedWakeTs
ALTER TABLE conversation
  ADD COLUMN directTs bigint DEFAULT NULL COMMENT 'latest event of the customer outside standby',
  ADD COLUMN standbyTs bigint DEFAULT NULL COMMENT 'latest event under standby',
  ADD COLUMN limitTs bigint DEFAULT NULL COMMENT 'when the limit of replies was reached',
  ADD COLUMN feedWakeTs bigint DEFAULT NULL,
  ADD KEY feedWakeIndex (feedWakeTs);
