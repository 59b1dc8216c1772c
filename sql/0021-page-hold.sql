-- Purpose:  the pause of a Page: until when its calls wait, and why. If its token is dead, heldToken is the digest of
--           that token, so that calls with another token are made at once.
-- Locks:    none for long: columns are added at the end of a table with a row for each Page.
-- Duration: milliseconds.
-- Undo:     drop the three columns.

-- skip if column page.heldUntil
ALTER TABLE page
  ADD COLUMN heldUntil bigint DEFAULT NULL COMMENT 'milliseconds',
  ADD COLUMN heldReason varchar(60) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  ADD COLUMN heldToken varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'digest';
