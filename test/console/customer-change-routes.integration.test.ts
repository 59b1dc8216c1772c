/** Changes of customers: what the preview says, a worker then does, and an undo takes back. */
import test from 'ava'
import { listAudit } from '../../src/db/console/audit-log.ts'
import { linkNow } from '../../src/db/identity/link-now.ts'
import type { IdentityLink } from '../../src/domain/identity-link.ts'
import { at } from '../helpers/decoded.ts'
import { askFor, openShop, post, preview, shown, stateOf } from './changed-customers.ts'

test.serial('a merge does what its preview said, and its undo gives both customers back', async (t) => {
  const { db, signedIn, settle, errors } = await openShop(t)
  const agent = await signedIn('agent')
  const merge = { act: 'merge', pId: 'facebook:50001', otherPId: 'facebook:60001' } as const
  const [ada, other] = [await shown(agent, merge.pId), await shown(agent, merge.otherPId)]
  const { before, after, seen } = await preview(agent, merge)
  t.deepEqual(
    before.map(({ pId, name, interactions }) => [pId, name, interactions]),
    [
      ['facebook:50001', 'Ada Lovelace', 2],
      ['facebook:60001', undefined, 1],
    ],
  )
  const [then] = after
  t.is(after.length, 1)
  t.like(then, { pId: 'facebook:50001', name: 'Ada Lovelace', interactions: 3 })
  t.deepEqual(
    then?.profile.filter(({ column }) => ['city', 'email'].includes(column)),
    [
      { column: 'email', value: 'ada@example.com', strength: 'attested', sourceKind: 'lead', ts: at(4) },
      { column: 'city', value: 'Bern', strength: 'verified', sourceKind: 'lead', ts: at(4) },
    ].toSorted((a, b) => orderOf(then?.profile, a.column) - orderOf(then?.profile, b.column)),
  )
  t.deepEqual([await shown(agent, merge.pId), await shown(agent, merge.otherPId)], [ada, other])

  const [first, second] = [await askFor(agent, merge, seen), await askFor(agent, merge, seen)]
  t.is((await stateOf(agent, first)).is, 'waiting')
  await settle()
  const done = await stateOf(agent, first)
  t.like(done, { is: 'done' })
  t.like(await stateOf(agent, second), { is: 'refused', reason: 'no_customer' }, 'asked twice, done once')
  t.deepEqual(await shown(agent, merge.pId), then)
  t.is(await shown(agent, merge.otherPId), undefined)
  t.is((await post(agent, '/api/customer-changes/preview', merge)).status, 409)
  const viewer = await signedIn('admin')
  t.is((await viewer.ask(`/api/customer-changes/${first}`)).status, 404, 'the request of another user')

  const undo = { act: 'unlink', linkId: done.linkId ?? '' } as const
  const parts = await preview(agent, undo)
  t.deepEqual(parts.after, [ada, other])
  const undone = await askFor(agent, undo)
  await settle()
  t.like(await stateOf(agent, undone), { is: 'done' })
  t.deepEqual([await shown(agent, merge.pId), await shown(agent, merge.otherPId)], [ada, other])
  const again = await post(agent, '/api/customer-changes/preview', undo)
  t.like(again.json, { error: 'revoked', says: 'This link is revoked already.' })

  const audit = await listAudit(db, { target: { kind: 'link', id: done.linkId ?? '' }, limit: 9 })
  t.deepEqual(
    audit.map(({ act, target, before: was, after: is, user }) => [act, target, was, is, user?.email]),
    [
      [
        'unlink',
        { kind: 'link', id: done.linkId },
        { customers: 1 },
        { customers: 2, interactions: 3, isRevoked: true },
        'agent@example.com',
      ],
      [
        'merge_customers',
        { kind: 'link', id: done.linkId },
        { customers: 2 },
        { customers: 1, interactions: 3, isRevoked: false },
        'agent@example.com',
      ],
    ],
  )
  const rows = await db.selectFrom('customerRequest').select(['pId', 'otherPId', 'channelId']).execute()
  t.true(rows.length === 3 && rows.every((row) => Object.values(row).every((value) => value === null)))
  t.deepEqual(errors, [])
})

