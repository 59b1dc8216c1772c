import type { Kysely } from 'kysely'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { findByExactId } from '../../src/db/privacy/find-customer.ts'
import { anonymousProfileId } from '../../src/domain/event-key.ts'
import type { ProfileId } from '../../src/domain/ids.ts'
import { toEmail, toPhone } from '../../src/identity/contact-values.ts'
import { Refused } from '../command-line/refused.ts'

/** The one customer that these words name exactly. Throws Refused for none, several, and the stand-ins for many. */
export async function requireCustomer(db: Kysely<Database>, given: string): Promise<ProfileId> {
  const { IDENTITY_COUNTRY: country } = readConfig(process.env, {
    required: [],
    optional: ['IDENTITY_COUNTRY'],
  })
  const spellings = new Set([given, toEmail(given) ?? given, toPhone(given, country) ?? given])
  const found = [...new Set((await Promise.all([...spellings].map((one) => findByExactId(db, one)))).flat())]
  const [pId] = found
  if (pId === undefined)
    throw new Refused(
      `No customer has the id ${given}. Look for them: \`pagebeat customer find <name, e-mail, phone or id>\``,
    )
  if (found.length > 1)
    throw new Refused(
      `${given} means ${found.length} customers (${found.join(', ')}): give a pId, or <kind>:<id>`,
    )
  if (pId === anonymousProfileId || pId.startsWith('page:'))
    throw new Refused(`${pId} is a stand-in for many, and no customer`)
  return pId
}
