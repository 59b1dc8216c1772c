-- Purpose:  outbound messages: one row for each message or act, written before a byte is sent, and its result. The key
--           (turnId, step) makes each happen once. Times are in milliseconds.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE outbound;

CREATE TABLE IF NOT EXISTS outbound (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  turnId bigint unsigned NOT NULL,
  step smallint unsigned NOT NULL COMMENT 'the answer''s parts, in order',
  conversationId bigint unsigned NOT NULL,
  action mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'JSON: what to do, and about what',
  state varchar(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'pending'
    COMMENT 'pending, sending, sent, unknown, failed, expired, suppressed, held',
  reason varchar(100) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  expiresTs bigint NOT NULL,
  attempts int unsigned NOT NULL DEFAULT 0,
  claimedTs bigint DEFAULT NULL COMMENT 'before the bytes left',
  platformId varchar(255) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'mid or comment id',
  recordedTs bigint DEFAULT NULL COMMENT 'in the interaction tables since',
  createdTs bigint NOT NULL,
  settledTs bigint DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY outboundOnce (turnId, step),
  KEY conversationIndex (conversationId, id),
  KEY stateOfConversation (conversationId, state, recordedTs, id),
  KEY claimedOfConversation (conversationId, claimedTs),
  KEY stateIndex (state, id),
  KEY platformIndex (platformId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
