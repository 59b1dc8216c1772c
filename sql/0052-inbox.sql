-- Purpose:  the Inbox of the console. inboxEntry and inboxWord are filled by the console from the other tables, and may
--           be emptied at any time: `inboxEntry` is a customer with a Page as the lists show it, `inboxWord` the words to
--           search. A column such as agentTs is set where the list of that name has the conversation, and orders it.
--           conversationHandling (assigned to, done) and conversationNote hold what agents decide and write.
--           inboxTouched lists conversations that the console derives again. conversationPresence says who has a
--           conversation open, consoleLease which of several consoles fills the tables.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE inboxEntry, inboxWord, inboxTouched, conversationHandling, conversationNote,
--           conversationPresence, consoleLease;

CREATE TABLE IF NOT EXISTS inboxEntry (
  conversationId bigint unsigned NOT NULL,
  pageId varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pId varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  channel varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'messenger or feed: where the customer wrote last',
  state varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the first that holds',
  lastTs bigint NOT NULL COMMENT 'milliseconds, as all times here',
  lastBy varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'customer, bot, agent or app',
  lastText varchar(140) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  lastInboundTs bigint DEFAULT NULL COMMENT 'opens the 24-hour window',
  unanswered int NOT NULL,
  language varchar(35) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  intent varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  scene varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  adId varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  assignedTo bigint unsigned DEFAULT NULL,
  waitingTs bigint DEFAULT NULL COMMENT 'since when the customer waits for an agent',
  agentTs bigint DEFAULT NULL,
  botTs bigint DEFAULT NULL,
  notUnderstoodTs bigint DEFAULT NULL,
  troubleTs bigint DEFAULT NULL,
  windowTs bigint DEFAULT NULL COMMENT 'when the window closes',
  doneTs bigint DEFAULT NULL,
  changesTs bigint DEFAULT NULL COMMENT 'when it is derived again, as time alone changes it',
  writtenTs bigint NOT NULL COMMENT 'when this row was last changed, by the clock of the database',
  PRIMARY KEY (conversationId),
  KEY allIndex (lastTs, conversationId, pageId),
  KEY pageIndex (pageId, lastTs),
  KEY waitingIndex (waitingTs, conversationId, pageId),
  KEY agentIndex (agentTs, conversationId, pageId),
  KEY botIndex (botTs, conversationId, pageId),
  KEY notUnderstoodIndex (notUnderstoodTs, conversationId, pageId),
  KEY troubleIndex (troubleTs, conversationId, pageId),
  KEY windowIndex (windowTs, conversationId, pageId),
  KEY doneIndex (doneTs, conversationId, pageId),
  KEY intentIndex (intent, lastTs),
  KEY sceneIndex (scene, lastTs),
  KEY adIndex (adId, lastTs),
  KEY languageIndex (language, lastTs),
  KEY channelIndex (channel, lastTs),
  KEY assignedIndex (assignedTo, lastTs),
  KEY changesIndex (changesTs),
  KEY writtenIndex (writtenTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS inboxWord (
  conversationId bigint unsigned NOT NULL,
  word varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'in small letters, without accents',
  day int NOT NULL COMMENT 'yyyymmdd of the latest text with it; 0: a word of the name',
  PRIMARY KEY (conversationId, word),
  KEY wordIndex (word, conversationId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS inboxTouched (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  conversationId bigint unsigned NOT NULL,
  rewords tinyint NOT NULL DEFAULT 0 COMMENT '1: its words are read again, too',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS conversationHandling (
  conversationId bigint unsigned NOT NULL,
  assignedTo bigint unsigned DEFAULT NULL COMMENT 'a user of the console',
  assignedTs bigint DEFAULT NULL COMMENT 'milliseconds',
  doneTs bigint DEFAULT NULL COMMENT 'when an agent marked it as done, milliseconds',
  doneBy bigint unsigned DEFAULT NULL,
  PRIMARY KEY (conversationId)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS conversationNote (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  conversationId bigint unsigned NOT NULL,
  userId bigint unsigned NOT NULL,
  ts bigint NOT NULL COMMENT 'milliseconds',
  text text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (id),
  KEY ofConversation (conversationId, ts),
  KEY tsIndex (ts)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS conversationPresence (
  conversationId bigint unsigned NOT NULL,
  userId bigint unsigned NOT NULL,
  typingUntilTs bigint NOT NULL COMMENT 'the user writes, milliseconds',
  untilTs bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (conversationId, userId),
  KEY untilIndex (untilTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS consoleLease (
  name varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  holder char(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'random, of one process',
  untilTs bigint NOT NULL COMMENT 'milliseconds, by the clock of the database',
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
