-- Purpose:  creates the seven tables of the Kitewheel template where they are absent, exactly as its own SQL does. A
--           database that already has them keeps its tables and rows; 0002 to 0008 widen them.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     drop the tables that were created here (empty on a fresh database).

CREATE TABLE IF NOT EXISTS appParams (
  paramKey varchar(100) NOT NULL,
  paramValue text,
  paramType varchar(45) DEFAULT NULL,
  description varchar(200) DEFAULT NULL,
  PRIMARY KEY (paramKey)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS chan2Profile (
  channelId varchar(100) NOT NULL COMMENT 'The cookie, twitter handle etc',
  cidType varchar(20) NOT NULL COMMENT 'The channel ID type "web", "twitter" etc ',
  pId varchar(60) NOT NULL COMMENT 'The unqiue profile id - foreign key to kwProfile',
  PRIMARY KEY (channelId,cidType,pId) COMMENT 'Composite key',
  UNIQUE KEY kwChan2Profile_UNIQUE (channelId,cidType,pId),
  KEY pidIndex (pId),
  KEY channelIndex (channelId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS chanFacebookFeed (
  kwInteractionId int(11) NOT NULL,
  field varchar(50) DEFAULT NULL,
  valueRaw text,
  edited_time datetime DEFAULT NULL,
  is_hidden tinyint(4) DEFAULT NULL,
  link varchar(2000) DEFAULT NULL,
  message varchar(2000) DEFAULT NULL,
  photo varchar(2000) DEFAULT NULL,
  photo_ids varchar(2000) DEFAULT NULL,
  photos varchar(2000) DEFAULT NULL,
  post_id varchar(45) DEFAULT NULL,
  sender_name varchar(100) DEFAULT NULL,
  comment_id varchar(200) DEFAULT NULL,
  created_time datetime(3) DEFAULT NULL,
  event_id varchar(100) DEFAULT NULL,
  item varchar(100) DEFAULT NULL,
  parent_id varchar(100) DEFAULT NULL,
  photo_id varchar(100) DEFAULT NULL,
  reaction_type varchar(100) DEFAULT NULL,
  published varchar(45) DEFAULT NULL,
  inReplyToUserId varchar(45) DEFAULT NULL,
  sender_id varchar(45) DEFAULT NULL,
  share_id varchar(45) DEFAULT NULL,
  verb varchar(45) DEFAULT NULL,
  video_id varchar(45) DEFAULT NULL,
  PRIMARY KEY (kwInteractionId),
  UNIQUE KEY kwInteractionId_UNIQUE (kwInteractionId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS chanFacebookMessenger (
  kwInteractionId int(11) NOT NULL,
  epochTs datetime DEFAULT NULL,
  senderId bigint(20) DEFAULT NULL,
  recipientId bigint(20) DEFAULT NULL,
  text varchar(45) DEFAULT NULL,
  mid varchar(45) DEFAULT NULL,
  seq int(11) DEFAULT NULL,
  attachments text,
  timestamp datetime(3) DEFAULT NULL,
  deliveredFlag smallint(6) DEFAULT NULL,
  deliveredTs datetime(3) DEFAULT NULL,
  readFlag smallint(6) DEFAULT NULL,
  readTs datetime(3) DEFAULT NULL,
  PRIMARY KEY (kwInteractionId),
  UNIQUE KEY id_UNIQUE (kwInteractionId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS interaction (
  kwInteractionId int(11) NOT NULL AUTO_INCREMENT,
  pId varchar(60) NOT NULL,
  channel varchar(30) DEFAULT NULL,
  interactionType varchar(20) DEFAULT NULL,
  ts datetime DEFAULT CURRENT_TIMESTAMP,
  direction varchar(45) DEFAULT NULL,
  PRIMARY KEY (kwInteractionId),
  KEY idx_pid (pId)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS profile (
  pId varchar(60) NOT NULL,
  statusCode varchar(10) DEFAULT NULL,
  firstName varchar(45) DEFAULT NULL,
  lastName varchar(145) DEFAULT NULL,
  country varchar(145) DEFAULT NULL,
  city varchar(145) DEFAULT NULL,
  industry varchar(45) DEFAULT NULL,
  loyaltyPoints int(11) DEFAULT '0',
  favoriteProduct varchar(45) DEFAULT NULL,
  productsInterestedIn varchar(145) DEFAULT NULL,
  lastUpdated timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (pId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

CREATE TABLE IF NOT EXISTS profileFacebook (
  pId varchar(60) NOT NULL,
  firstName varchar(100) DEFAULT NULL,
  surname varchar(100) DEFAULT NULL,
  lastInteractionTs datetime(3) DEFAULT NULL,
  lastInboundMsgTs datetime(3) DEFAULT NULL,
  lastOutboundMsgTs datetime(3) DEFAULT NULL,
  metaRaw text,
  PRIMARY KEY (pId),
  KEY pId (pId)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
