import { type Finding, ok, unsure, wrong } from './finding.ts'

/** Facebook tells its time to the second, and the answer was under way. */
const fineMs = 5_000
const badMs = 60_000

/**
 * Windows, expiries and receipts are compared with Facebook's times: a clock that is off closes them too early or too
 * late.
 */
export function findInClock(skewMs: number | undefined): Finding {
  const fix = 'let the machine keep time by NTP (`timedatectl set-ntp true`)'
  if (skewMs === undefined) {
    return unsure('clock', {
      says: "This machine's clock could not be compared with Facebook's.",
      fix: 'check again when Facebook answers',
    })
  }
  const off = Math.abs(skewMs)
  if (off <= fineMs) return ok('clock', "This machine's clock agrees with Facebook's.")
  const says = `This machine's clock is ${Math.round(off / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} Facebook's.`
  return off > badMs ? wrong('clock', { says, fix }) : unsure('clock', { says, fix })
}

/** A version that has expired is served by the oldest that lives, without a word. */
export function findInVersion(answered: string | undefined, asked: string): Finding[] {
  if (answered === undefined || answered === asked) return []
  const says = `Version ${asked} of the Graph API is asked for, and ${answered} answers: ${asked} has expired.`
  return [unsure('graph_version', { says, fix: 'set GRAPH_API_VERSION to a version that lives' })]
}
