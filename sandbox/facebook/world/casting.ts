import type { Contact, Page } from './cast.ts'
import type { Identifiers } from './identifiers.ts'
import type { Ledger } from '../ledger/event-ledger.ts'
import { personName } from './phrases.ts'
import type { Random } from './random.ts'

export interface CastOptions {
  readonly random: Random
  readonly ids: Identifiers
  readonly ledger: Ledger
  readonly people: number
  readonly pages: number
}

/** Pages, and people who get their page-scoped ids when they first turn up on a Page. A few people come all the time. */
export function createCast({ random, ids, ledger, people, pages: count }: CastOptions) {
  const pages = Array.from({ length: count }, (_, index) =>
    createPage(ledger, ids.page(), `Café Nº ${index + 1} ☕`),
  )
  const contacts = new Map<Page, Map<number, Contact>>(pages.map((page) => [page, new Map()]))
  return {
    pages,
    someone(page: Page): Contact {
      const number = Math.floor(people * random.next() ** 2)
      const known = contacts.get(page)?.get(number)
      if (known !== undefined) return known
      const psid = ids.person()
      const contact = createContact(ledger, page, {
        psid,
        feedId: random.chance(0.85) ? psid : ids.person(),
        name: personName(random),
      })
      contacts.get(page)?.set(number, contact)
      return contact
    },
  }
}

export function createPage(ledger: Ledger, id: string, name: string): Page {
  ledger.pages.set(id, name)
  return { id, name, posts: [], contacts: [], lastSecond: new Map() }
}

export function createContact(
  ledger: Ledger,
  page: Page,
  who: { psid: string; feedId: string; name: string },
): Contact {
  const contact: Contact = {
    ...who,
    page,
    conversation: ledger.conversations.of(`${page.id} ${who.psid}`),
    lastFeedSecond: 0,
    inbound: [],
    outbound: [],
    delivered: { highest: 0, below: 0 },
    read: { highest: 0, below: 0 },
    linked: false,
  }
  page.contacts.push(contact)
  return contact
}
