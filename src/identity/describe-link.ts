/** A link in one sentence: what it connects, why, how strong it is, and since when. */
import type { LinkEvidence } from '../domain/identity-link.ts'
import { nameOfKey } from '../domain/identity-link.ts'
import type { KnownLink } from './known-link.ts'

/** Why two ids are linked, as the end of a sentence. */
export const reasons: Readonly<Record<LinkEvidence, string>> = {
  private_reply: 'a private reply to the comment of one reached the other',
  invite: 'a signed m.me link for the number was used',
  account_linking: 'the customer signed in at the brand',
  quick_reply: 'Facebook told it by a quick reply',
  typed: 'the customer typed it',
  confirmed: 'the customer typed it and confirmed it with a code',
  lead_form: 'one lead form has both',
  import: "the brand's own data have both in one row",
  agent: 'an agent or operator said so',
  user_ref: 'the checkbox plugin gave both',
  id_matching: 'Facebook says that both are one customer',
}

export function describeLink({ id, a, b, evidence, strength, source, ts, by, revoked }: KnownLink): string {
  const counts = strength === 'claimed' ? 'claimed, so it only proposes' : strength
  const end =
    revoked === undefined ? '' : `; revoked ${day(revoked.ts)}${revoked.by === '' ? '' : ` by ${revoked.by}`}`
  const who = by === undefined ? '' : ` (${by})`
  const from = source.kind === 'agent' ? '' : `, ${source.kind} ${source.id}`
  return `link ${id}: ${nameOfKey(a)} and ${nameOfKey(b)}: ${reasons[evidence]}${who} (${counts}${from}, ${day(ts)}${end})`
}

export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
