-- Purpose:  moderation: which rule of the storyboard hid, deleted or showed which comment, and when. One row for each act.
--           Its row in outbound says whether Facebook did it. The newest act of a comment is the one that counts.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE moderation;

CREATE TABLE IF NOT EXISTS moderation (
  outboundId bigint unsigned NOT NULL,
  contentKey binary(16) NOT NULL COMMENT 'the comment, as in contentState',
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  commentId varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  rule varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  act varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'hide, delete or unhide',
  cause varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'comment, edit, apply or undo',
  ts bigint NOT NULL COMMENT 'when it was decided, milliseconds',
  PRIMARY KEY (outboundId),
  KEY ofContent (contentKey, outboundId),
  KEY ofRule (rule, outboundId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
