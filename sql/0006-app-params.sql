-- Purpose:  appParams holds longer, encrypted values. paramKey keeps the seed's collation (general_ci): no two
--           different keys become the same, and look-ups in any case find what they found before.
-- Locks:    rebuilds the table; it has a handful of rows.
-- Duration: milliseconds.
-- Undo:     not needed; the wider types may stay.

ALTER TABLE appParams
  MODIFY paramKey varchar(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  MODIFY paramValue mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY paramType varchar(45) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  MODIFY description varchar(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci DEFAULT NULL,
  DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci,
  ROW_FORMAT = DYNAMIC;
