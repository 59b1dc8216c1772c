/** `pagebeat customer find`: who has this name, e-mail, phone, id or number. */
import { findByName, findLines } from '../../src/db/customers/find-by-name.ts'
import { nameOfKey } from '../../src/domain/identity-link.ts'
import { findCustomer } from '../../src/db/identity/find-customer.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { count } from './describe-import.ts'
import { findNamed } from './named-customer.ts'
import { withIdentity } from './with-identity.ts'

export interface FindOptions {
  readonly limit: number
  readonly json?: true
}

export async function findCustomers(text: string, { limit, json }: FindOptions): Promise<void> {
  await withIdentity(async ({ db, country }) => {
    const named = await findNamed({ db, country }, text)
    const likes = named.length > 0 ? [] : await findByName(db, text, limit)
    const lines = await findLines(db, [...named.map(({ pId }) => pId), ...likes])
    const found = []
    for (const line of lines) {
      const known = named.find(({ pId }) => pId === line.pId) ?? (await findCustomer(db, line.pId))
      found.push({ ...line, ids: (known?.ids ?? []).map(nameOfKey) })
    }
    if (json) return printJson(found, 2)
    for (const { pId, name, lastInteractionTs, ids } of found) {
      const last =
        lastInteractionTs === undefined ? 'no interaction' : `last seen ${lastInteractionTs.toISOString()}`
      printLine(
        `${pId}  ${name ?? '(no name)'}  ${last}  ${ids.slice(0, 8).join(' ')}${ids.length > 8 ? ' …' : ''}`,
      )
    }
    if (found.length === 0)
      printLine(
        country === undefined && /^[\d\s()/.-]+$/.test(text)
          ? 'No customer found. A phone without its country is read only where IDENTITY_COUNTRY is set.'
          : 'No customer found. A part of a name is enough; a phone is found by any way of writing it.',
      )
    else
      printLine(`${count(found.length, 'customer')}${found.length >= limit ? ' or more: see --limit' : ''}`)
  })
}
