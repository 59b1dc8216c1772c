/** A change of customers with all that it would do. It is planned once to be shown, and again when it is done. */
import type { Kysely } from 'kysely'
import type { ChangeRefusal, CustomerChange } from '../../domain/customer-change.ts'
import { type IdentityLink, nameOfKey } from '../../domain/identity-link.ts'
import type { SharedReason } from '../../domain/profile-fact.ts'
import { toAgentLink, toRestoredClaim } from '../../identity/agent-link.ts'
import type { IdentityRules } from '../../identity/explore.ts'
import type { KnownLink } from '../../identity/known-link.ts'
import { type KnownForgotten, withoutForgottenLinks } from '../identity/forgotten-links.ts'
import type { Database } from '../mysql/schema.ts'
import { findChange } from './find-change.ts'
import { type LinksPreview, previewLinks } from './preview-links.ts'

export type PlannedChange =
  | { readonly is: 'refused'; readonly reason: ChangeRefusal }
  | { readonly is: 'add'; readonly link: IdentityLink; readonly preview: LinksPreview }
  | { readonly is: 'revoke'; readonly link: KnownLink; readonly preview: LinksPreview }

export interface ChangeDeps {
  readonly rules: IdentityRules
  /** Undefined: nobody was forgotten, or the caller cannot know. */
  readonly tombstones: KnownForgotten
  /** Who does it, for the evidence. */
  readonly by: string
  /** ms */
  readonly ts: number
}

export async function planChange(
  db: Kysely<Database>,
  change: CustomerChange,
  { rules, tombstones, by, ts }: ChangeDeps,
): Promise<PlannedChange> {
  const found = await findChange(db, change)
  if (found.is === 'refused') return found
  if (found.is === 'revoke') {
    const { link } = found
    const seeds = [link.a, link.b]
    return { ...found, preview: await previewLinks(db, { revokedIds: [link.id], seeds, rules }) }
  }
  const link = found.is === 'claim' ? toRestoredClaim(found.link, { by, ts }) : toAgentLink(found, { by, ts })
  if ((await withoutForgottenLinks(db, [link], tombstones)).length === 0)
    return { is: 'refused', reason: 'forgotten' }
  const seeds = [link.a, link.b]
  const preview = await previewLinks(db, { added: [link], seeds, rules })
  // A claim merges nobody: people decide.
  for (const key of found.is === 'claim' ? [] : seeds) {
    const why = preview.shared.get(nameOfKey(key))
    if (why !== undefined) return { is: 'refused', reason: refusalOf[why.reason] }
  }
  return { is: 'add', link, preview }
}

const refusalOf: Readonly<Record<SharedReason, ChangeRefusal>> = {
  page: 'page',
  bad_value: 'bad_value',
  listed: 'many_have_it',
  counted: 'many_have_it',
  cleared: 'many_have_it',
}
