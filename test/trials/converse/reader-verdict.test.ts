import test from 'ava'
import {
  judgeReader,
  type ReaderFailureName,
  readerFailures,
} from '../../../trials/converse/reader-verdict.ts'
import { readerFaults } from '../../../sandbox/reader/faults.ts'

const written = { person: 'A', page: '1', psid: '2', text: 'm1', at: 1_000, leftAt: 1_000, ackedAt: 1_001 }

function judge(failure: ReaderFailureName, { seenAt = 1_200, how = 'local, reader: timeout' } = {}) {
  const about = { seq: 1, page: '1', person: 'A', psid: '2', mid: 'm_1', via: 'messenger' } as const
  const seen = [{ ...about, text: 're: m1 (1)', at: seenAt }]
  const understood = new Map([[how, 1]])
  return judgeReader({ phases: [{ failure, written: [written], understood }], seen }).failures
}

test('a customer who was answered in time, by the local provider, is as promised', (t) => {
  t.deepEqual(judge('silent'), [])
  t.deepEqual(judge('hostile', { how: 'reader' }), [])
})

test('a late reply, a missing one, and a failure that was none are found', (t) => {
  t.deepEqual(judge('silent', { seenAt: 4_001 }), [
    'silent: the p99 of replies was 3001 ms, promised are 3000',
  ])
  t.deepEqual(judge('silent', { how: 'reader' }), [
    'silent: the reader understood 1, so it did not fail',
    'silent: no turn says why the reader was passed over',
  ])
  t.deepEqual(judge('hostile'), ['hostile: the reader was never asked'])
  const none = judgeReader({
    phases: [{ failure: 'dead', written: [written], understood: new Map() }],
    seen: [],
  })
  t.true(none.failures.includes('dead: 1 saw no reply'))
})

test('every failure of the simulated reader is played with one of the kinds', (t) => {
  const played = new Set<string>([...readerFailures.embeddings, ...readerFailures.llm])
  t.deepEqual(
    Object.keys(readerFaults).filter((name) => !played.has(name)),
    [],
  )
})
