-- Purpose:  e-mail address and phone number of a customer, as the customer told the bot.
-- Locks:    none for long: columns are added at the end (INSTANT on MySQL 8 and MariaDB 10.11).
-- Duration: milliseconds.
-- Undo:     drop the two columns.

-- skip if column profile.email
ALTER TABLE profile
  ADD COLUMN email varchar(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  ADD COLUMN phone varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL;
