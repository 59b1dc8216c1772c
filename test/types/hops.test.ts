import test from 'ava'
import { defineQueue, hop } from '../../queues/define-queue.ts'
import { createParseJob, parseQueue } from '../../queues/parse.ts'
import { receiptsQueue } from '../../queues/receipts.ts'
import { stitchQueue } from '../../queues/stitch.ts'
import { forward, type Step } from '../../workers/step.ts'

// `tsc --noEmit` checks this file: an `@ts-expect-error` above a line that compiles is an error itself.

const stitchJob = { v: 1, receivedAt: 1, events: [] } as const
const receiptsJob = { v: 1, receipts: [] } as const

/** Right: parse forwards to stitch and receipts, the others to nobody. */
const right: readonly [Step<typeof parseQueue>, Step<typeof stitchQueue>] = [
  async () => forward<'stitch' | 'receipts'>(hop(stitchQueue, stitchJob), hop(receiptsQueue, receiptsJob)),
  async ({ events }) => ({ hops: [], deadLettered: events.length }),
]

// @ts-expect-error upward: stitch may not send anything back to parse
const upward: Step<typeof stitchQueue> = async () => forward(hop(parseQueue, createParseJob([])))

// @ts-expect-error from a last stage: receipts may send nothing on
const fromTheLast: Step<typeof receiptsQueue> = async () => forward(hop(stitchQueue, stitchJob))

// @ts-expect-error to itself
const toItself: Step<typeof parseQueue> = async () => forward(hop(parseQueue, createParseJob([])))

// @ts-expect-error data of another queue
const otherData = (): unknown => hop(stitchQueue, receiptsJob)

// @ts-expect-error no version
const noVersion = (): unknown => hop(receiptsQueue, { receipts: [] })

// @ts-expect-error another version
const otherVersion = (): unknown => hop(receiptsQueue, { v: 2, receipts: [] })

// @ts-expect-error the job of one stage in the hands of another
const otherJob: Step<typeof receiptsQueue> = async ({ events }) => ({
  hops: [],
  deadLettered: Number(events),
})

const later = defineQueue({ ...receiptsQueue, name: 'later', next: [] })
// @ts-expect-error a queue that parse does not name among its next
const undeclared: Step<typeof parseQueue> = async () => forward(hop(later, receiptsJob))

const { jobId: _jobId, ...withoutIds } = receiptsQueue
// @ts-expect-error a definition without a name for its jobs
const nameless = (): unknown => defineQueue(withoutIds)

test('a wrong hop does not compile', (t) => {
  t.is(
    [upward, fromTheLast, toItself, otherData, noVersion, otherVersion, otherJob, undeclared, nameless]
      .length,
    9,
  )
  t.is(right.length, 2)
})
