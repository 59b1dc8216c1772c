-- Purpose:  the raw ledger: every group of deliveries as it arrived, one row for each group. groupKey grows with time,
--           so that inserts stay at the right end of its index. `UNCOMPRESS(bodies)` returns the bodies: a JSON array
--           of strings.
-- Locks:    none on existing tables.
-- Duration: milliseconds.
-- Undo:     DROP TABLE webhookDelivery;

CREATE TABLE IF NOT EXISTS webhookDelivery (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  groupKey binary(16) NOT NULL,
  receivedTs datetime(3) NOT NULL,
  deliveries int unsigned NOT NULL,
  bytes int unsigned NOT NULL COMMENT 'of the bodies, uncompressed',
  bodies longblob NOT NULL COMMENT 'in the format of COMPRESS()',
  PRIMARY KEY (id),
  UNIQUE KEY groupOnce (groupKey),
  KEY receivedIndex (receivedTs)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci ROW_FORMAT = DYNAMIC;
