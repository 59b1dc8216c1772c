/** What a user of the console asks to be done with customers, and why it may not be possible. */
import type { CustomerKey } from './identity-link.ts'
import type { ProfileId } from './ids.ts'

export type CustomerChange =
  /** The two are one customer. */
  | { readonly act: 'merge'; readonly pId: ProfileId; readonly otherPId: ProfileId }
  /** The id is of this customer. Nobody needs to have it yet. */
  | { readonly act: 'link'; readonly pId: ProfileId; readonly key: CustomerKey }
  /**
   * `relink`: the link was revoked, and holds again. `accept`: what the customer claimed is so. `restore`: the claim was
   * refused, and waits again.
   */
  | {
      readonly act: 'relink' | 'accept' | 'unlink' | 'refuse' | 'restore'
      readonly linkId: string
    }

export type CustomerAct = CustomerChange['act'] | 'forget'

/** Why it cannot be done, for people: what is so, and what to do. */
export const changeRefusals = {
  no_customer: 'There is no such customer any more: they were merged or forgotten meanwhile. Search again.',
  already_one: 'These are one customer already.',
  already_theirs: 'This id is of this customer already.',
  no_link: 'There is no such link any more.',
  revoked: 'This link is revoked already.',
  not_revoked: 'This link holds already.',
  still_waits: 'This proposal waits already. Accept or refuse it.',
  not_waiting: 'This proposal does not wait any more: it was accepted or refused.',
  forgotten:
    'One of the ids is of a customer who was forgotten, so it is not linked. If they signed up anew, the operator links it: pagebeat customer link --also-forgotten.',
  bad_value: 'This value names nobody alone, as a test address or a service number. It is not linked.',
  many_have_it: 'Several customers have this value, so it merges nobody. It is not linked.',
  page: 'This is the id of a Page, and no customer.',
  stand_in: 'This stands for many customers who are not known, and is no customer.',
  changed: 'The customers have changed since you looked. Look again at what would be done.',
  too_old: 'No worker took the request for ten minutes, so it was dropped. Nothing was changed.',
  not_allowed: 'The user who asked may not do this any more. Nothing was changed.',
  failed: 'The database refused the change. Nothing was changed. The log of the workers tells why.',
} as const

export type ChangeRefusal = keyof typeof changeRefusals
