-- Purpose:  who commented, and was it answered: the view answeredComment has a row for each comment, with the Page's
--           reply. It reads its tables with the rights of the user who asks. Texts have a collation of their own, so
--           that they compare with literals of any session. The index on parent_id finds the replies
--           to a comment, that on comment_id the comment; that on turn.ts finds the turns of a day or week.
-- Locks:    none for reading and writing (online).
-- Duration: seconds per million rows.
-- Undo:     DROP VIEW answeredComment; drop the three keys.

-- skip if index chanFacebookFeed.parentIndex(parent_id)
ALTER TABLE chanFacebookFeed ADD KEY parentIndex (parent_id), ADD KEY commentIndex (comment_id);

-- skip if index turn.timeIndex(ts)
ALTER TABLE turn ADD KEY timeIndex (ts);

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
LEFT JOIN outbound p ON p.id = (
  SELECT MIN(o.id) FROM outbound o
  WHERE o.turnId = t.id AND o.state = 'sent' AND JSON_UNQUOTE(JSON_EXTRACT(o.action, '$.action.do')) = 'private_reply'
)
LEFT JOIN chanFacebookFeed a ON a.kwInteractionId = (
  SELECT MIN(r.kwInteractionId) FROM chanFacebookFeed r
  JOIN interaction ri ON ri.kwInteractionId = r.kwInteractionId
  WHERE r.parent_id = f.comment_id AND r.item = 'comment' AND r.verb = 'add' AND r.removedTs IS NULL
    AND ri.direction = 'out'
)
LEFT JOIN interaction ai ON ai.kwInteractionId = a.kwInteractionId
WHERE i.channel = 'facebookFeed' AND i.direction = 'in' AND f.item = 'comment' AND f.verb = 'add';
