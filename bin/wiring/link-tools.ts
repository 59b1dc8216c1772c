import { plainSigns } from '../../src/domain/plain-signs.ts'
import type { CustomerKey } from '../../src/domain/identity-link.ts'
import { toEmail, toPhone } from '../../src/identity/contact-values.ts'
import { createInvites } from '../../src/identity/invite-token.ts'
import type { LinkTools } from '../../src/identity/links-of-event.ts'
import { findContacts } from '../../src/nlp/local/entities/contact.ts'
import { countInvite } from '../../src/telemetry/count-links.ts'
import type { Logger } from '../../src/telemetry/log.ts'

/** `country`: that of phones without their country's code. `secretKeys`: none, and no invite counts. */
export function createLinkTools({
  secretKeys,
  country,
  log,
}: {
  readonly secretKeys: readonly string[]
  readonly country: string | undefined
  readonly log: Pick<Logger, 'warn'>
}): LinkTools {
  const invites = createInvites(secretKeys)

  function contactOf(text: string): CustomerKey | undefined {
    const email = toEmail(text)
    if (email !== undefined) return { kind: 'email', value: email }
    const phone = toPhone(text, country)
    return phone === undefined ? undefined : { kind: 'phone', value: phone }
  }

  return {
    readInvite(ref, use) {
      const reading = invites.read(ref, use)
      if (reading === undefined || !('refused' in reading)) return reading
      countInvite(reading.refused)
      log.warn(
        { page: use.pageId, reason: reading.refused },
        'an m.me link of `customer invite` counts for nothing',
      )
      return undefined
    },
    /** As language understanding finds them: an order number, a date, an account and a link hold no phone. */
    contactsIn(text) {
      const plain = plainSigns(text.slice(0, longestText)).replaceAll(/\b(?:https?:\/\/|www\.)\S+/gi, ' ')
      const found = findContacts(plain, { text: plain, referenceTime: 0 }).flatMap(
        (one) => contactOf(one.text) ?? [],
      )
      return [...new Map(found.map((key) => [`${key.kind} ${key.value}`, key])).values()]
    },
    contactOf,
  }
}

/** The longest message of Messenger. */
const longestText = 2_000
