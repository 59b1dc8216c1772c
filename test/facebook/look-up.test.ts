import test from 'ava'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import type { JsonObject } from '../../src/domain/reply.ts'
import { type LookedUpRow, lookUp } from '../../src/facebook/look-up.ts'
import { GraphRejectedError } from '../../src/errors.ts'
import { access, type Step, stubCall } from './graph/stub-call.ts'

type Shown = JsonObject & { readonly created_time: string }

/** The time at Facebook when it makes the list. */
const facebookMs = Date.UTC(2026, 10, 22, 12)
const minuteMs = 60_000

interface Given {
  readonly row?: Partial<LookedUpRow>
  /** How far our clock is ahead of Facebook's. */
  readonly aheadMs?: number
  readonly known?: readonly string[]
  readonly hasDate?: boolean
}

/** The message was claimed 20 s ago, and replies to the message `m_cause` of one second before. */
function rowOf({ row, aheadMs = 0 }: Given): LookedUpRow {
  const ourMs = facebookMs + aheadMs
  return {
    pageId: asPageId('1001'),
    psid: asPsid('77'),
    action: { do: 'say', message: { text: 'Hi' } },
    causedTs: facebookMs - 21_000,
    cause: { kind: 'message', mid: 'm_cause' },
    attempts: 1,
    createdTs: ourMs - 20_000,
    claimedTs: ourMs - 20_000,
    ...row,
  }
}

async function look(steps: readonly JsonObject[], given: Given = {}) {
  const { aheadMs = 0, known = [], hasDate = true } = given
  const dated = steps.map(
    (body): Step =>
      async () =>
        hasDate ? { body, serverTimeMs: facebookMs } : { body },
  )
  return await lookUp(stubCall(...dated), access, {
    row: rowOf(given),
    isKnown: async () => new Set(known),
    now: () => facebookMs + aheadMs,
  })
}

function threadOf(...messages: readonly Shown[]): JsonObject {
  const data = messages.toSorted((a, b) => b.created_time.localeCompare(a.created_time))
  return { data: [{ id: 't_1', messages: { data } }] }
}

function shown(id: string, from: string, agoMs: number, message = 'Hi'): Shown {
  return { id, message, from: { id: from }, created_time: new Date(facebookMs - agoMs).toISOString() }
}

const cause = shown('m_cause', '77', 21_000, 'hello')
const ours = shown('m_ours', '1001', 19_000)

for (const aheadMs of [0, 90_000, -90_000, 60 * minuteMs, -60 * minuteMs]) {
  test(`our clock may differ from Facebook's: ${aheadMs / 1000} s`, async (t) => {
    t.deepEqual(await look([threadOf(cause, ours)], { aheadMs }), { is: 'found', platformId: 'm_ours' })
    const earlier = shown('m_earlier', '1001', 2 * minuteMs)
    t.like(await look([threadOf(cause, earlier)], { aheadMs }), {
      is: 'not_shown',
      facebookTs: facebookMs,
      claimTs: facebookMs - 25_000,
    })
  })
}

test('without the time of Facebook nothing is concluded', async (t) => {
  t.deepEqual(await look([threadOf(cause)], { hasDate: false }), { is: 'unclear' })
  t.deepEqual(await look([{ data: [] }], { hasDate: false }), { is: 'unclear' })
})

test('an earlier claim of the row may have had its effect', async (t) => {
  const early = shown('m_ours', '1001', 4 * minuteMs)
  const row = { createdTs: facebookMs - 5 * minuteMs }
  t.like(await look([threadOf(cause, early)], { row }), { is: 'not_shown' })
  t.deepEqual(await look([threadOf(cause, early)], { row: { ...row, attempts: 2 } }), {
    is: 'found',
    platformId: 'm_ours',
  })
})

test('the message of another row is not taken for this one', async (t) => {
  t.like(await look([threadOf(cause, ours)], { known: ['m_ours'] }), { is: 'not_shown' })
})

test('a list shows the customer’s message by its mid, or something later', async (t) => {
  const before = shown('m_before', '77', 3 * minuteMs)
  t.like(await look([threadOf(before, cause)]), { showsCause: 'yes', isComplete: true })
  t.like(await look([threadOf(before)]), { showsCause: 'no' })
  t.like(await look([{ data: [] }]), { showsCause: 'no', oldestTs: undefined, newestTs: undefined })
  const sameSecond = shown('m_other', '77', 21_000)
  t.like(await look([threadOf(sameSecond)]), { showsCause: 'no' }, 'it may be the one before')
  const later = shown('m_later', '77', 20_000)
  t.like(await look([threadOf(before, later)]), { showsCause: 'yes', newestTs: facebookMs - 20_000 })
})

test('a thread never shows a referral, an opt-in or a reaction', async (t) => {
  const before = shown('m_before', '77', 3 * minuteMs)
  for (const row of [
    { cause: { kind: 'referral' } },
    { cause: { kind: 'optin' } },
    { cause: { kind: 'message_reaction', mid: 'm_before' } },
  ] as const)
    t.like(await look([threadOf(before)], { row }), { showsCause: 'never' }, row.cause.kind)
})

test('twenty messages are all that Facebook shows', async (t) => {
  const many = Array.from({ length: 20 }, (_, index) => shown(`m_${index}`, '77', index * 1_000))
  t.like(await look([threadOf(...many)]), { isComplete: false, oldestTs: facebookMs - 19_000 })
  t.like(await look([threadOf(...many.slice(1))]), { isComplete: true })
})

const comment = { action: { do: 'comment', text: 'Thanks' }, about: { commentId: '5_6' } } as const
const replies = (...data: readonly JsonObject[]): JsonObject => ({ data })

test('a comment is looked for below its object, which must be shown too', async (t) => {
  const reply = shown('5_9', '1001', 19_000, 'Thanks')
  t.deepEqual(await look([{ id: '5_6' }, replies(reply)], { row: comment }), {
    is: 'found',
    platformId: '5_9',
  })
  t.like(await look([{ id: '5_6' }, replies()], { row: comment }), {
    is: 'not_shown',
    showsCause: 'yes',
    newestTs: facebookMs - 21_000,
  })
  const gone = new GraphRejectedError({ reason: 'graph_error', meaning: 'not_found' })
  await t.throwsAsync(
    lookUp(stubCall(gone), access, {
      row: rowOf({ row: comment }),
      isKnown: async () => new Set(),
      now: Date.now,
    }),
    { code: 'graph_rejected' },
  )
})

test('a comment whose author Facebook does not name may be ours', async (t) => {
  const { from: _, ...nameless } = shown('5_9', '1001', 19_000, 'Thanks')
  t.deepEqual(await look([{ id: '5_6' }, replies(nameless)], { row: comment }), { is: 'unclear' })
})

test('a picture cannot be told from others', async (t) => {
  const row = {
    action: {
      do: 'say',
      message: { attachment: { type: 'image', payload: { url: 'https://a.test/b.png' } } },
    },
  } as const
  t.deepEqual(await look([threadOf(cause)], { row }), { is: 'unclear' })
})
