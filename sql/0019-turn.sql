-- Purpose:  turns: inbound interactions that may get a reply, in the order in which they happened, with their meaning
--           (understanding) and their result (outcome).
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE turn;

CREATE TABLE IF NOT EXISTS turn (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  kwInteractionId bigint unsigned NOT NULL,
  conversationId bigint unsigned NOT NULL,
  pId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  ts bigint NOT NULL COMMENT 'when it happened, milliseconds',
  facts mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'JSON: kind, text, payload, ids',
  openedTs bigint NOT NULL COMMENT 'when we knew of it, milliseconds',
  readyTs bigint NOT NULL COMMENT 'not before, as an earlier one may still be on its way',
  understanding mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'JSON',
  state varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open' COMMENT 'open or done',
  outcome varchar(60) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'answered, or why not',
  scene varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  handledTs bigint DEFAULT NULL COMMENT 'milliseconds',
  PRIMARY KEY (id),
  UNIQUE KEY turnOnce (kwInteractionId),
  KEY mailbox (conversationId, state, ts, id),
  KEY openIndex (state, openedTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
