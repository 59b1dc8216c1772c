/** What depends on an act is done when the outcome of the act is known, also after the death of a worker. */
import test from 'ava'
import type { ReplyAction } from '../../src/domain/reply.ts'
import { GraphRejectedError, GraphUnavailableError, SendOutcomeUnknownError } from '../../src/errors.ts'
import type { RespondDeps } from '../../workers/respond.ts'
import { comment, message } from '../helpers/decoded.ts'
import { until } from '../helpers/until.ts'
import { openConversation } from '../helpers/stepwise-conversation.ts'

const written = Math.floor(Date.now() / 1_000) * 1_000 - 5_000

const promise: readonly ReplyAction[] = [
  { do: 'private_reply', message: { text: 'Tell us.' } },
  { do: 'comment', text: 'We have written to you.', onlyIf: { step: 0, is: 'accepted' } },
  { do: 'comment', text: 'Please write to us.', onlyIf: { step: 0, is: 'refused' } },
]

const refused = () => new GraphRejectedError({ reason: 'graph_error', meaning: 'person_unavailable' })
const taken = () => new GraphRejectedError({ reason: 'graph_error', meaning: 'already_replied' })
const lost = () => new SendOutcomeUnknownError({ reason: 'deadline', meaning: 'outcome_unclear' })
const away = () => new GraphUnavailableError({ reason: 'graph_error', meaning: 'service_trouble' })

async function commentOn(reply: readonly ReplyAction[] = promise) {
  const run = await openConversation(() => reply)
  await run.nlp(await run.stitch(comment('c1', written, { message: 'bad' })))
  return run
}

type Run = Awaited<ReturnType<typeof commentOn>>

function failing({ deps }: Run, act: ReplyAction['do'], error: () => Error): RespondDeps {
  return {
    ...deps,
    async send(row) {
      if (row.action.do === act) throw error()
      return await deps.send(row)
    },
  }
}

const statesOf = ({ database }: Run) => database.query('select state, reason from outbound order by step')
const skipped = { state: 'skipped', reason: 'not_needed' }
const sent = { state: 'sent', reason: null }

test.serial('a public promise is said after Facebook accepted the private reply', async (t) => {
  const run = await commentOn()
  await run.respond()
  t.deepEqual(run.sent, ['private_reply', 'We have written to you.'])
  t.deepEqual(await statesOf(run), [sent, sent, skipped])
})

test.serial('when Facebook refuses the private reply for good, another public text is said', async (t) => {
  const run = await commentOn()
  await run.respond(failing(run, 'private_reply', refused))
  t.deepEqual(run.sent, ['Please write to us.'])
  t.deepEqual(await statesOf(run), [{ state: 'failed', reason: 'person_unavailable' }, skipped, sent])
})

test.serial('while the private reply is tried again, nothing is said in public', async (t) => {
  const run = await commentOn()
  await run.respond(failing(run, 'private_reply', away))
  t.deepEqual(run.sent, [])
  t.deepEqual(await statesOf(run), [
    { state: 'pending', reason: 'service_trouble' },
    { state: 'pending', reason: null },
    { state: 'pending', reason: null },
  ])
  await run.respond()
  t.deepEqual(run.sent, ['private_reply', 'We have written to you.'])
})

test.serial('a private reply that an agent wrote meanwhile is not that of the bot', async (t) => {
  const run = await commentOn()
  await run.respond(failing(run, 'private_reply', away))
  await run.respond(failing(run, 'private_reply', taken))
  t.deepEqual(run.sent, ['Please write to us.'])
  t.deepEqual(await statesOf(run), [{ state: 'failed', reason: 'already_replied' }, skipped, sent])
})

test.serial(
  'a lost private reply that cannot be repeated in time is held, and nothing is said of it',
  async (t) => {
    const run = await commentOn()
    const later = { ...run.deps, graceMs: 0, now: () => Date.now() + run.deps.limits.replyMs + 60_000 }
    await run.respond(failing(run, 'private_reply', lost))
    await run.respond(later)
    t.deepEqual(run.sent, [])
    t.like((await statesOf(run))[0], { state: 'held', reason: 'too_late' })
  },
)

for (const when of ['before', 'after'] as const)
  test.serial(`a worker that dies ${when} the private reply leaves one true public text`, async (t) => {
    const run = await commentOn()
    const dying: RespondDeps = {
      ...run.deps,
      async send(row) {
        if (when === 'after') await run.deps.send(row)
        return await new Promise(() => undefined) // the process is gone
      },
    }
    void run.respond(dying)
    await until(
      'the call has begun',
      async () =>
        (await run.database.query("select 1 from outbound where state = 'sending'")).length === 1 &&
        (when === 'before' || run.sent.length === 1),
    )
    const later = { ...run.deps, claimMs: 0, graceMs: 0 }
    await run.respond(later)
    t.deepEqual(
      run.sent.filter((text) => text !== 'private_reply'),
      ['We have written to you.'],
    )
    t.deepEqual(await statesOf(run), [sent, sent, skipped])
  })

test.serial('a comment that is too old for a private reply gets the other public text', async (t) => {
  const run = await commentOn()
  const weekMs = 7 * 24 * 60 * 60_000
  const limits = { ...run.deps.limits, replyMs: 2 * weekMs }
  await run.respond({ ...run.deps, limits, now: () => written + weekMs + 1_000 })
  t.deepEqual(run.sent, ['Please write to us.'])
  t.like((await statesOf(run))[0], { state: 'suppressed', reason: 'private_reply_too_late' })
})

test.serial('when the hand-over is refused, the customer is told so and the bot goes on', async (t) => {
  const reply: readonly ReplyAction[] = [
    { do: 'say', message: { text: 'I ask one of us.' } },
    { do: 'hand_over', to: 'page_inbox' },
    { do: 'say', message: { text: 'Nobody is here.' }, onlyIf: { step: 1, is: 'refused' } },
  ]
  const run = await openConversation(() => reply)
  await run.nlp(await run.stitch(message('501', 'm1', written, 'help')))
  await run.respond(failing(run, 'hand_over', refused))
  t.deepEqual(run.sent, ['I ask one of us.', 'Nobody is here.'])
  t.deepEqual(await run.database.query('select silentUntil from conversation'), [{ silentUntil: null }])
})

test.serial('a remedy of a remedy is done only if both were refused', async (t) => {
  const reply: readonly ReplyAction[] = [
    { do: 'hide' },
    { do: 'delete', onlyIf: { step: 0, is: 'refused' } },
    { do: 'comment', text: 'Please stop.', onlyIf: { step: 1, is: 'refused' } },
  ]
  const calm = await commentOn(reply)
  await calm.respond()
  t.deepEqual(calm.sent, ['hide'])
  t.deepEqual(await statesOf(calm), [sent, skipped, skipped])
  const stubborn = await commentOn(reply)
  const noHide = failing(stubborn, 'hide', refused)
  await stubborn.respond(failing({ ...stubborn, deps: noHide }, 'delete', refused))
  t.deepEqual(stubborn.sent, ['Please stop.'])
})
