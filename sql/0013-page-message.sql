-- Purpose:  the Page's own messages by conversation and time. Receipts apply to them.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE pageMessage;

CREATE TABLE IF NOT EXISTS pageMessage (
  conversationId bigint unsigned NOT NULL,
  ts bigint NOT NULL COMMENT 'milliseconds',
  kwInteractionId bigint unsigned NOT NULL,
  midKey binary(16) NOT NULL,
  PRIMARY KEY (conversationId, ts, kwInteractionId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
