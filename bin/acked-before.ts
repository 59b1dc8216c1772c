/** Clocks of the receivers and workers. */
const clocksDifferMs = 100
/** What came just now is on its way into the tables: without trouble nothing takes longer for it, and nobody waits. */
const onItsWayMs = 40

/**
 * What reached us until then, ms since the epoch, is recorded before the turn is answered. As a rule that is what came before the
 * turn was known; but one that had to wait for long is not answered before what came meanwhile and is held up.
 */
export function ackedBefore(
  { openedTs, readyTs }: { readonly openedTs: number; readonly readyTs: number },
  now: number,
): number {
  return Math.max(Math.max(openedTs, readyTs) + clocksDifferMs, now - onItsWayMs)
}
