/** Two customers whom the tests of changes merge, and the console in which they do. */
import { randomBytes } from 'node:crypto'
import {
  askedSchema,
  changeStateSchema,
  type CustomerChange,
  previewSchema,
} from '../../console/api/customer-changes.ts'
import { customerSchema } from '../../console/api/customers.ts'
import { settleCustomerRequests } from '../../src/db/console/customers/settle-requests.ts'
import { recordFacts } from '../../src/db/identity/profile-facts.ts'
import { createTombstones } from '../../src/db/privacy/tombstones.ts'
import { createIdDigests } from '../../src/privacy/id-digest.ts'
import { at, comment, decodeAll, message } from '../helpers/decoded.ts'
import { createTracking } from '../helpers/inbox.ts'
import { type Browser, openConsole } from './running-console.ts'

export const [feed, thread] = [
  { kind: 'facebook', value: '50001' },
  { kind: 'facebook', value: '60001' },
]
const digests = createIdDigests([randomBytes(32).toString('base64')])

export async function openShop(t: Parameters<typeof openConsole>[0]) {
  const console = await openConsole(t, { country: 'DE' })
  const { db } = console
  await db.deleteFrom('forgotten').execute()
  await createTracking(db, Date.now).record(
    decodeAll([
      comment('c1', at(1), { message: 'Lovely beans', from: { id: '50001', name: 'Ada Lovelace' } }),
      comment('c2', at(2), { message: 'Again', from: { id: '50001', name: 'Ada Lovelace' } }),
      message('60001', 'm1', at(3), 'Hello'),
    ]).events,
  )
  const fact = { strength: 'attested', ts: at(4), source: { kind: 'lead', id: '1' } } as const
  await db.transaction().execute(async (transaction) => {
    await recordFacts(transaction, [
      { of: feed, name: 'city', value: 'Ulm', ...fact },
      { of: thread, name: 'city', value: 'Bern', ...fact, strength: 'verified' },
      { of: thread, name: 'email', value: 'ada@example.com', ...fact },
    ])
  })
  const tombstones = createTombstones(digests)
  const settle = async () =>
    await settleCustomerRequests(db, { tombstones, close: async () => await Promise.resolve(undefined) })
  return { ...console, tombstones, settle }
}

export const post = async (browser: Browser, path: string, body: unknown) =>
  await browser.ask(path, { method: 'POST', body })

export async function preview(browser: Browser, change: CustomerChange) {
  return previewSchema.parse((await post(browser, '/api/customer-changes/preview', change)).json)
}

/** Asks for what the preview shows. The id of the request. */
export async function askFor(browser: Browser, change: CustomerChange, seen?: string): Promise<string> {
  const body = { change, seen: seen ?? (await preview(browser, change)).seen }
  const asked = await post(browser, '/api/customer-changes', body)
  return askedSchema.parse(asked.json).requestId
}

export async function stateOf(browser: Browser, id: string) {
  return changeStateSchema.parse((await browser.ask(`/api/customer-changes/${id}`)).json)
}

/** The customer's page, as a preview shows customers. Undefined: there is none. */
export async function shown(browser: Browser, pId: string) {
  const { status, json } = await browser.ask(`/api/customers/${encodeURIComponent(pId)}`)
  if (status === 404) return undefined
  const { name, ids, interactions, turns, profile } = customerSchema.parse(json)
  return {
    pId,
    ...(name === undefined ? {} : { name }),
    ids: ids
      .map(({ cidType, id }) => ({ cidType, id }))
      .toSorted((a, b) => (a.cidType + a.id < b.cidType + b.id ? -1 : 1)),
    interactions,
    turns,
    profile,
  }
}
