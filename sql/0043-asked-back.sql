-- Purpose:  what the bot asked when it was unsure, and what the customer chose. turn.askedIntents holds the intents that
--           the reply named; turn.answersTurnId is the turn in which the bot asked, in the turn that answers it, with
--           the chosen intent (meantIntent; empty: something else). turn.alsoScene is the scene that replied to the
--           second intent of a text. The view askedBack has a row for each question; it reads with the rights of the
--           user who asks.
-- Locks:    rebuilds nothing; adds columns at the end.
-- Duration: milliseconds.
-- Undo:     DROP VIEW askedBack; ALTER TABLE turn DROP COLUMN askedIntents, DROP COLUMN answersTurnId,
--           DROP COLUMN meantIntent, DROP COLUMN alsoScene;

-- skip if column turn.askedIntents
ALTER TABLE turn
  ADD COLUMN askedIntents varchar(250) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'JSON: the intents that the bot asked about';

-- skip if column turn.answersTurnId
ALTER TABLE turn
  ADD COLUMN answersTurnId bigint unsigned DEFAULT NULL COMMENT 'the turn in which the bot asked';

-- skip if column turn.meantIntent
ALTER TABLE turn
  ADD COLUMN meantIntent varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL
    COMMENT 'what the customer chose; with answersTurnId and empty: something else';

-- skip if column turn.alsoScene
ALTER TABLE turn
  ADD COLUMN alsoScene varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL
    COMMENT 'the scene that followed, for the second intent';

CREATE OR REPLACE SQL SECURITY INVOKER VIEW askedBack AS
SELECT
  q.id AS turnId,
  q.conversationId,
  c.pageId,
  q.pId,
  q.ts AS askedMs,
  q.askedIntents,
  q.outcome,
  CONVERT(CASE
    WHEN a.meantIntent IS NOT NULL THEN 'intent'
    WHEN a.id IS NOT NULL THEN 'something_else'
    WHEN EXISTS (
      SELECT 1 FROM turn n
      WHERE n.conversationId = q.conversationId AND n.channel = q.channel AND n.state = 'done' AND n.ts > q.ts
    ) THEN 'other_text'
    ELSE 'no_answer'
  END USING utf8mb4) COLLATE utf8mb4_unicode_520_ci AS answer,
  a.meantIntent,
  a.id AS answerTurnId,
  a.ts AS answeredMs
FROM turn q
JOIN conversation c ON c.id = q.conversationId
LEFT JOIN turn a ON a.conversationId = q.conversationId AND a.state = 'done' AND a.answersTurnId = q.id
WHERE q.askedIntents IS NOT NULL;
