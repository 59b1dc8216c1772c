-- Purpose:  tell automatic messages of the Page from those of an agent. firstInboundTs is the customer's first event in a
--           thread: a message of the Page at the same moment is automatic. repeatedText counts the conversations that
--           got the same text or attachments (up to 8 are listed).
-- Locks:    rebuilds nothing; adds a column at the end.
-- Duration: milliseconds.
-- Undo:     drop the column and the table.

-- skip if column conversation.firstInboundTs
ALTER TABLE conversation
  ADD COLUMN firstInboundTs bigint DEFAULT NULL COMMENT 'milliseconds; 0: before it was recorded';

CREATE TABLE IF NOT EXISTS repeatedText (
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  textKey binary(16) NOT NULL COMMENT 'digest of text and attachments',
  conversationIds varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'separated by commas',
  lastTs bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (pageId, textKey),
  KEY lastIndex (lastTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
