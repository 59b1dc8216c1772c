-- Purpose:  when the Graph API was last asked for a customer's profile, and the result, so that it is not asked again
--           too soon.
-- Locks:    none for long: columns are added at the end.
-- Duration: milliseconds.
-- Undo:     drop the two columns.

-- skip if column profileFacebook.refreshedTs
ALTER TABLE profileFacebook
  ADD COLUMN refreshedTs bigint DEFAULT NULL COMMENT 'milliseconds',
  ADD COLUMN refreshResult varchar(40) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'found, or why not';
