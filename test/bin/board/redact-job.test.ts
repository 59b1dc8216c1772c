import { asPageId, asPsid } from '../../../src/domain/ids.ts'
import { readFileSync } from 'node:fs'
import test from 'ava'
import { redactJob, redactReason, type StoredJob } from '../../../bin/board/redact-job.ts'
import type { StitchJob } from '../../../queues/stitch.ts'

const marker = 'Grüße von Erika Mustermann'

const stitchJob: StitchJob = {
  v: 1,
  receivedAt: Date.UTC(2026, 6, 1),
  events: [
    {
      key: '0'.repeat(32),
      ts: 1,
      pageId: asPageId('100'),
      channel: 'facebookFeed',
      type: 'comment',
      direction: 'in',
      actor: { is: 'person', id: asPsid('7'), name: marker },
      feed: { field: 'feed', valueRaw: `{"message":"${marker}"}`, message: marker, sender_name: marker },
    },
    {
      key: '1'.repeat(32),
      ts: 1,
      pageId: asPageId('100'),
      channel: marker,
      type: marker,
      direction: 'in',
      actor: { is: 'anonymous' },
      messenger: { valueRaw: marker, text: marker },
    },
  ],
}

function storedJob(override: Partial<StoredJob>): StoredJob {
  return { id: 'stitch-1', name: 'stitch', data: stitchJob, opts: {}, progress: 0, attemptsMade: 0, timestamp: 5, returnvalue: null, ...override } // prettier-ignore
}

test('shows counts, kinds and sizes of a job', (t) => {
  const job = redactJob('stitch', storedJob({ opts: { attempts: 3, jobId: marker }, returnvalue: 2 }))
  t.like(job, {
    id: 'stitch-1',
    name: 'stitch',
    data: { events: 2, kinds: { comment: 1, other: 1 }, pages: 1, firstReceived: '2026-07-01T00:00:00.000Z' },
    opts: { attempts: 3 },
    returnvalue: 2,
  })
  t.false(JSON.stringify(job).includes(marker))
})

test('shows no text of a job, whichever field has it', (t) => {
  const text = { [marker]: marker }
  const stored = { ...storedJob({ name: marker, data: text, opts: text, progress: text, returnvalue: text, failedReason: marker }), stacktrace: [marker], deferredFailure: marker } // prettier-ignore
  for (const stage of ['parse', 'stitch', 'receipts'] as const) {
    t.false(JSON.stringify(redactJob(stage, stored)).includes('Erika'))
    t.notThrows(() => redactJob(stage, { ...stored, data: undefined }))
  }
})

test('shows every error code of Pagebeat as a reason, and no other text', (t) => {
  const source = readFileSync(new URL('../../../src/errors.ts', import.meta.url), 'utf8')
  const codes = [...source.matchAll(/readonly code = '(\w+)'/g)].map((match) => match[1] ?? '')
  t.true(codes.length >= 8)
  for (const code of [...codes, 'bug']) t.is(redactReason(code), code)
  t.is(redactReason(marker), `(other: ${marker.length} characters)`)
})
