-- Purpose:  dead letters: what could not be processed, with its raw bytes and the reason, until the operator retries or
--           drops it.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE deadLetter;

CREATE TABLE IF NOT EXISTS deadLetter (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  deadKey binary(16) NOT NULL COMMENT 'hash of stage and bytes: the same failure twice is one row',
  stage varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  detail varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  payload longblob NOT NULL,
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  attempts int unsigned NOT NULL DEFAULT 0,
  crashes int unsigned NOT NULL DEFAULT 0 COMMENT 'times it took the process down',
  state varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open' COMMENT 'open, retried or dropped',
  firstTs datetime(3) NOT NULL,
  lastTs datetime(3) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY deadOnce (deadKey),
  KEY stateIndex (state, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
