-- Purpose:  what people are told of through NOTIFY_URL, one row for each fact and receiver. The key makes that happen once.
--           A row is claimed before it is posted. page.checkedTs is the last check that Pagebeat made by itself. pageActivity
--           counts the events of a Page in each ten minutes, for its usual rhythm; mark tells how far they are counted.
-- Locks:    none for long: adds tables, and a column to a table with a row for each Page.
-- Duration: milliseconds.
-- Undo:     DROP TABLE notification, pageActivity, mark; ALTER TABLE page DROP COLUMN checkedTs;

CREATE TABLE IF NOT EXISTS notification (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  receiver char(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'digest of the address in NOTIFY_URL',
  notificationKey binary(16) DEFAULT NULL COMMENT 'digest of the fact; NULL once it is over',
  kind varchar(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  says text CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
  foundTs bigint NOT NULL COMMENT 'milliseconds',
  overTs bigint DEFAULT NULL,
  state varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'pending'
    COMMENT 'pending, sending, sent, failed, unclear',
  attempts int unsigned NOT NULL DEFAULT 0,
  dueTs bigint NOT NULL COMMENT 'not posted before',
  claimedTs bigint DEFAULT NULL,
  settledTs bigint DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY notificationOnce (receiver, notificationKey),
  KEY dueIndex (state, dueTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS pageActivity (
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  slot int unsigned NOT NULL COMMENT 'ten minutes, counted from 1970',
  events int unsigned NOT NULL,
  PRIMARY KEY (pageId, slot)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS mark (
  name varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position bigint unsigned NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

-- skip if column page.checkedTs
ALTER TABLE page ADD COLUMN checkedTs bigint DEFAULT NULL COMMENT 'last check by Pagebeat itself, milliseconds';
