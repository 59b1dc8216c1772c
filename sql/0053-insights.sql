-- Purpose:  the numbers of the console's Insights by hour. The console counts them from the other tables, a whole hour at
--           a time, and they may be emptied at any time: then it counts them again. No row names a customer.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE insightHour; DELETE FROM mark WHERE name IN ('insights', 'insightsOldest');

CREATE TABLE IF NOT EXISTS insightHour (
  metric varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'what is counted; with /day: of a whole day, UTC',
  hour int unsigned NOT NULL COMMENT 'hours since 1970, UTC',
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'all: the sum of all Pages',
  language varchar(35) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'all: the sum of all languages; empty: not known',
  part varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'kind, outcome, intent, scene, post or ad',
  bucket int unsigned NOT NULL COMMENT 'of times: the bucket; of customers: hours since they last wrote',
  amount bigint unsigned NOT NULL,
  PRIMARY KEY (metric, pageId, language, hour, part, bucket),
  KEY byHour (metric, hour)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
