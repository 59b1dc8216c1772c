import test from 'ava'
import { hop } from '../../queues/define-queue.ts'
import { enrichQueue } from '../../queues/enrich.ts'
import { nlpQueue } from '../../queues/nlp.ts'
import { respondQueue } from '../../queues/respond.ts'
import { createStitchJob, stitchQueue } from '../../queues/stitch.ts'
import { feedChannel, messengerChannel } from '../../src/domain/event.ts'
import { conversationId, tapOf } from '../helpers/worker-ports.ts'

const { id: turnId, pageId, psid, pId } = tapOf()
const enrichJob = { v: 1, turnId, conversationId, pageId, psid, pId } as const
const logIn = { pageId, psid, eventKey: '0123456789abcdef0123456789abcdef', ts: 1, code: 'a code' } as const
const logInJob = { v: 1, logIn } as const

/** As BullMQ brings it back. */
function throughRedis(job: unknown): unknown {
  return JSON.parse(JSON.stringify(job))
}

test('jobs of the feed give way to those of Messenger, and to jobs of an earlier version, which name no channel', (t) => {
  const nlpJob = { v: 1, turnId, conversationId } as const
  const respondJob = { v: 1, conversationId } as const
  for (const channel of [feedChannel, messengerChannel, undefined]) {
    const of = channel === undefined ? {} : { channel }
    const [enrich, nlp, respond] = [
      enrichQueue.decode(throughRedis({ ...enrichJob, ...of })),
      nlpQueue.decode(throughRedis({ ...nlpJob, ...of })),
      respondQueue.decode(throughRedis({ ...respondJob, ...of })),
    ]
    const isYielding = channel === feedChannel
    const kept = isYielding ? { channel } : {}
    t.deepEqual<unknown, unknown>(
      [enrich, nlp, respond],
      [enrichJob, nlpJob, respondJob].map((job) => ({ ...job, ...kept })),
    )
    const hops = [hop(enrichQueue, enrich), hop(nlpQueue, nlp), hop(respondQueue, respond)]
    t.deepEqual(
      hops.map(({ yields }) => yields),
      [isYielding, isYielding, isYielding],
    )
  }
  for (const other of [hop(enrichQueue, logInJob), hop(enrichQueue, { v: 1, leadId: '1', attempts: 0 })])
    t.false(other.yields)
  t.is(hop(stitchQueue, createStitchJob({ receivedAt: 7, events: [] })).yields, undefined)
})
