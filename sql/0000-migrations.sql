-- Purpose:  the migrations that were applied to this database, with the checksum of their statements.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE pagebeatMigration; every file can be applied again without effect.

CREATE TABLE IF NOT EXISTS pagebeatMigration (
  name varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  checksum char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of its statements and guards',
  appliedTs datetime(3) NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
