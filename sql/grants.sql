-- The users of Pagebeat, each with the least rights. Run it once as an administrator, before `pagebeat migrate`:
--
--   sed -e 's/MIGRATE_PASSWORD/…/; s/WORKER_PASSWORD/…/; s/BOARD_PASSWORD/…/; s/REPORT_PASSWORD/…/; \
--     s/CONSOLE_PASSWORD/…/' sql/grants.sql | mysql
--
-- Replace `pagebeat` if your database has another name. It may be run again, also after an upgrade that made new tables.
-- It is the same for MySQL 8.0 to 9.7 and MariaDB 10.11 to 11.8.
--
-- The rights to a table are given before the table exists: the server allows that to those who may create it. So CREATE
-- is given with them, and taken away again.

CREATE DATABASE IF NOT EXISTS pagebeat CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;

-- `pagebeat migrate` makes and changes the tables. Only for the time of an upgrade.
CREATE USER IF NOT EXISTS pagebeat_migrate@'%' IDENTIFIED BY 'MIGRATE_PASSWORD';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP, CREATE VIEW, SHOW VIEW
  ON pagebeat.* TO pagebeat_migrate@'%';

-- `pagebeat work`, and the commands of an operator. It cannot change a table's form.
CREATE USER IF NOT EXISTS pagebeat_worker@'%' IDENTIFIED BY 'WORKER_PASSWORD';
GRANT SELECT, INSERT, UPDATE, DELETE ON pagebeat.* TO pagebeat_worker@'%';

-- `pagebeat board` counts the open dead letters.
CREATE USER IF NOT EXISTS pagebeat_board@'%' IDENTIFIED BY 'BOARD_PASSWORD';
GRANT SELECT, CREATE ON pagebeat.deadLetter TO pagebeat_board@'%';
REVOKE CREATE ON pagebeat.deadLetter FROM pagebeat_board@'%';

-- CRM engineers and reports read every table but appParams, which holds the tokens of the Pages (encrypted), and those
-- with the passwords and sessions of the console's users (hashed).
CREATE USER IF NOT EXISTS pagebeat_report@'%' IDENTIFIED BY 'REPORT_PASSWORD';
GRANT SELECT, CREATE ON pagebeat.accountLink TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.accountLink FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.adReferral TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.adReferral FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.agentAct TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.agentAct FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.answeredComment TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.answeredComment FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.askedBack TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.askedBack FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.auditLog TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.auditLog FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.chan2Profile TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.chan2Profile FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.chan2ProfileClash TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.chan2ProfileClash FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.chanFacebookFeed TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.chanFacebookFeed FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.chanFacebookMessenger TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.chanFacebookMessenger FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.contactCode TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.contactCode FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.contentReply TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.contentReply FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.contentRow TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.contentRow FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.contentState TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.contentState FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.conversation TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.conversation FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.customerTouch TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.customerTouch FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.deadLetter TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.deadLetter FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.deletionRequest TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.deletionRequest FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.forgetRun TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.forgetRun FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.forgotten TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.forgotten FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.derivedProfile TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.derivedProfile FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.identityLink TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.identityLink FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.identityTouched TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.identityTouched FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.importRow TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.importRow FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.importRun TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.importRun FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.interaction TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.interaction FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.invite TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.invite FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.inviteUse TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.inviteUse FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.lead TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.lead FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.leadForm TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.leadForm FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.mark TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.mark FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.moderation TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.moderation FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.notification TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.notification FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.optIn TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.optIn FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.originFacebook TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.originFacebook FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.originProfile TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.originProfile FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.outbound TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.outbound FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.page TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.page FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.pageActivity TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.pageActivity FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.pageMessage TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.pageMessage FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.pagebeatMigration TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.pagebeatMigration FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.profile TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.profile FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.profileFact TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.profileFact FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.profileFacebook TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.profileFacebook FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.receipt TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.receipt FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.receiptMid TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.receiptMid FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.repeatedText TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.repeatedText FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.sharedValue TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.sharedValue FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.turn TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.turn FROM pagebeat_report@'%';
GRANT SELECT, CREATE ON pagebeat.webhookDelivery TO pagebeat_report@'%';
REVOKE CREATE ON pagebeat.webhookDelivery FROM pagebeat_report@'%';

-- `pagebeat console` reads what reports read, and writes the acts of agents. It cannot change its users, what was tracked
-- or the log of acts, and reads no token of a Page.
CREATE USER IF NOT EXISTS pagebeat_console@'%' IDENTIFIED BY 'CONSOLE_PASSWORD';
GRANT SELECT, CREATE ON pagebeat.accountLink TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.accountLink FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.adReferral TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.adReferral FROM pagebeat_console@'%';
GRANT SELECT, INSERT, UPDATE, CREATE ON pagebeat.agentAct TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.agentAct FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.answeredComment TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.answeredComment FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.askedBack TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.askedBack FROM pagebeat_console@'%';
GRANT SELECT, INSERT, CREATE ON pagebeat.auditLog TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.auditLog FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.chan2Profile TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.chan2Profile FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.chan2ProfileClash TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.chan2ProfileClash FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.chanFacebookFeed TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.chanFacebookFeed FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.chanFacebookMessenger TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.chanFacebookMessenger FROM pagebeat_console@'%';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON pagebeat.consoleLink TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.consoleLink FROM pagebeat_console@'%';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON pagebeat.consoleSession TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.consoleSession FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.consoleUser TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.consoleUser FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.contactCode TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.contactCode FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.contentReply TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.contentReply FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.contentRow TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.contentRow FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.contentState TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.contentState FROM pagebeat_console@'%';
GRANT SELECT, UPDATE, CREATE ON pagebeat.conversation TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.conversation FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.customerTouch TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.customerTouch FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.deadLetter TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.deadLetter FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.deletionRequest TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.deletionRequest FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.derivedProfile TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.derivedProfile FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.forgetRun TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.forgetRun FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.forgotten TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.forgotten FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.identityLink TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.identityLink FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.identityTouched TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.identityTouched FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.importRow TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.importRow FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.importRun TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.importRun FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.interaction TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.interaction FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.invite TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.invite FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.inviteUse TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.inviteUse FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.lead TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.lead FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.leadForm TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.leadForm FROM pagebeat_console@'%';
GRANT SELECT, INSERT, UPDATE, CREATE ON pagebeat.mark TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.mark FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.moderation TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.moderation FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.notification TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.notification FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.optIn TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.optIn FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.originFacebook TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.originFacebook FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.originProfile TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.originProfile FROM pagebeat_console@'%';
GRANT SELECT, INSERT, UPDATE, CREATE ON pagebeat.outbound TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.outbound FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.page TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.page FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.pageActivity TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.pageActivity FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.pageMessage TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.pageMessage FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.pagebeatMigration TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.pagebeatMigration FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.profile TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.profile FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.profileFacebook TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.profileFacebook FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.profileFact TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.profileFact FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.receipt TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.receipt FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.receiptMid TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.receiptMid FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.repeatedText TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.repeatedText FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.sharedValue TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.sharedValue FROM pagebeat_console@'%';
GRANT SELECT, UPDATE, CREATE ON pagebeat.turn TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.turn FROM pagebeat_console@'%';
GRANT SELECT, CREATE ON pagebeat.webhookDelivery TO pagebeat_console@'%';
REVOKE CREATE ON pagebeat.webhookDelivery FROM pagebeat_console@'%';
