-- Purpose:  what agents do in the console. A row of outbound with a userId is an agent's: it has no turn, and it is not
--           sent before undoUntilTs. contentKey names the comment that it is about, as in contentState. agentAct has a
--           row for each request of a user, so that a repeated request does nothing again. answeredComment also tells of
--           private replies of agents.
-- Locks:    none for reading and writing (online).
-- Duration: seconds per million outbound messages: the table is built again, as turnId may be empty now.
-- Undo:     the view of 0041; DROP TABLE agentAct; DELETE FROM outbound WHERE turnId IS NULL; drop the columns and the key of outbound;
--           ALTER TABLE outbound MODIFY turnId bigint unsigned NOT NULL.

ALTER TABLE outbound MODIFY turnId bigint unsigned DEFAULT NULL COMMENT 'NULL: an agent sends it';

-- skip if column outbound.userId
ALTER TABLE outbound
  ADD COLUMN userId bigint unsigned DEFAULT NULL COMMENT 'the agent of the console; NULL: the bot',
  ADD COLUMN undoUntilTs bigint DEFAULT NULL COMMENT 'not before, as the agent may take it back; milliseconds',
  ADD COLUMN contentKey binary(16) DEFAULT NULL COMMENT 'of an agent: the comment that it is about';

-- skip if index outbound.contentIndex(contentKey)
ALTER TABLE outbound ADD KEY contentIndex (contentKey);

CREATE TABLE IF NOT EXISTS agentAct (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  userId bigint unsigned NOT NULL,
  requestKey varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'chosen by the page at random',
  conversationId bigint unsigned NOT NULL,
  act varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  result varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'done or queued: what was refused may be asked again',
  outboundId bigint unsigned DEFAULT NULL,
  undoUntilTs bigint DEFAULT NULL,
  ts bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (id),
  UNIQUE KEY requestOnce (userId, requestKey),
  KEY conversationIndex (conversationId),
  KEY timeIndex (ts)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE OR REPLACE SQL SECURITY INVOKER VIEW answeredComment AS
SELECT
  i.kwInteractionId,
  i.pageId,
  i.eventDay,
  i.pId,
  f.sender_id,
  f.sender_name,
  f.post_id,
  f.comment_id,
  f.parent_id,
  f.message,
  f.is_hidden,
  f.removedTs,
  TIMESTAMPDIFF(MICROSECOND, '1970-01-01', i.ts) DIV 1000 AS commentedMs,
  CONVERT(CASE
    WHEN COALESCE(b.id, a.kwInteractionId) IS NULL AND p.id IS NULL THEN 'no'
    WHEN p.id IS NULL THEN 'public'
    WHEN COALESCE(b.id, a.kwInteractionId) IS NULL THEN 'private'
    ELSE 'both'
  END USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS answered,
  COALESCE(CONVERT(b.platformId USING utf8mb4) COLLATE utf8mb4_bin, a.comment_id) AS publicReplyId,
  COALESCE(
    CONVERT(JSON_UNQUOTE(JSON_EXTRACT(b.action, '$.action.text')) USING utf8mb4) COLLATE utf8mb4_unicode_520_ci,
    a.message
  ) AS publicReply,
  COALESCE(b.claimedTs, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ai.ts) DIV 1000) AS publicReplyMs,
  CONVERT(CASE WHEN b.id IS NOT NULL THEN 'bot' WHEN a.kwInteractionId IS NOT NULL THEN 'agent' END USING utf8mb4)
    COLLATE utf8mb4_unicode_520_ci AS publicReplyBy,
  p.platformId AS privateReplyId,
  CONVERT(COALESCE(
    JSON_UNQUOTE(JSON_EXTRACT(p.action, '$.action.message.text')),
    JSON_UNQUOTE(JSON_EXTRACT(p.action, '$.action.message.attachment.payload.text'))
  ) USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS privateReply,
  p.claimedTs AS privateReplyMs,
  t.id AS turnId,
  COALESCE(t.outcome, t.state) AS outcome
FROM interaction i
JOIN chanFacebookFeed f ON f.kwInteractionId = i.kwInteractionId
LEFT JOIN turn t ON t.kwInteractionId = i.kwInteractionId
LEFT JOIN outbound b ON b.id = (
  SELECT MIN(o.id) FROM outbound o
  WHERE o.turnId = t.id AND o.state = 'sent' AND JSON_UNQUOTE(JSON_EXTRACT(o.action, '$.action.do')) = 'comment'
)
LEFT JOIN outbound p ON p.id = COALESCE(
  (
    SELECT MIN(o.id) FROM outbound o
    WHERE o.turnId = t.id AND o.state = 'sent' AND JSON_UNQUOTE(JSON_EXTRACT(o.action, '$.action.do')) = 'private_reply'
  ),
  (
    SELECT MIN(o.id) FROM outbound o
    WHERE o.contentKey = t.contentKey AND o.state = 'sent'
      AND JSON_UNQUOTE(JSON_EXTRACT(o.action, '$.action.do')) = 'private_reply'
  )
)
LEFT JOIN chanFacebookFeed a ON a.kwInteractionId = (
  SELECT MIN(r.kwInteractionId) FROM chanFacebookFeed r
  JOIN interaction ri ON ri.kwInteractionId = r.kwInteractionId
  WHERE r.parent_id = f.comment_id AND r.item = 'comment' AND r.verb = 'add' AND r.removedTs IS NULL
    AND ri.direction = 'out'
)
LEFT JOIN interaction ai ON ai.kwInteractionId = a.kwInteractionId
WHERE i.channel = 'facebookFeed' AND i.direction = 'in' AND f.item = 'comment' AND f.verb = 'add';
