/** Who is who, as the world has it: proposals, changes with their preview, export and forgetting. */
import type { ServerResponse } from 'node:http'
import {
  askedChangeSchema,
  askedSchema,
  changeSchema,
  type ChangeState,
  changeStateSchema,
  type CustomerChange,
  forgetSchema,
  type Forgetting,
  forgettingSchema,
  type ChangePreview,
  previewSchema,
  type Proposal,
  proposalsSchema,
} from '../../../../console/api/customer-changes.ts'
import { startTs, type World } from './world.ts'

const seen = 'a'.repeat(64)

/** `merged`: customers by the one that they are part of. `refusing`: codes for the next changes. */
export function createIdentityStub(world: World, onForgotten: (conversationId: string) => void) {
  const proposals: Proposal[] = [makeProposal('31', 'p100', 'p101'), makeProposal('32', 'p100', 'p102')]
  const merged = new Map<string, { readonly into: string; readonly linkId: string }>()
  const refused: Proposal[] = []
  const asked: CustomerChange[] = []
  const refusing: string[] = []
  const requests = new Map<string, { state: ChangeState; polls: number }>()
  let exports = 0
  let waits = 1

  function personOf(pId: string) {
    const found = [...world.values()].find(({ head }) => head.pId === pId)
    return {
      pId,
      ...(found?.head.name === undefined ? {} : { name: found.head.name }),
      ids: (found?.head.customer.ids ?? []).map(({ cidType, id }) => ({ cidType, id })),
      interactions: found?.messages.length ?? 0,
      turns: 2,
    }
  }

  function makeProposal(linkId: string, a: string, b: string): Proposal {
    const [one, other] = [personOf(a), personOf(b)]
    return {
      linkId,
      a: { cidType: 'email', id: `${linkId}@example.org` },
      b: { cidType: 'facebook', id: '6700001' },
      evidence: 'typed',
      says: 'the customer typed it',
      ts: startTs - 7_200_000,
      customers: {
        a: { pId: a, ...(one.name === undefined ? {} : { name: one.name }) },
        b: { pId: b, ...(other.name === undefined ? {} : { name: other.name }) },
      },
    }
  }

  /** The customers of a change that become one, or are taken apart. */
  function pairOf(asks: CustomerChange): readonly [string, string] {
    if (asks.act === 'merge') return [asks.pId, asks.otherPId]
    if (asks.act === 'link') return [asks.pId, `${asks.kind}:${asks.value}`]
    const proposal = proposals.find(({ linkId }) => linkId === asks.linkId)
    const [pId = 'p101', of] = [...merged].find(([, { linkId }]) => linkId === asks.linkId) ?? []
    return proposal === undefined
      ? [of?.into ?? 'p100', pId]
      : [proposal.customers.a.pId, proposal.customers.b.pId]
  }

  function preview(to: CustomerChange): ChangePreview {
    const [a, b] = pairOf(to).map(personOf)
    if (a === undefined || b === undefined || to.act === 'refuse' || to.act === 'restore')
      return { before: [], after: [], dead: [], seen }
    const both = { ...a, ids: [...a.ids, ...b.ids], interactions: a.interactions + b.interactions, turns: 4 }
    const profile = [
      {
        column: 'city',
        value: 'Hamburg',
        strength: 'brand',
        sourceKind: 'import',
        ts: startTs - 900_000_000,
      },
      { column: 'email', value: 'mira@example.org', strength: 'verified', sourceKind: 'lead', ts: startTs },
    ]
    return to.act === 'unlink'
      ? {
          before: [both],
          after: [
            { ...a, profile },
            { ...b, profile: [] },
          ],
          dead: [],
          seen,
        }
      : { before: [a, b], after: [{ ...both, profile }], dead: [], seen }
  }

  function request(state: Omit<ChangeState, 'is'> & { readonly is: 'done' | 'refused' }): string {
    const id = String(requests.size + 1)
    requests.set(id, { state, polls: 0 })
    return id
  }

  function change(to: CustomerChange): string {
    asked.push(to)
    const reason = refusing.shift()
    if (reason !== undefined) return request({ is: 'refused', reason, says: 'The stub refuses.' })
    const [a, b] = pairOf(to)
    const linkId = String(500 + asked.length)
    if ('linkId' in to) {
      const at = proposals.findIndex((one) => one.linkId === to.linkId)
      const gone = at < 0 ? [] : proposals.splice(at, 1)
      if (to.act === 'refuse') refused.push(...gone)
    }
    if (to.act === 'restore') restore(to.linkId, linkId)
    else if (to.act === 'unlink') merged.delete(b)
    else if (to.act !== 'refuse') merged.set(b, { into: a, linkId })
    return request(to.act === 'unlink' || to.act === 'refuse' ? { is: 'done' } : { is: 'done', linkId })
  }

  function restore(from: string, linkId: string): void {
    const at = refused.findIndex((one) => one.linkId === from)
    for (const one of at < 0 ? [] : refused.splice(at, 1)) proposals.push({ ...one, linkId })
  }

  function stateOf(id: string): ChangeState | undefined {
    const found = requests.get(id)
    if (found === undefined) return undefined
    found.polls += 1
    if (found.polls <= waits) return { is: 'waiting' }
    const { receipt } = found.state
    return receipt === undefined
      ? found.state
      : { ...found.state, receipt: { ...receipt, isDone: found.polls > waits + 2 } }
  }

  function forget(pId: string): string {
    for (const [id, { head }] of world) if (head.pId === pId) onForgotten(id)
    const removed = { chan2Profile: 2, interaction: 41, turn: 12 }
    return request({ is: 'done', receipt: { id: '7', isDone: false, removed } })
  }

  function forgettingOf(pId: string): Forgetting {
    const { turns: _, ...person } = personOf(pId)
    return { ...person, conversations: 1, firstTs: startTs - 9_000_000, lastTs: startTs, seen }
  }

  return {
    asked,
    refusing,
    merged,
    exports: () => exports,
    /** How often the page is told to wait before a change is done. */
    waitFor(polls: number): void {
      waits = polls
    },
    /** False: the path is none of these. */
    answer(url: URL, body: unknown, response: ServerResponse): boolean {
      const [, , area, one = '', what] = url.pathname.split('/')
      const id = decodeURIComponent(one)
      if (area === 'customer-proposals') send(response, 200, proposalsSchema.parse({ proposals }))
      else if (area === 'customer-changes' && id === 'preview')
        send(response, 200, previewSchema.parse(preview(changeSchema.parse(body))))
      else if (area === 'customer-changes' && id === '')
        send(response, 202, askedSchema.parse({ requestId: change(askedChangeSchema.parse(body).change) }))
      else if (area === 'customer-changes') send(response, 200, changeStateSchema.parse(stateOf(id)))
      else if (area === 'customers' && what === 'export') {
        exports += 1
        send(response, 200, { pId: id, madeTs: '2026-11-29T10:00:00.000Z', stores: {} })
      } else if (area === 'customers' && what === 'forgetting')
        send(response, 200, forgettingSchema.parse(forgettingOf(id)))
      else if (area === 'customers' && what === 'forget') {
        forgetSchema.parse(body)
        send(response, 202, askedSchema.parse({ requestId: forget(id) }))
      } else return false
      return true
    },
    proposalsOf: (pId: string): readonly Proposal[] => proposals.filter((one) => isOf(one, pId)),
    refusedOf: (pId: string): readonly Proposal[] => refused.filter((one) => isOf(one, pId)),
  }
}

function isOf({ customers: { a, b } }: Proposal, pId: string): boolean {
  return a.pId === pId || b.pId === pId
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
