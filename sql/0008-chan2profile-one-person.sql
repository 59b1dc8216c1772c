-- Purpose:  a channel id belongs to exactly one customer: chan2Profile becomes unique on (channelId, cidType). Where
--           the seed's wider key let several customers share one, chan2ProfileClash first keeps every row with the
--           facts of the choice. The row with active = 1 stays in chan2Profile: that of the customer with the newest
--           interaction (largest kwInteractionId), else one with a profile, else the smallest pId. `pagebeat migrate`
--           prints the clashes. No profile and no interaction is changed.
-- Locks:    rebuilds chan2Profile; writers wait, readers go on.
-- Duration: 11 s for 550,000 rows with 50,000 clashes, measured on 2 cores with the table in memory.
-- Undo:     ALTER TABLE chan2Profile DROP PRIMARY KEY, ADD PRIMARY KEY (channelId, cidType, pId);
--           INSERT INTO chan2Profile SELECT channelId, cidType, pId FROM chan2ProfileClash WHERE active = 0;

CREATE TABLE IF NOT EXISTS chan2ProfileClash (
  channelId varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  cidType varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  pId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  lastInteractionId bigint unsigned DEFAULT NULL COMMENT 'largest kwInteractionId of this person',
  hasProfile tinyint NOT NULL,
  active tinyint NOT NULL COMMENT '1: the row that stayed in chan2Profile',
  foundTs datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (channelId, cidType, pId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

-- skip unless index chan2Profile.PRIMARY(pId)
ALTER TABLE chan2Profile
  MODIFY channelId varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'The cookie, twitter handle etc',
  MODIFY cidType varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'The channel ID type "web", "twitter" etc ',
  MODIFY pId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'The unqiue profile id - foreign key to kwProfile',
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  ROW_FORMAT = DYNAMIC;

-- skip unless index chan2Profile.PRIMARY(pId)
INSERT INTO chan2ProfileClash (channelId, cidType, pId, lastInteractionId, hasProfile, active)
SELECT channelId, cidType, pId, lastInteractionId, hasProfile,
  ROW_NUMBER() OVER (
    PARTITION BY channelId, cidType ORDER BY lastInteractionId DESC, hasProfile DESC, pId
  ) = 1
FROM (
  SELECT c.channelId, c.cidType, c.pId,
    (SELECT MAX(i.kwInteractionId) FROM interaction i WHERE i.pId = c.pId) AS lastInteractionId,
    EXISTS (SELECT 1 FROM profile p WHERE p.pId = c.pId) AS hasProfile
  FROM chan2Profile c
  JOIN (
    SELECT channelId, cidType FROM chan2Profile GROUP BY channelId, cidType HAVING COUNT(*) > 1
  ) shared ON shared.channelId = c.channelId AND shared.cidType = c.cidType
) candidate
ON DUPLICATE KEY UPDATE
  lastInteractionId = VALUES(lastInteractionId), hasProfile = VALUES(hasProfile), active = VALUES(active);

-- skip unless index chan2Profile.PRIMARY(pId)
DELETE c FROM chan2Profile c
JOIN chan2ProfileClash x ON x.channelId = c.channelId AND x.cidType = c.cidType AND x.pId = c.pId
WHERE x.active = 0;

-- skip unless index chan2Profile.PRIMARY(pId)
ALTER TABLE chan2Profile DROP PRIMARY KEY, ADD PRIMARY KEY (channelId, cidType);
