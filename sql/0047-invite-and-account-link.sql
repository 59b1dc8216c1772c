-- Purpose:  invite and inviteUse: which customer came by which m.me link of `pagebeat customer invite`, as one customer
--           may use a link. accountLink: log-ins and log-outs of the brand's own accounts in Messenger. contactCode: codes
--           that prove an e-mail or phone, of which only a keyed hash is kept.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE invite, inviteUse, accountLink, contactCode;

CREATE TABLE IF NOT EXISTS invite (
  inviteKey binary(16) NOT NULL COMMENT 'digest of the token',
  psid varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the customer who used it first',
  ts bigint NOT NULL COMMENT 'milliseconds: their first use',
  PRIMARY KEY (inviteKey),
  KEY psidIndex (psid)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS inviteUse (
  inviteKey binary(16) NOT NULL,
  linkKey binary(16) NOT NULL COMMENT 'identityLink.linkKey of this use',
  psid varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ts bigint NOT NULL COMMENT 'milliseconds',
  refused tinyint NOT NULL DEFAULT 0 COMMENT '1: another customer had used it before; the link is revoked',
  PRIMARY KEY (inviteKey, linkKey),
  KEY useIndex (inviteKey, ts, psid),
  KEY openIndex (inviteKey, refused),
  KEY psidIndex (psid)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS accountLink (
  psid varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  eventKey binary(16) NOT NULL COMMENT 'interaction.eventKey',
  ts bigint NOT NULL COMMENT 'milliseconds',
  customer varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL
    COMMENT 'the number that your service gave at the log-in; NULL: a log-out',
  linkKey binary(16) DEFAULT NULL COMMENT 'identityLink.linkKey of a log-in',
  PRIMARY KEY (psid, eventKey)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS contactCode (
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  psid varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  turnId bigint unsigned NOT NULL COMMENT 'the turn whose reply sent the code',
  contactKey binary(32) NOT NULL COMMENT 'keyed hash of the e-mail or phone',
  codeHash binary(32) NOT NULL COMMENT 'keyed hash of the code',
  createdTs bigint NOT NULL COMMENT 'milliseconds',
  expiresTs bigint NOT NULL COMMENT 'milliseconds',
  attempts int unsigned NOT NULL DEFAULT 0 COMMENT 'wrong codes so far',
  lastTurnId bigint unsigned DEFAULT NULL COMMENT 'the turn that was counted last',
  PRIMARY KEY (pageId, psid, turnId),
  KEY contactIndex (contactKey, createdTs),
  KEY createdIndex (createdTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
