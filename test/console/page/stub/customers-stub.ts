/** Customers as the world has them. */
import type { ServerResponse } from 'node:http'
import {
  customerSchema,
  type Customer,
  customersQuerySchema,
  customersSchema,
} from '../../../../console/api/customers.ts'
import type { Proposal } from '../../../../console/api/customer-changes.ts'
import type { createIdentityStub } from './identity-stub.ts'
import { minuteMs, startTs, type Stored, type World } from './world.ts'

/** False: the path is none of customers. */
export function answerCustomers(
  url: URL,
  {
    world,
    identity,
  }: {
    readonly world: World
    readonly identity: Pick<ReturnType<typeof createIdentityStub>, 'merged' | 'proposalsOf' | 'refusedOf'>
  },
  response: ServerResponse,
): boolean {
  const [, , area, pId] = url.pathname.split('/')
  if (area !== 'customers') return false
  if (pId === undefined) {
    const { text } = customersQuerySchema.parse(Object.fromEntries(url.searchParams))
    const found = [...world.values()].filter(({ head }) =>
      head.name?.toLowerCase().includes(text.toLowerCase()),
    )
    const customers = found.map(({ head: { pId: of, name, lastTs, customer } }) => ({
      pId: of,
      name,
      lastTs,
      ...(customer.email === undefined ? {} : { email: customer.email }),
    }))
    send(response, 200, customersSchema.parse({ customers }))
    return true
  }
  const stored = identity.merged.has(pId)
    ? undefined
    : [...world.values()].find(({ head }) => head.pId === pId)
  if (stored === undefined) send(response, 404, { error: 'not_found', says: 'There is no such customer.' })
  else {
    const made = [...identity.merged].filter(([, { into }]) => into === pId)
    const links = made.map(([other, { linkId }]) => toLink(other, linkId))
    const customer = toCustomer(stored)
    const refused = identity.refusedOf(pId).map(toRefused)
    const proposals = [...identity.proposalsOf(pId)]
    send(
      response,
      200,
      customerSchema.parse({ ...customer, proposals, links: [...customer.links, ...links, ...refused] }),
    )
  }
  return true
}

function toLink(other: string, id: string): Customer['links'][number] {
  return {
    id,
    a: { cidType: 'facebook', id: '6700001' },
    b: { cidType: 'facebook', id: other },
    evidence: 'an agent or operator said so',
    evidenceCode: 'agent',
    strength: 'verified',
    ts: startTs,
    by: 'ines@example.org',
  }
}

function toRefused({ linkId, a, b, says, evidence, ts }: Proposal): Customer['links'][number] {
  const revoked = { revokedTs: startTs, revokedBy: 'ines@example.com' }
  return { id: linkId, a, b, evidence: says, evidenceCode: evidence, strength: 'claimed', ts, ...revoked }
}

function toCustomer({ head, messages }: Stored): Customer {
  const { pId, customer, id, pageId } = head
  const [facebook, email] = customer.ids
  return {
    pId,
    ...(head.name === undefined ? {} : { name: head.name }),
    interactions: messages.length,
    turns: 0,
    proposals: [],
    ids: customer.ids.map(({ cidType, id: one }) => ({ cidType, id: one, isShared: false })),
    links:
      facebook === undefined || email === undefined
        ? []
        : [
            {
              id: '1',
              a: facebook,
              b: email,
              evidence: 'the customer typed it',
              evidenceCode: 'typed',
              strength: 'claimed',
              ts: startTs - 90 * minuteMs,
            },
          ],
    profile: [
      {
        column: 'city',
        value: 'Hamburg',
        strength: 'brand',
        sourceKind: 'import',
        ts: startTs - 900_000_000,
      },
      { column: 'email', value: `customer${id}@example.org`, strength: 'claimed', sourceKind: 'chat' },
      { column: 'loyaltyPoints', value: '340', strength: 'brand' },
      { column: 'chan1OptIn', value: 'yes', strength: 'brand' },
    ],
    conversations: [{ id, pageId }],
    timeline: messages.toReversed().map(({ ts, by, kind, channel, text }) => ({
      ts,
      channel: channel === 'feed' ? 'facebookFeed' : 'facebookMessenger',
      kind,
      direction: by === 'customer' ? 'in' : 'out',
      pageId,
      ...(text === undefined ? {} : { text }),
    })),
    ads: [
      { ts: startTs - 200 * minuteMs, pageId, adId: '120330000123456', title: 'Autumn roast', source: 'ADS' },
    ],
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
