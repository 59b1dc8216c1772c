-- Purpose:  who is who. identityLink holds the evidence that two ids are one customer; a revocation is a later row. A
--           customer is what the evidence connects: pId is theirs, originPId is the pId that the row has without any
--           evidence, where that is another one. originProfile and originFacebook hold the rows of profile and
--           profileFacebook as each origin would have them alone; profileFact says where a value comes from. What the
--           tables say follows from these rows, so each revocation restores them.
-- Locks:    none for long: adds columns at the end (INSTANT on MySQL 8 and MariaDB 10.11, also with 10 million rows of
--           interaction), makes a text longer in place, adds one key to chan2Profile beside its writers.
-- Duration: seconds per million customers, for the key; the rest takes milliseconds.
-- Undo:     revoke all links and run `pagebeat customer resolve --all`. Then
--           DROP TABLE identityLink, identityTouched, originProfile, originFacebook, derivedProfile, profileFact,
--           sharedValue; ALTER TABLE interaction DROP COLUMN originPId; ALTER TABLE chan2Profile DROP KEY originIndex,
--           DROP COLUMN originPId, DROP COLUMN firstTs, DROP COLUMN shared; the longer channelId may stay.

-- An e-mail address has up to 254 characters.
ALTER TABLE chan2Profile
  MODIFY channelId varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'The cookie, twitter handle etc';

-- skip if column chan2Profile.originPId
ALTER TABLE chan2Profile
  ADD COLUMN originPId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL
    COMMENT 'the pId without any link; NULL: pId, as nothing links it',
  ADD COLUMN firstTs bigint DEFAULT 0
    COMMENT 'first event, milliseconds; 0: known before they were counted; NULL: no event, links only',
  ADD COLUMN shared tinyint DEFAULT NULL COMMENT '1: the value of many, which merges nobody';

-- skip if index chan2Profile.originIndex(originPId)
ALTER TABLE chan2Profile ADD KEY originIndex (originPId);

-- skip if column interaction.originPId
ALTER TABLE interaction
  ADD COLUMN originPId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL
    COMMENT 'the pId without any link; NULL: pId';

CREATE TABLE IF NOT EXISTS identityLink (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  linkKey binary(16) NOT NULL COMMENT 'hash of the ids and of where it comes from',
  aCidType varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  aChannelId varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  bCidType varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  bChannelId varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  evidence varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'private_reply, invite, import, …',
  strength varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'verified, attested or claimed',
  sourceKind varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'interaction, outbound, lead, import or agent',
  sourceId varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  ts bigint NOT NULL COMMENT 'when it was known, milliseconds',
  byWhom varchar(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  revokesId bigint unsigned DEFAULT NULL COMMENT 'the link that this row revokes',
  PRIMARY KEY (id),
  UNIQUE KEY linkOnce (linkKey),
  KEY aIndex (aChannelId, aCidType),
  KEY bIndex (bChannelId, bCidType),
  KEY revokesIndex (revokesId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS identityTouched (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  cidType varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  channelId varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  attempts int unsigned NOT NULL DEFAULT 0 COMMENT 'how often it could not be resolved',
  PRIMARY KEY (id),
  KEY attemptsIndex (attempts, id),
  KEY idIndex (channelId, cidType)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS originProfile (
  pId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'the origin',
  statusCode text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  firstName text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  lastName text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  country text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  city text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  industry text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  loyaltyPoints bigint DEFAULT 0,
  favoriteProduct text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  productsInterestedIn text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  lastUpdated timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  email text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  phone text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  ownRaw mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'JSON: your own columns, as texts',
  PRIMARY KEY (pId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS originFacebook (
  pId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'the origin',
  firstName varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  surname varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  lastInteractionTs datetime(3) DEFAULT NULL,
  lastInboundMsgTs datetime(3) DEFAULT NULL,
  lastOutboundMsgTs datetime(3) DEFAULT NULL,
  metaRaw mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  name varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  nameTs bigint DEFAULT NULL COMMENT 'milliseconds: time of the event that last set the name',
  refreshedTs bigint DEFAULT NULL COMMENT 'milliseconds',
  refreshResult varchar(40) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'found, or why not',
  PRIMARY KEY (pId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS derivedProfile (
  pId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'a customer whose rows are made from those of several origins',
  raw mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL
    COMMENT 'JSON: the row of profile as Pagebeat wrote it, as texts',
  PRIMARY KEY (pId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS profileFact (
  originPId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'a column of profile',
  strength varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'brand, verified, attested or claimed',
  value text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  ts bigint NOT NULL COMMENT 'when it was known, milliseconds: the newest of this strength is kept',
  sourceKind varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sourceId varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (originPId, name, strength)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS sharedValue (
  cidType varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  channelId varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  reason varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
    COMMENT 'listed or cleared by the operator; counted, bad_value or page by Pagebeat',
  owners int unsigned DEFAULT NULL COMMENT 'customers who have it, where they were counted',
  ts bigint DEFAULT NULL COMMENT 'when the operator said so, milliseconds',
  byWhom varchar(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  PRIMARY KEY (channelId, cidType)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
