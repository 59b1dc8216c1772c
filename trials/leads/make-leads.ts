/** Leads with known values. Every fifth customer fills in a second form. */
import type { Random } from '../../sandbox/facebook/world/random.ts'
import type { Lead } from '../../sandbox/facebook/world/state.ts'

export interface MadeLead {
  /** The place of its Page. */
  readonly page: number
  readonly email: string
  readonly phone: string
  readonly name: string
  readonly isOfAd: boolean
}

export interface SentLead {
  readonly made: MadeLead
  readonly lead: Lead
  readonly pageId: string
}

export function makeLeads(
  random: Random,
  { leads, pages }: { readonly leads: number; readonly pages: number },
): MadeLead[] {
  const made: MadeLead[] = []
  while (made.length < leads) {
    const number = made.length + 1
    const customer = {
      email: `customer${number}@kunde-${number % 97}.example.org`,
      // Numbers of Germany that nobody has.
      phone: `+4915123${String(number).padStart(6, '0')}`,
      name: `Ada Lovelace ${number}`,
    }
    const times = random.chance(0.2) && made.length + 1 < leads ? 2 : 1
    for (let time = 0; time < times; time += 1)
      made.push({ ...customer, page: random.below(pages), isOfAd: random.chance(0.8) })
  }
  return made
}
