import test from 'ava'
import { insertSweptLeads } from '../../src/db/leads/swept-leads.ts'
import { asPageId } from '../../src/domain/ids.ts'
import { beginWithLeads, leadsNow } from '../helpers/begin-with-leads.ts'
import { at, pageId } from '../helpers/decoded.ts'

test.serial('the sweep finds leads of which no webhook told, each once, and leaves young ones', async (t) => {
  const { database, graph, leads, submit, tell, rows } = await beginWithLeads(t)
  const told = submit({ email: 'told@example.org' })
  await tell(told.id)
  await leads.settle(told.id)
  const lost = Array.from({ length: 120 }, (_, index) =>
    submit({ email: `lost${index}@example.org` }, 10 + index),
  )
  const young = submit({ email: 'young@example.org' }, 3_590)
  const sweep = () => leads.sweepPage(asPageId(pageId), { graceMs: 60_000 })
  t.deepEqual(await sweep(), { forms: 1, readForms: 1, leads: 122, found: 120 })
  t.deepEqual(await sweep(), { forms: 1, readForms: 1, leads: 122, found: 0 })
  for (const { id } of lost.slice(0, 3)) await tell(id, 10 + lost.findIndex((each) => each.id === id))
  const found = await rows()
  t.deepEqual(
    found.map(({ state, foundBy, email }) => [state, foundBy, email]),
    [
      ['fetched', 'webhook', 'told@example.org'],
      ...lost.map((_, index) => ['fetched', 'sweep', `lost${index}@example.org`]),
    ],
  )
  t.is((await database.query("select 1 from interaction where interactionType = 'leadgen'")).length, 121)
  t.is((await database.query('select 1 from adReferral')).length, 121)
  await tell(young.id, 3_590)
  await leads.settle(young.id)
  t.deepEqual(await sweep(), { forms: 1, readForms: 1, leads: 122, found: 0 })
  const calls = graph.answers.length
  t.deepEqual(await sweep(), { forms: 1, readForms: 0, leads: 0, found: 0 })
  t.is(graph.answers.length, calls + 1)
})

test.serial('what a sweep stored before it was killed has its interaction after the next one', async (t) => {
  const { database, db, form, leads, submit, rows } = await beginWithLeads(t)
  const left = ['a', 'b'].map((name, index) => submit({ email: `${name}@example.org` }, 10 + index))
  const swept = left.map(({ id }, index) => ({ leadId: id, formId: form.id, createdTs: at(10 + index) }))
  await insertSweptLeads(db, swept, { pageId: asPageId(pageId), now: leadsNow, dueTs: leadsNow })
  await leads.settle(left[0]?.id ?? '') // a worker came first
  const expected = left.map(({ id }, index) => [
    'fetched',
    'sweep',
    `lead:${id}`,
    `${'ab'[index]}@example.org`,
  ])
  for (let count = 0; count < 2; count += 1) {
    await leads.sweepPage(asPageId(pageId), { graceMs: 60_000, isWhole: true })
    const found = await rows()
    t.deepEqual(
      found.map(({ state, foundBy, pId, email }) => [state, foundBy, pId, email]),
      expected,
    )
    t.is((await database.query("select 1 from interaction where interactionType = 'leadgen'")).length, 2)
  }
})

test.serial('a sweep comes to its end while half of the reads fail', async (t) => {
  const { graph, leads, submit } = await beginWithLeads(t)
  for (let index = 0; index < 220; index += 1) submit({ email: `c${index}@example.org` }, index)
  graph.faults.set('refuse', 0.5)
  graph.faults.set('code-2-before-commit', 0.35)
  const swept = await leads.sweepPage(asPageId(pageId), { graceMs: 60_000 })
  t.deepEqual(swept, { forms: 1, readForms: 1, leads: 220, found: 220 })
  t.true([...graph.faults.counts.values()].reduce((sum, count) => sum + count, 0) > 1)
})
