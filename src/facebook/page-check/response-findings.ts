import { type Finding, ok, unsure, wrong } from './finding.ts'

/** A smaller difference says nothing: Facebook tells its time to the second, and the response took time to arrive. */
const fineMs = 5_000
const badMs = 60_000

/**
 * Message windows, expiry times and receipts are compared with Facebook's times. A wrong clock ends them too early or
 * too late.
 */
export function findInClock(skewMs: number | undefined): Finding {
  const fix = 'let the machine keep time by NTP (`timedatectl set-ntp true`)'
  if (skewMs === undefined) {
    return unsure('clock', {
      says: "This machine's clock could not be compared with Facebook's.",
      fix: 'check again when Facebook can be reached',
    })
  }
  const off = Math.abs(skewMs)
  if (off <= fineMs) return ok('clock', "This machine's clock agrees with Facebook's.")
  const says = `This machine's clock is ${Math.round(off / 1000)} s ${skewMs > 0 ? 'ahead of' : 'behind'} Facebook's.`
  return off > badMs ? wrong('clock', { says, fix }) : unsure('clock', { says, fix })
}

/** Facebook serves a call to an expired version with its oldest live version, without an error. */
export function findInVersion(served: string | undefined, asked: string): Finding[] {
  if (served === undefined || served === asked) return []
  const says = `Version ${asked} of the Graph API has expired: ${served} serves its calls.`
  return [unsure('graph_version', { says, fix: 'set GRAPH_API_VERSION to a current version' })]
}
