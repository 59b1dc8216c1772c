-- Purpose:  drops the seed's indexes that repeat the primary key of their table. Each costs a write for every row and
--           serves no query that the primary key does not.
-- Locks:    a moment each; no rebuild.
-- Duration: milliseconds.
-- Undo:     add the index again under the same name.

-- skip unless index chanFacebookFeed.kwInteractionId_UNIQUE(kwInteractionId)
ALTER TABLE chanFacebookFeed DROP INDEX kwInteractionId_UNIQUE;

-- skip unless index chanFacebookMessenger.id_UNIQUE(kwInteractionId)
ALTER TABLE chanFacebookMessenger DROP INDEX id_UNIQUE;

-- skip unless index profileFacebook.pId(pId)
ALTER TABLE profileFacebook DROP INDEX pId;

-- skip unless index chan2Profile.kwChan2Profile_UNIQUE(pId)
ALTER TABLE chan2Profile DROP INDEX kwChan2Profile_UNIQUE;

-- skip unless index chan2Profile.channelIndex(channelId)
ALTER TABLE chan2Profile DROP INDEX channelIndex;
