-- Purpose:  forgets customers. forgotten holds keyed hashes of their ids, so that a late webhook does not bring them back.
--           forgetRun is one such work, which another process goes on with after a crash; afterwards it is the receipt,
--           with counts only. deletionRequest is what Facebook told of a customer who asked for deletion or removed the app.
--           The index on chan2ProfileClash.pId finds the rows of a customer.
-- Locks:    none on existing tables, but for a moment on chan2ProfileClash.
-- Duration: milliseconds; a second per million rows of chan2ProfileClash.
-- Undo:     DROP TABLE forgotten, forgetRun, deletionRequest; ALTER TABLE chan2ProfileClash DROP KEY pIdIndex;

CREATE TABLE IF NOT EXISTS forgotten (
  idKey binary(16) NOT NULL COMMENT 'HMAC of kind and id, with a key made of PAGEBEAT_SECRET_KEY',
  forgottenTs bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (idKey)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS forgetRun (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  runKey char(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'random; binds the plan to this row',
  reason varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'operator, facebook or late',
  requestCode char(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'of deletionRequest',
  state varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'open or done',
  startedTs bigint NOT NULL COMMENT 'milliseconds',
  claimedUntil bigint NOT NULL COMMENT 'milliseconds; until then a process works at it',
  finishedTs bigint DEFAULT NULL,
  step varchar(30) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'the last step that is done',
  progress varchar(100) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'how far the next step is',
  plan mediumtext CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'what to remove, encrypted; NULL when done',
  removed text CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'JSON: rows by store, no personal data',
  PRIMARY KEY (id),
  UNIQUE KEY runOnce (runKey),
  KEY openIndex (state, claimedUntil),
  KEY requestIndex (requestCode)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS deletionRequest (
  code char(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'confirmation code',
  kind varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'data_deletion or deauthorize',
  userId varchar(80) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'id of the customer in the app; NULL once the request is settled',
  issuedTs bigint NOT NULL COMMENT 'milliseconds',
  receivedTs bigint NOT NULL COMMENT 'milliseconds',
  state varchar(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'unmatched, in_progress, done or recorded',
  changedTs bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (code),
  KEY stateIndex (state, receivedTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

-- skip if index chan2ProfileClash.pIdIndex(pId)
ALTER TABLE chan2ProfileClash ADD KEY pIdIndex (pId);
