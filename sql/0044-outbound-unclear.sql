-- Purpose:  the claim of an earlier call whose outcome is not known. If Facebook refuses the next call of the same act,
--           the earlier one may have taken effect.
-- Locks:    rebuilds nothing; adds a column at the end. It is empty in rows that are unsettled now.
-- Duration: milliseconds.
-- Undo:     ALTER TABLE outbound DROP COLUMN unclearTs;

-- skip if column outbound.unclearTs
ALTER TABLE outbound
  ADD COLUMN unclearTs bigint DEFAULT NULL COMMENT 'claimedTs of an earlier call whose outcome is not known';
