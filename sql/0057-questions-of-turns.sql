-- Purpose:  which question of the storyboard a turn asks, and what it did with the question that waited before it, as
--           scene.slot. Insights count by it where customers drop off. storyboardUse holds each storyboard that the
--           workers loaded, so that the console can draw it, and say where an earlier one differs. insightHour has fewer
--           rows from now on, in another order. It is emptied: the console counts it again.
-- Locks:    rebuilds nothing but the empty insightHour; adds columns at the end.
-- Duration: milliseconds.
-- Undo:     DROP TABLE storyboardUse; TRUNCATE TABLE insightHour; ALTER TABLE insightHour DROP PRIMARY KEY,
--           ADD PRIMARY KEY (metric, pageId, language, hour, part, bucket), DROP KEY byLanguage,
--           ADD KEY byHour (metric, hour); ALTER TABLE turn DROP COLUMN askedQuestion, DROP COLUMN repliedQuestion,
--           DROP COLUMN questionEnd;

-- skip if column turn.askedQuestion
ALTER TABLE turn
  ADD COLUMN askedQuestion varchar(140) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'scene.slot: the question that the reply asks, also once more';

-- skip if column turn.repliedQuestion
ALTER TABLE turn
  ADD COLUMN repliedQuestion varchar(140) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'scene.slot: the question that waited before';

-- skip if column turn.questionEnd
ALTER TABLE turn
  ADD COLUMN questionEnd varchar(12) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'what it did with that: filled, again, cancelled, left, given_up';

CREATE TABLE IF NOT EXISTS storyboardUse (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  sinceTs bigint NOT NULL COMMENT 'when a worker loaded it, milliseconds',
  version varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
  flow mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'JSON: the boxes of its drawing',
  PRIMARY KEY (id),
  KEY sinceIndex (sinceTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

-- skip if index insightHour.byLanguage(amount)
TRUNCATE TABLE insightHour;

-- skip if index insightHour.byLanguage(amount)
DELETE FROM mark WHERE name IN ('insights', 'insightsOldest');

-- skip if index insightHour.byLanguage(amount)
ALTER TABLE insightHour
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (metric, pageId, hour, language, part, bucket),
  ADD KEY byLanguage (metric, language, hour, amount);
