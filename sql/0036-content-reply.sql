-- Purpose:  which turn replies to a comment or post that Facebook told of twice: as that, and as a mention.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE contentReply;

CREATE TABLE IF NOT EXISTS contentReply (
  contentKey binary(16) NOT NULL,
  turnId bigint unsigned NOT NULL,
  ts bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (contentKey),
  KEY tsIndex (ts)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
