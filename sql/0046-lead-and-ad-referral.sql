-- Purpose:  leads and ads. `lead` holds what a customer filled into a lead form, once for each lead, with its form, ad and
--           campaign, and how it was found. leadForm holds the forms of each Page and how far the sweep has read them.
--           adReferral holds which ad, m.me link or lead ad brought an interaction. Its rows are never changed, so the
--           first and the last touch of a customer are facts. The view customerTouch tells them; it reads its tables
--           with the rights of the user who asks. (LEAD is a word of MySQL's SQL, so the name is quoted.)
--           page.leadsDueTs is when the sweep next reads the forms of a Page.
-- Locks:    none for long: adds tables, and a column to a table with a row for each Page.
-- Duration: milliseconds.
-- Undo:     DROP VIEW customerTouch; DROP TABLE `lead`, leadForm, adReferral; ALTER TABLE page DROP COLUMN leadsDueTs;

CREATE TABLE IF NOT EXISTS `lead` (
  leadId varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
    COMMENT 'leadgen_id; thread-<event key> for a lead of a thread without one',
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kwInteractionId bigint unsigned DEFAULT NULL COMMENT 'the event that told of it',
  formId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  adId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  adName varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  adsetId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  adsetName varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  campaignId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  campaignName varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  platform varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'fb or ig',
  isOrganic tinyint DEFAULT NULL,
  createdTs bigint NOT NULL COMMENT 'when the form was sent, milliseconds',
  psid varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'where the form was part of a thread',
  answers mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL
    COMMENT 'JSON: name of the question, and its answer or a list of answers',
  state varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'waiting, fetched, gone or parked',
  reason varchar(60) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'why it is not fetched',
  foundBy varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'webhook, sweep or thread',
  foundTs bigint NOT NULL COMMENT 'when Pagebeat knew of it, milliseconds',
  attempts int NOT NULL DEFAULT 0,
  dueTs bigint DEFAULT NULL COMMENT 'when Facebook is asked for it, milliseconds; NULL: no more',
  settledTs bigint DEFAULT NULL COMMENT 'when it was fetched or given up, milliseconds',
  PRIMARY KEY (leadId),
  KEY dueIndex (dueTs),
  KEY ofPage (pageId, createdTs),
  KEY ofForm (formId, createdTs),
  KEY ofAd (adId, createdTs),
  KEY ofInteraction (kwInteractionId),
  KEY ofThread (psid)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS leadForm (
  formId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  status varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'ACTIVE, ARCHIVED, DELETED or DRAFT',
  leads int DEFAULT NULL COMMENT 'number of its leads at Facebook at the last sweep',
  sweptTs bigint DEFAULT NULL COMMENT 'when the leads were last read, milliseconds',
  sweptTo bigint DEFAULT NULL COMMENT 'leads up to this time are known, milliseconds',
  PRIMARY KEY (formId),
  KEY ofPage (pageId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

-- skip if column page.leadsDueTs
ALTER TABLE page
  ADD COLUMN leadsDueTs bigint DEFAULT NULL COMMENT 'milliseconds: when its lead forms are next read';

CREATE TABLE IF NOT EXISTS adReferral (
  kwInteractionId bigint unsigned NOT NULL,
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channelId varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'the id that came, as in chan2Profile',
  cidType varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'facebook or lead',
  ts bigint NOT NULL COMMENT 'milliseconds',
  adId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  adTitle varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  source varchar(45) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'ADS, SHORTLINK …; LEAD_FORM for a lead ad',
  type varchar(45) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'OPEN_THREAD, LEAD_COMPLETE …',
  ref varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  postId varchar(100) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  productId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  PRIMARY KEY (kwInteractionId),
  KEY ofCustomer (channelId, cidType, ts),
  KEY ofAd (adId, ts),
  KEY ofRef (ref(100), ts),
  KEY ofPage (pageId, ts)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE OR REPLACE SQL SECURITY INVOKER VIEW customerTouch AS
SELECT
  r.kwInteractionId,
  c.pId,
  r.pageId,
  r.channelId,
  r.cidType,
  r.ts,
  r.adId,
  r.adTitle,
  r.source,
  r.type,
  r.ref,
  r.postId,
  r.productId,
  NOT EXISTS (
    SELECT 1 FROM chan2Profile e
    JOIN adReferral x ON x.channelId = e.channelId AND x.cidType = e.cidType
    WHERE e.pId = c.pId AND (x.ts < r.ts OR (x.ts = r.ts AND x.kwInteractionId < r.kwInteractionId))
  ) AS isFirst,
  NOT EXISTS (
    SELECT 1 FROM chan2Profile e
    JOIN adReferral x ON x.channelId = e.channelId AND x.cidType = e.cidType
    WHERE e.pId = c.pId AND (x.ts > r.ts OR (x.ts = r.ts AND x.kwInteractionId > r.kwInteractionId))
  ) AS isLast
FROM adReferral r
JOIN chan2Profile c ON c.channelId = r.channelId AND c.cidType = r.cidType;
