import test from 'ava'
import type { DeletionRequest } from '../../src/db/privacy/deletion-requests.ts'
import { asProfileId } from '../../src/domain/ids.ts'
import type { PrivacyRequest, PrivacyRequestStatus } from '../../src/domain/privacy-request.ts'
import {
  makePrivacyRound,
  type PrivacyRoundsDeps,
  startPrivacyRounds,
  tellUnmatched,
} from '../../workers/privacy-rounds.ts'

const requestOf = (code: string, more: Partial<PrivacyRequest> = {}): PrivacyRequest => ({
  kind: 'data_deletion',
  code,
  userId: `user of ${code}`,
  issuedTs: 1,
  receivedTs: 2,
  ...more,
})

/** Tables and Redis in memory. The customer of user `known` is the only one that is matched. */
function portsOf(waiting: PrivacyRequest[]) {
  const rows = new Map<string, DeletionRequest>()
  const shown = new Map<string, PrivacyRequestStatus['state']>()
  const runs: { requestCode: string; isDone: boolean }[] = []
  const dieAfter = { close: false }
  const deps: PrivacyRoundsDeps = {
    inbox: {
      list: async () => [...waiting],
      remove: async (request) => void waiting.splice(waiting.indexOf(request), 1),
      show: async (code, { state }) => void shown.set(code, state),
    },
    requests: {
      async record({ code, kind, userId, receivedTs }) {
        const state = kind === 'data_deletion' ? 'unmatched' : 'recorded'
        const row = rows.get(code) ?? { code, kind, userId, receivedTs, changedTs: 3, state }
        rows.set(code, row)
        return row
      },
      async begin(code) {
        const row = rows.get(code)
        if (row !== undefined) rows.set(code, { ...row, state: 'in_progress', userId: undefined })
      },
      async settle() {
        const done = [...rows.values()].filter(
          ({ code, state }) =>
            state === 'in_progress' && runs.some(({ requestCode, isDone }) => requestCode === code && isDone),
        )
        for (const row of done) rows.set(row.code, { ...row, state: 'done' })
        return done.map((row) => ({ ...row, state: 'done' as const }))
      },
      list: async (states) => [...rows.values()].filter(({ state }) => states.includes(state)),
      hasRun: async (code) => runs.some(({ requestCode }) => requestCode === code),
      match: async (userId) =>
        userId === 'known' && runs.length === 0 ? asProfileId('facebook:1') : undefined,
    },
    forgetting: {
      async close(_pId, { requestCode }) {
        runs.push({ requestCode, isDone: false })
        if (dieAfter.close) throw new Error('killed')
        return String(runs.length)
      },
      async claim() {
        const at = runs.findIndex(({ isDone }) => !isDone)
        if (at < 0) return undefined
        const plan = {
          ids: [],
          pIds: [],
          names: [],
          conversationIds: [],
          lastInteractionId: '0',
          forgottenTs: 0,
        }
        return { id: String(at), reason: 'facebook', plan, step: undefined, progress: undefined }
      },
      async finish({ id }) {
        const run = runs[Number(id)]
        if (run !== undefined) run.isDone = true
      },
    },
    log: { info: () => undefined },
  }
  return { deps, rows, shown, runs, waiting, dieAfter }
}

test('a request that matches a customer is done, and its page says so', async (t) => {
  const { deps, rows, shown, waiting } = portsOf([requestOf('a', { userId: 'known' })])
  await makePrivacyRound(deps)
  t.deepEqual([...shown], [['a', 'done']])
  t.like(rows.get('a'), { state: 'done', userId: undefined })
  t.deepEqual(waiting, [])
})

test('an id that matches nobody is kept for the operator, and never said to be done', async (t) => {
  const { deps, rows, shown } = portsOf([requestOf('a')])
  const told: string[] = []
  await makePrivacyRound(deps)
  await tellUnmatched({
    requests: deps.requests,
    tell: async (facts) => void told.push(...facts.map(({ says }) => says)),
  })
  t.regex(told.join(), /\(a\) that matches no customer/)
  t.deepEqual([...shown], [['a', 'unmatched']])
  t.is(rows.get('a')?.userId, 'user of a')
})

test('the removal of the app removes no data', async (t) => {
  const { deps, shown, runs } = portsOf([requestOf('a', { kind: 'deauthorize', userId: 'known' })])
  await makePrivacyRound(deps)
  t.deepEqual([...shown], [['a', 'recorded']])
  t.deepEqual(runs, [])
})

test('a worker that died after it closed the customer leaves nothing unmatched', async (t) => {
  const { deps, shown, runs, waiting, dieAfter } = portsOf([requestOf('a', { userId: 'known' })])
  dieAfter.close = true
  await t.throwsAsync(makePrivacyRound(deps), { message: 'killed' })
  dieAfter.close = false
  t.is(waiting.length, 1)
  await makePrivacyRound(deps)
  t.is(runs.length, 1)
  t.deepEqual([...shown], [['a', 'done']])
})

function namesOf(tell: PrivacyRoundsDeps['tell']): string[] {
  const names: string[] = []
  startPrivacyRounds({ start: ({ name }) => void names.push(name) }, { ...portsOf([]).deps, tell })
  return names
}

test('a worker without receivers leaves the telling to those that have some', (t) => {
  t.deepEqual(namesOf(undefined), ['privacy'])
  t.deepEqual(
    namesOf(async () => undefined),
    ['privacy', 'tell-deletions'],
  )
})
