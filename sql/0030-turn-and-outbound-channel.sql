-- Purpose:  the channel of a reply, Messenger or the feed: each has an order of its own. asks = 1 marks a part of a reply
--           on the feed whose question replies in Messenger may depend on. contentKey names the message, comment or post
--           of a turn in contentState, so that a turn knows that it was edited or removed; understoodTs is the time of
--           the edit whose text was understood. Open turns of earlier versions count as Messenger's.
-- Locks:    rebuilds nothing; adds columns at the end.
-- Duration: milliseconds.
-- Undo:     drop the columns.

-- skip if column turn.channel
ALTER TABLE turn
  ADD COLUMN channel varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'facebookMessenger',
  ADD COLUMN contentKey binary(16) DEFAULT NULL,
  ADD COLUMN understoodTs bigint NOT NULL DEFAULT 0 COMMENT 'milliseconds; 0: the text was not edited';

-- skip if column outbound.channel
ALTER TABLE outbound
  ADD COLUMN channel varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'facebookMessenger',
  ADD COLUMN asks tinyint NOT NULL DEFAULT 0 COMMENT '1: replies in Messenger wait until it is settled';

-- skip if column contentState.textSeenTs
ALTER TABLE contentState ADD COLUMN textSeenTs bigint DEFAULT NULL COMMENT 'when the latest text was recorded';
