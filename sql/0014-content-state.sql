-- Purpose:  contentState is the latest state of a post, comment or message that was edited, hidden or removed,
--           whichever event comes first. contentRow lists the interactions of such content. All times are in
--           milliseconds.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE contentState, contentRow;

CREATE TABLE IF NOT EXISTS contentState (
  contentKey binary(16) NOT NULL,
  textTs bigint DEFAULT NULL,
  textSeq int DEFAULT NULL COMMENT 'orders edits of the same millisecond',
  text mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  hiddenTs bigint DEFAULT NULL,
  hidden tinyint DEFAULT NULL,
  removedTs bigint DEFAULT NULL,
  PRIMARY KEY (contentKey)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS contentRow (
  contentKey binary(16) NOT NULL,
  kwInteractionId bigint unsigned NOT NULL,
  PRIMARY KEY (contentKey, kwInteractionId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
