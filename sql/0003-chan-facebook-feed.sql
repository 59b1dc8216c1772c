-- Purpose:  chanFacebookFeed holds whole posts (63,206 characters), today's longer ids, milliseconds, emoji, and when
--           content was removed. Ids compare byte for byte (utf8mb4_bin).
-- Locks:    rebuilds the table; writers wait, readers go on.
-- Duration: 22 s per million rows of half a kilobyte, measured on 2 cores with the table in memory.
-- Undo:     drop removedTs; the wider types may stay.

-- skip if column chanFacebookFeed.removedTs
ALTER TABLE chanFacebookFeed
  MODIFY kwInteractionId bigint unsigned NOT NULL,
  MODIFY field varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY valueRaw mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY edited_time datetime(3) DEFAULT NULL,
  MODIFY link text CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY message mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY photo text CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY photo_ids mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY photos mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY post_id varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  MODIFY sender_name varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY comment_id varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  MODIFY event_id varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  MODIFY item varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY parent_id varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  MODIFY photo_id varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  MODIFY reaction_type varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY published varchar(45) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY inReplyToUserId varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  MODIFY sender_id varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  MODIFY share_id varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  MODIFY verb varchar(45) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY video_id varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  ADD COLUMN removedTs datetime(3) DEFAULT NULL COMMENT 'when the Page or its author removed it',
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  ROW_FORMAT = DYNAMIC;
