import test from 'ava'
import type { DueNotification } from '../../../src/db/notifier/notifications.ts'
import type { Posted } from '../../../src/notify/post-text.ts'
import { postDue } from '../../../workers/notifier/post-due.ts'

const now = Date.UTC(2026, 10, 28, 3)
const receiver = { url: 'https://hooks.example/T0/B0/secret', id: 'abc', place: 2 }
const due: DueNotification = { id: '7', kind: 'hand_over', says: 'A customer asks', attempts: 1 }

async function post(posted: Posted, rows: readonly DueNotification[] = [due]) {
  const calls: unknown[] = []
  const lines: unknown[] = []
  const note =
    (name: string) =>
    async (...given: readonly unknown[]) =>
      void calls.push([name, ...given])
  const next = await postDue(
    {
      notifications: {
        claimDue: async () => [...rows],
        findNextDue: async () => now + 60_000,
        settle: note('settle'),
        postpone: note('postpone'),
      },
      post: async () => posted,
      onPosted: (result, facts) => void calls.push([result, facts]),
      log: {
        warn: (...line: unknown[]) => void lines.push(line),
        error: (...line: unknown[]) => void lines.push(line),
      },
      now: () => now,
    },
    receiver,
  )
  t_noAddress(lines)
  return { next, calls }
}

function t_noAddress(lines: readonly unknown[]): void {
  if (/hooks\.example|secret/.test(JSON.stringify(lines))) throw new Error('a log line holds the address')
}

test('what a receiver took is sent, and the next POST may follow', async (t) => {
  t.deepEqual(await post({ is: 'sent' }), {
    next: now,
    calls: [
      ['settle', ['7'], 'sent'],
      ['sent', 1],
    ],
  })
})

test('a POST without a clear outcome is not repeated', async (t) => {
  const { calls } = await post({ is: 'unclear', reason: 'UND_ERR_HEADERS_TIMEOUT' })
  t.deepEqual(calls, [
    ['settle', ['7'], 'unclear'],
    ['unclear', 1],
  ])
})

test('a receiver that takes nothing now is asked later, and later each time, with a bound', async (t) => {
  const later = { is: 'later', reason: 'status_503', afterMs: undefined } as const
  t.deepEqual((await post(later)).calls[0], ['postpone', ['7'], now + 1_000])
  t.deepEqual((await post(later, [{ ...due, attempts: 5 }])).calls[0], ['postpone', ['7'], now + 16_000])
  t.deepEqual((await post({ ...later, afterMs: 30_000 })).calls[0], ['postpone', ['7'], now + 30_000])
  const { calls } = await post(later, [{ ...due, attempts: 12 }])
  t.deepEqual(calls.slice(1), [
    ['settle', ['7'], 'failed'],
    ['failed', 1],
  ])
})

test('a receiver that refuses gets the fact no second time', async (t) => {
  t.deepEqual((await post({ is: 'refused', reason: 'status_404' })).calls[0], ['settle', ['7'], 'failed'])
})

test('without a due fact the next look is when one is due', async (t) => {
  t.deepEqual(await post({ is: 'sent' }, []), { next: now + 60_000, calls: [] })
})
