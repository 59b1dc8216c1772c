-- Purpose:  what the last check of each Page found, for the console; replies that agents save, shared by all of them;
--           news for the pages of several consoles; the name of a Page in one place, `page.name`. Until now `appParams`
--           had a copy, and some commands read that one.
-- Locks:    none for long: columns are added at the end of a table with a row for each Page.
-- Duration: milliseconds.
-- Undo:     ALTER TABLE page DROP COLUMN findings, DROP COLUMN findingsTs; DROP TABLE savedReply, inboxNews;
--           INSERT INTO appParams (paramKey, paramValue, paramType)
--           SELECT CONCAT('page.', pageId, '.name'), name, 'string' FROM page WHERE name IS NOT NULL;

-- skip if column page.findings
ALTER TABLE page ADD COLUMN findings mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;

-- skip if column page.findingsTs
ALTER TABLE page ADD COLUMN findingsTs bigint DEFAULT NULL;

CREATE TABLE IF NOT EXISTS savedReply (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  textKey binary(16) NOT NULL COMMENT 'MD5 of the text: each is kept once',
  text text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'with variables as {first_name}',
  changedTs bigint NOT NULL COMMENT 'milliseconds',
  changedBy bigint unsigned NOT NULL COMMENT 'consoleUser.id',
  PRIMARY KEY (id),
  UNIQUE KEY oneText (textKey)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS inboxNews (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  conversationId bigint unsigned NOT NULL,
  kind varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'entry, removed, messages or forgotten',
  ts bigint NOT NULL COMMENT 'milliseconds: the row is deleted a minute later',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

UPDATE page p
JOIN appParams a ON a.paramKey = CONCAT('page.', p.pageId, '.name')
SET p.name = LEFT(a.paramValue, 255)
WHERE p.name IS NULL;

-- A copy that differs stays in `appParams`, where nothing reads it: `pagebeat param list page.` shows it.
DELETE a FROM appParams a
JOIN page p ON a.paramKey = CONCAT('page.', p.pageId, '.name')
WHERE p.name = a.paramValue COLLATE utf8mb4_bin;
