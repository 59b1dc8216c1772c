-- Purpose:  imports of the brand's own customers. importRun holds how far each is: after a stop, the same file goes on
--           behind the last row that is in the tables. importRow holds the rows of a dry run while it lasts.
-- Locks:    none: makes two tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE importRun, importRow;

CREATE TABLE IF NOT EXISTS importRun (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  importKey binary(16) NOT NULL COMMENT 'hash of the file, its mapping and the country of phones',
  source varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'source of the mapping',
  state varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'running or done; trial: a dry run',
  rowsDone bigint unsigned NOT NULL DEFAULT 0 COMMENT 'rows of the file that are in the tables, or left out',
  rowsLeftOut bigint unsigned NOT NULL DEFAULT 0,
  valuesLeftOut bigint unsigned NOT NULL DEFAULT 0 COMMENT 'values of the other rows',
  newIds bigint unsigned NOT NULL DEFAULT 0,
  newLinks bigint unsigned NOT NULL DEFAULT 0,
  reportBytes bigint unsigned NOT NULL DEFAULT 0 COMMENT 'length of the report of what was left out',
  startedTs bigint NOT NULL COMMENT 'milliseconds',
  updatedTs bigint NOT NULL COMMENT 'milliseconds',
  PRIMARY KEY (id),
  KEY importIndex (importKey)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS importRow (
  runId bigint unsigned NOT NULL COMMENT 'importRun.id of a dry run: its rows are deleted at its end',
  line bigint unsigned NOT NULL,
  customer varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  email varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  phone varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (runId, line),
  KEY customerIndex (runId, customer),
  KEY emailIndex (runId, email),
  KEY phoneIndex (runId, phone)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
