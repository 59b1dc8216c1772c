-- Purpose:  the state of each opt-in to marketing messages: opted in, stopped or resumed, with the token to send with.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE optIn;

CREATE TABLE IF NOT EXISTS optIn (
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  psid varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  topicKey binary(16) NOT NULL COMMENT 'digest of the topic',
  topic text CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL COMMENT 'the payload',
  title varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  status varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'opted_in, stopped or resumed',
  statusTs bigint NOT NULL COMMENT 'milliseconds',
  tokenTs bigint DEFAULT NULL COMMENT 'milliseconds: the event that gave token, zone and expiry',
  token varchar(255) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  tokenStatus varchar(45) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  timezone varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  expiresTs bigint DEFAULT NULL COMMENT 'milliseconds',
  PRIMARY KEY (pageId, psid, topicKey)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
