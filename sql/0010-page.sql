-- Purpose:  the Pages whose events came. registeredTs is null for a Page that nobody registered with us.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE page;

CREATE TABLE IF NOT EXISTS page (
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  firstSeenTs datetime(3) NOT NULL,
  registeredTs datetime(3) DEFAULT NULL,
  PRIMARY KEY (pageId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
