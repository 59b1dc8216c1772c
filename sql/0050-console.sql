-- Purpose:  the console: its users, their sessions, links that sign in once, and what they did. A session and a link are
--           stored as a hash of their token: who reads the table cannot sign in. auditLog is only added to.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE consoleUser, consoleSession, consoleLink, auditLog;

CREATE TABLE IF NOT EXISTS consoleUser (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  email varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'in small letters',
  name varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
  role varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'viewer, agent or admin',
  passwordHash varchar(255) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'argon2id; NULL: signs in by a link or the identity provider only',
  createdTs bigint NOT NULL COMMENT 'milliseconds',
  disabledTs bigint DEFAULT NULL COMMENT 'removed: cannot sign in; the row stays for what they did',
  PRIMARY KEY (id),
  UNIQUE KEY oneEmail (email)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS consoleSession (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  tokenHash binary(32) NOT NULL COMMENT 'SHA-256 of the token in the cookie',
  csrf char(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'sent with every change',
  userId bigint unsigned NOT NULL,
  way varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'password, link or oidc',
  createdTs bigint NOT NULL COMMENT 'milliseconds',
  lastSeenTs bigint NOT NULL COMMENT 'milliseconds, to the minute',
  expiresTs bigint NOT NULL COMMENT 'milliseconds; also ends when it is idle for long',
  revokedTs bigint DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY oneToken (tokenHash),
  KEY ofUser (userId, expiresTs),
  KEY expiresIndex (expiresTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS consoleLink (
  tokenHash binary(32) NOT NULL COMMENT 'SHA-256 of the token in the link',
  userId bigint unsigned NOT NULL,
  createdTs bigint NOT NULL COMMENT 'milliseconds',
  expiresTs bigint NOT NULL,
  usedTs bigint DEFAULT NULL COMMENT 'a link signs in once',
  PRIMARY KEY (tokenHash),
  KEY ofUser (userId),
  KEY expiresIndex (expiresTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS auditLog (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  ts bigint NOT NULL COMMENT 'milliseconds',
  userId bigint unsigned DEFAULT NULL COMMENT 'NULL: a command of the operator',
  email varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'of the user, then',
  act varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  targetKind varchar(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'conversation, outbound, user …',
  targetId varchar(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'a number of these tables',
  valuesBefore text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'JSON: no words of a customer',
  valuesAfter text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'JSON: no words of a customer',
  PRIMARY KEY (id),
  KEY tsIndex (ts),
  KEY ofTarget (targetKind, targetId, ts),
  KEY ofUser (userId, ts)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
