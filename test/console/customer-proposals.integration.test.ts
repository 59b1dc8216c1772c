/** Claims of customers, and changes that are not done: the customers are others by then, or the user may no more. */
import test from 'ava'
import { proposalsSchema } from '../../console/api/customer-changes.ts'
import { customerSchema } from '../../console/api/customers.ts'
import { linkNow } from '../../src/db/identity/link-now.ts'
import { recordFacts } from '../../src/db/identity/profile-facts.ts'
import type { IdentityLink } from '../../src/domain/identity-link.ts'
import { removeClaims } from '../../src/db/identity/remove-claims.ts'
import { keyOf } from '../../src/domain/event-key.ts'
import { asPsid } from '../../src/domain/ids.ts'
import { at } from '../helpers/decoded.ts'
import { askFor, feed, openShop, post, preview, stateOf, thread } from './changed-customers.ts'
import type { Browser } from './running-console.ts'

/** The customer typed the e-mail. */
function claim(value: string): IdentityLink {
  return {
    a: thread,
    b: { kind: 'email', value },
    evidence: 'typed',
    strength: 'claimed',
    source: { kind: 'interaction', id: value },
    ts: at(6),
  }
}

async function list(browser: Browser) {
  return proposalsSchema.parse((await browser.ask('/api/customer-proposals')).json).proposals
}

test.serial('a claim is accepted or refused once, also by two users at once', async (t) => {
  const { db, signedIn, settle } = await openShop(t)
  for (const value of ['ada@example.com', 'bob@example.com'])
    await linkNow(db, [claim(value)], { tombstones: undefined })
  const [agent, admin, viewer] = [await signedIn('agent'), await signedIn('admin'), await signedIn('viewer')]
  const proposals = await list(agent)
  t.deepEqual(
    proposals.map(({ evidence, says, a, b, customers }) => [evidence, says, a.id, b.id, customers]),
    ['ada@example.com', 'bob@example.com'].map((email) => [
      'typed',
      'the customer typed it',
      email,
      '60001',
      { a: { pId: `email:${email}` }, b: { pId: 'facebook:60001' } },
    ]),
  )
  const masked = JSON.stringify(await list(viewer))
  for (const { a, b } of proposals) for (const { id } of [a, b]) t.false(masked.includes(`"id":"${id}"`), id)
  const [one, two] = proposals
  if (one === undefined || two === undefined) return t.fail('two proposals')
  const page = customerSchema.parse((await agent.ask('/api/customers/facebook:60001')).json)
  t.deepEqual(page.proposals, proposals)

  const accept = { act: 'accept', linkId: one.linkId } as const
  const both = [await askFor(agent, accept), await askFor(admin, accept)]
  await settle()
  t.like(await stateOf(agent, both[0] ?? ''), { is: 'done' })
  t.like(await stateOf(admin, both[1] ?? ''), { is: 'refused', reason: 'not_waiting' })
  const refuse = { act: 'refuse', linkId: two.linkId } as const
  const refused = await askFor(agent, refuse)
  await settle()
  t.like(await stateOf(agent, refused), { is: 'done' })
  t.deepEqual(await list(agent), [])
  const again = await post(agent, '/api/customer-changes/preview', refuse)
  t.like(again.json, { error: 'not_waiting' })
  const { ids } = customerSchema.parse((await agent.ask('/api/customers/facebook:60001')).json)
  t.deepEqual(ids.map(({ id }) => id).toSorted(), ['60001', 'ada@example.com'])
})

test.serial(
  'a refused proposal is proposed again, refused again, and goes with an unsent message',
  async (t) => {
    const { db, signedIn, settle } = await openShop(t)
    const key = keyOf('typed')
    const source = { kind: 'interaction', id: key } as const
    await linkNow(db, [{ ...claim('cy@example.com'), source }], { tombstones: undefined })
    const agent = await signedIn('agent')
    const act = async (name: 'refuse' | 'restore', linkId = '') => {
      const id = await askFor(agent, { act: name, linkId })
      await settle()
      return await stateOf(agent, id)
    }
    const [first] = await list(agent)
    const waiting = await post(agent, '/api/customer-changes/preview', {
      act: 'restore',
      linkId: first?.linkId,
    })
    t.like(waiting.json, { error: 'still_waits' })
    t.like(await act('refuse', first?.linkId), { is: 'done' })
    t.deepEqual(await list(agent), [])
    for (let from = first?.linkId, times = 0; times < 2; times += 1) {
      const restored = await act('restore', from)
      t.is(restored.is, 'done')
      const [again] = await list(agent)
      t.deepEqual(again, first && { ...first, linkId: restored.linkId ?? '' })
      const twice = await post(agent, '/api/customer-changes/preview', { act: 'restore', linkId: from })
      t.like(twice.json, { error: 'still_waits' })
      from = restored.linkId
      t.like(await act('refuse', from), { is: 'done' })
      t.deepEqual(await list(agent), [])
    }
    t.is((await act('restore', first?.linkId)).is, 'done')
    await db.transaction().execute(async (transaction) => {
      await removeClaims(transaction, [{ psid: asPsid(thread.value), keys: [key] }])
    })
    t.deepEqual(
      await db.selectFrom('identityLink').select('id').where('evidence', '=', 'typed').execute(),
      [],
    )
  },
)

test.serial('a change is done only as it was shown, and not for a user who may no more', async (t) => {
  const { db, users, idOf, signedIn, settle } = await openShop(t)
  const agent = await signedIn('agent')
  const merge = { act: 'merge', pId: 'facebook:50001', otherPId: 'facebook:60001' } as const
  const { seen } = await preview(agent, merge)
  const id = await askFor(agent, merge, seen)
  // Meanwhile the customer's lead tells another city.
  const fact = { name: 'city', value: 'Wien', strength: 'brand', ts: at(9) } as const
  await db.transaction().execute(async (transaction) => {
    await recordFacts(transaction, [{ of: feed, ...fact, source: { kind: 'import', id: '2' } }])
  })
  await settle()
  t.like(await stateOf(agent, id), { is: 'refused', reason: 'changed' })
  const stale = await post(agent, '/api/customer-changes', { change: merge, seen })
  t.like(stale.json, { error: 'changed' })

  const late = await askFor(agent, merge)
  await db.updateTable('customerRequest').set({ createdTs: '1' }).where('id', '=', late).execute()
  const demoted = await askFor(agent, merge)
  await users.setRole(idOf('agent'), 'viewer')
  await settle()
  const states = await db
    .selectFrom('customerRequest')
    .select(['state', 'reason'])
    .where('id', 'in', [late, demoted])
    .orderBy('id')
    .execute()
  t.deepEqual(states, [
    { state: 'refused', reason: 'too_old' },
    { state: 'refused', reason: 'not_allowed' },
  ])
  t.deepEqual(await db.selectFrom('identityLink').select('id').where('evidence', '=', 'agent').execute(), [])
})
