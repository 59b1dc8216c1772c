-- Purpose:  the bot's part of a conversation: the storyboard's context, until when the bot is silent and why, when the
--           customer last wrote (which opens the 24-hour window), and when the next check is due. Times are in
--           milliseconds.
-- Locks:    rebuilds nothing; adds columns and one key to a table with a row for each conversation.
-- Duration: seconds per million conversations, for the key.
-- Undo:     drop the columns and the key.

-- skip if column conversation.wakeTs
ALTER TABLE conversation
  ADD COLUMN context mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'JSON of the storyboard',
  ADD COLUMN lastInboundTs bigint DEFAULT NULL,
  ADD COLUMN silentTs bigint DEFAULT NULL COMMENT 'time of the fact that made the bot silent, or not: the latest counts',
  ADD COLUMN silentUntil bigint DEFAULT NULL,
  ADD COLUMN silentReason varchar(40) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  ADD COLUMN wakeTs bigint DEFAULT NULL,
  ADD KEY wakeIndex (wakeTs);
