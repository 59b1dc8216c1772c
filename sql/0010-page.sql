-- Purpose:  the Pages that events came from. registeredTs is NULL for a Page that nobody added with `pagebeat page
--           add`.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE page;

CREATE TABLE IF NOT EXISTS page (
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  firstSeenTs datetime(3) NOT NULL,
  registeredTs datetime(3) DEFAULT NULL,
  PRIMARY KEY (pageId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
