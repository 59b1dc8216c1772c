import type { IdentityLink } from '../domain/identity-link.ts'

/** A stored link, with all that is known of it. */
export interface KnownLink extends IdentityLink {
  /** `identityLink.id` */
  readonly id: string
  readonly revoked?: { readonly by: string; readonly ts: number }
}
