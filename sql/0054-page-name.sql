-- Purpose:  the name of a Page as `pagebeat page add` was given it. The console shows it; it cannot read appParams.
-- Locks:    none for long: a column is added at the end of a table with a row for each Page.
-- Duration: milliseconds.
-- Undo:     ALTER TABLE page DROP COLUMN name;

-- skip if column page.name
ALTER TABLE page ADD COLUMN name varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL;

UPDATE page p
JOIN appParams a ON a.paramKey = CONCAT('page.', p.pageId, '.name')
SET p.name = LEFT(a.paramValue, 255)
WHERE p.name IS NULL;
