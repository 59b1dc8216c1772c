-- Purpose:  every receipt of a conversation, so that deliveredTs and readTs are the same after any order: the
--           watermarks and, for receipts that name messages, the smallest watermark of each message.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE receipt, receiptMid;

CREATE TABLE IF NOT EXISTS receipt (
  conversationId bigint unsigned NOT NULL,
  kind varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'delivery or read',
  watermark bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (conversationId, kind, watermark)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS receiptMid (
  conversationId bigint unsigned NOT NULL,
  midKey binary(16) NOT NULL,
  watermark bigint NOT NULL COMMENT 'milliseconds, the smallest that came for this message',
  PRIMARY KEY (conversationId, midKey)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
