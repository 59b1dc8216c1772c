-- Purpose:  one customer's Messenger thread with one Page, and how far it was delivered and read. A watermark is a time
--           in milliseconds and only grows.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE conversation;

CREATE TABLE IF NOT EXISTS conversation (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  psid varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  deliveredWatermark bigint DEFAULT NULL,
  readWatermark bigint DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY pageAndPerson (pageId, psid)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
