import type { Agenda } from './agenda.ts'
import type { Contact, Page, Studio } from './cast.ts'

/** A studio with a cast and an agenda: where the random world plays. */
export interface Stage extends Studio {
  readonly pages: readonly Page[]
  /** Acts to come; each returns whether it put an event on its way. */
  readonly agenda: Agenda<() => boolean>
  /** A person on this Page: mostly one who was there before. */
  someone(page: Page): Contact
}
