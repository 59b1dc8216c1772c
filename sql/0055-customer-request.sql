-- Purpose:  what a user of the console asks to be done with customers: merge, link, unlink, refuse, forget. A worker does
--           it, as only workers have the rights and the key for it. A row names a customer only until it is settled.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE customerRequest; DELETE FROM mark WHERE name = 'identity.sharedAt';

CREATE TABLE IF NOT EXISTS customerRequest (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  userId bigint unsigned NOT NULL COMMENT 'consoleUser.id',
  act varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'merge, link, relink, accept, unlink, refuse or forget',
  pId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'NULL once it is settled',
  otherPId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'NULL once it is settled',
  cidType varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'NULL once it is settled',
  channelId varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'NULL once it is settled',
  linkId bigint unsigned DEFAULT NULL COMMENT 'identityLink.id that it is about',
  seen char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of what the user saw before',
  state varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'open, stored, done or refused',
  reason varchar(30) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'why it was refused',
  madeLinkId bigint unsigned DEFAULT NULL COMMENT 'identityLink.id of the new link',
  runId bigint unsigned DEFAULT NULL COMMENT 'forgetRun.id',
  createdTs bigint NOT NULL COMMENT 'milliseconds',
  changedTs bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (id),
  KEY stateIndex (state, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
