/** A burst of messages gets one reply, where the storyboard asks for it. */
import test from 'ava'
import type { RespondDeps } from '../../workers/respond.ts'
import { fromPerson, message, messengerBody } from '../helpers/decoded.ts'
import { openConversation } from '../helpers/stepwise-conversation.ts'

const written = Date.now() - 5_000
const texts = ['hi', 'where is', 'my order']
const gatherMs = 1_000

async function write(apartMs: number) {
  const run = await openConversation()
  const bodies = texts.map((text, index) => message('501', `m${index}`, written + index * apartMs, text))
  await run.nlp(await run.stitch(...bodies))
  const gathering: RespondDeps = { ...run.deps, gatherMs: () => gatherMs }
  return { ...run, gathering, later: { ...gathering, now: () => Date.now() + gatherMs } }
}

const joined = 'hi\nwhere is\nmy order'

test.serial('without gather_ms each message gets its own reply', async (t) => {
  const run = await write(100)
  await run.respond()
  t.deepEqual(run.sent, ['hi / hi', 'where is / where is', 'my order / my order'])
})

test.serial('with gather_ms the burst is awaited, understood as a whole, and answered once', async (t) => {
  const run = await write(100)
  await run.respond(run.gathering)
  t.deepEqual(run.sent, [])
  const [row] = await run.database.query('select wakeTs > 0 as isScheduled from conversation')
  t.is(Number(row?.['isScheduled']), 1)
  await run.respond(run.later)
  t.deepEqual(run.sent, [`${joined} / ${joined}`])
  t.deepEqual((await run.outcomes()).map(String).toSorted(), ['answered', 'gathered', 'gathered'])
})

test.serial('messages with a longer pause get a reply each, in their order', async (t) => {
  const run = await write(gatherMs + 1)
  await run.respond(run.later)
  t.deepEqual(run.sent, ['hi / hi', 'where is / where is', 'my order / my order'])
})

for (const when of ['before', 'after'] as const)
  test.serial(`a worker that dies ${when} it joined the burst leaves one reply to all of it`, async (t) => {
    const run = await write(100)
    const { bursts } = run.gathering
    const dying = {
      ...run.later,
      bursts: {
        ...bursts,
        join: async (...given: Parameters<typeof bursts.join>): Promise<boolean> => {
          if (when === 'after') await bursts.join(...given)
          throw new Error('died')
        },
      },
    }
    await t.throwsAsync(run.respond(dying), { message: 'died' })
    await run.respond(run.later)
    t.deepEqual(run.sent, [`${joined} / ${joined}`])
  })

test.serial('a worker that lost the race for a part joins nothing', async (t) => {
  const run = await write(100)
  const { bursts } = run.gathering
  const racing = {
    ...run.later,
    bursts: {
      ...bursts,
      join: async (...given: Parameters<typeof bursts.join>): Promise<boolean> => {
        await run.database.query(
          "update turn set state = 'done', outcome = 'answered' where facts like '%where is%'",
        )
        t.false(await bursts.join(...given))
        throw new Error('lost')
      },
    },
  }
  await t.throwsAsync(run.respond(racing), { message: 'lost' })
  t.is((await run.database.query("select 1 from turn where state = 'open'")).length, 2)
})

test.serial(
  'a burst that was joined is answered at once, and what follows has a reply of its own',
  async (t) => {
    const run = await write(100)
    const { bursts } = run.gathering
    const join = async (...given: Parameters<typeof bursts.join>): Promise<boolean> => {
      const isJoined = await bursts.join(...given)
      await run.nlp(await run.stitch(message('501', 'm9', written + 900, 'please')))
      return isJoined
    }
    await run.respond({ ...run.later, bursts: { ...bursts, join } })
    t.deepEqual(run.sent, [`${joined} / ${joined}`, 'please / please'])
  },
)

const edit = (mid: string, text: string) =>
  messengerBody({ ...fromPerson('501', written + 900), message_edit: { mid, text, num_edit: 1 } })
const unsent = messengerBody({
  ...fromPerson('501', written + 900),
  message: { mid: 'm2', is_deleted: true },
})
const changes: readonly (readonly [what: string, when: 'before' | 'after', body: string, reply: string])[] = [
  ['an edit of a part', 'before', edit('m0', 'hello'), 'hello\nwhere is\nmy order'],
  ['an edit of the last part', 'after', edit('m2', 'my cup'), 'hi\nwhere is\nmy cup'],
  ['the last part that is unsent', 'after', unsent, 'hi\nwhere is'],
]
const now = () => Date.now() + 10 * gatherMs
for (const [what, when, body, reply] of changes)
  test.serial(`${what} ${when} the join leaves the other parts, and counts`, async (t) => {
    const run = await write(100)
    const { bursts } = run.gathering
    let isTold = false
    const join = async (...given: Parameters<typeof bursts.join>): Promise<boolean> => {
      if (when === 'after') t.true(await bursts.join(...given))
      if (!isTold) await run.nlp(await run.stitch(body))
      isTold = true
      return when === 'after' || (await bursts.join(...given))
    }
    await run.respond({ ...run.later, now, bursts: { ...bursts, join } })
    t.deepEqual(
      run.sent.map((text) => text.split(' / ')[0]),
      [reply],
    )
  })