function orderOf(profile: readonly { readonly column: string }[] | undefined, column: string): number {
  return profile?.findIndex((one) => one.column === column) ?? -1
}

test.serial('ids of each kind are linked and unlinked; what cannot be linked says why', async (t) => {
  const { db, signedIn, settle, tombstones } = await openShop(t)
  const agent = await signedIn('agent')
  const pId = 'facebook:50001'
  const link = (kind: 'email' | 'phone' | 'customer' | 'facebook', value: string) =>
    ({ act: 'link', pId, kind, value }) as const
  const kinds = [
    [link('email', ' Ada@Example.com '), 'ada@example.com'],
    [link('phone', '0171 1234567'), '+491711234567'],
    [link('facebook', '70001'), '70001'],
  ] as const
  for (const [change, stored] of kinds) {
    const { after, key } = await preview(agent, change)
    t.is(key?.id, stored)
    const id = await askFor(agent, change)
    await settle()
    t.like(await stateOf(agent, id), { is: 'done' }, change.kind)
    t.deepEqual(await shown(agent, pId), after[0], change.kind)
  }
  const refusals = [
    [link('email', 'ada at example'), 422, 'no_email'],
    [link('phone', '12'), 422, 'no_phone'],
    [link('facebook', 'ada'), 422, 'no_facebook'],
    [link('email', 'test@test.com'), 409, 'bad_value'],
    [link('email', 'ada@example.com'), 409, 'already_theirs'],
    [{ act: 'merge', pId, otherPId: pId }, 409, 'already_one'],
    [{ act: 'merge', pId, otherPId: 'anonymous' }, 409, 'stand_in'],
    [{ act: 'merge', pId, otherPId: 'nobody' }, 409, 'no_customer'],
    [{ act: 'unlink', linkId: '999999' }, 409, 'no_link'],
  ] as const
  for (const [change, status, error] of refusals) {
    const refused = await post(agent, '/api/customer-changes/preview', change)
    t.is(refused.status, status, error)
    t.like(refused.json, { error })
  }

  // The number joins the customer with another one, who then has two names for the console's user to see.
  const number = link('customer', '4711')
  const linked = await preview(agent, number)
  t.is(linked.after[0]?.pId, '4711', 'the number of the brand is the customer')
  const id = await askFor(agent, number)
  await settle()
  const { linkId } = await stateOf(agent, id)
  t.deepEqual(await shown(agent, '4711'), linked.after[0])
  const undo = { act: 'unlink', linkId: linkId ?? '' } as const
  const parts = await preview(agent, undo)
  t.deepEqual(parts.dead, [{ cidType: 'customer', id: '4711' }])
  await askFor(agent, undo)
  await settle()
  t.is(await shown(agent, '4711'), undefined)
  t.deepEqual(await shown(agent, pId), parts.after[0])
  const back = await askFor(agent, { act: 'relink', linkId: linkId ?? '' })
  await settle()
  t.like(await stateOf(agent, back), { is: 'done' })
  t.deepEqual(await shown(agent, '4711'), linked.after[0])

  await db.transaction().execute(async (transaction) => {
    await tombstones.record(transaction, [{ kind: 'email', value: 'gone@example.com' }], Date.now() - 1_000)
  })
  const forgotten = await askFor(agent, { ...link('email', 'gone@example.com'), pId: '4711' })
  await settle()
  t.like(await stateOf(agent, forgotten), { is: 'refused', reason: 'forgotten' })
  t.deepEqual(
    await db.selectFrom('chan2Profile').select('pId').where('channelId', '=', 'gone@example.com').execute(),
    [],
  )
  const shared = link('email', 'shop@example.com')
  const source = { kind: 'import', id: '1' } as const
  const others: IdentityLink[] = ['1', '2'].map((value) => ({
    a: { kind: 'customer', value },
    b: { kind: 'email', value: 'shop@example.com' },
    evidence: 'import',
    strength: 'verified',
    source,
    ts: at(5),
  }))
  await linkNow(db, others, { tombstones: undefined })
  const many = await post(agent, '/api/customer-changes/preview', { ...shared, pId: '4711' })
  t.like(many.json, { error: 'many_have_it' })
})
