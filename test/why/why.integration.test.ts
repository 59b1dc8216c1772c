/** What `pagebeat why` tells of events that came through signed webhooks, by every way in which an operator names them. */
import test from 'ava'
import { findEvents } from '../../bin/why/named-events.ts'
import { findConversationSummary } from '../../src/db/conversation/conversation-summary.ts'
import { createThreadControl } from '../../src/db/conversation/thread-control.ts'
import { readEvent } from '../../src/db/why/read-event.ts'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import { parseStoryboard } from '../../src/storyboard/load.ts'
import { type Told, tellEvent } from '../../src/why/tell-event.ts'
import { runToEnd } from '../bin/run-to-end.ts'
import { signatureOf } from '../receiver/http.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const storyboard = parseStoryboard({
  file: 'why.yaml',
  source: `
storyboard: 1
name: Why
bot: { name: Bo, disclosure: 'I am Bo, a bot.' }
scenes:
  hours:
    on: [{ keyword: hours }]
    do: [{ say: We open at 9. }]
  person:
    on: [{ keyword: agent }]
    do: [{ say: One moment. }, { hand_over: page_inbox }]
  price:
    on: [{ comment: any, keyword: price }]
    do: [{ reply_publicly: It costs 3 euros. }]
fallback: { texts: [Pardon?] }
`,
})

async function openWhy(t: Parameters<typeof runConversation>[0]) {
  const run = await runConversation(t, {
    storyboard: () => storyboard,
    waits: { sendMs: 800, claimMs: 1_000, graceMs: 1_000, giveUpMs: 3_000 },
  })
  const why = async (what: string): Promise<Told[]> => {
    const { ids } = await findEvents({ db: run.db, country: 'DE' }, what, 5)
    const events = await Promise.all(ids.map((id) => readEvent(run.db, id)))
    return events.flatMap((event) => (event === undefined ? [] : [tellEvent(event, Date.now())]))
  }
  return {
    ...run,
    why,
    /** The one event that is named so, once this became of it. */
    async once(what: string, became: string): Promise<Told> {
      let told: Told[] = []
      await until(`${what}: ${became}, but ${JSON.stringify(told)}`, async () => {
        told = await why(what)
        return told[0]?.became === became
      })
      return told[0] ?? t.fail(what)
    },
  }
}

const says = ({ steps }: Told): string => steps.map((step) => step.says).join('\n')

test('an answered message is told from its delivery to its receipts, by any of its names', async (t) => {
  const { why, once, graph, db, env } = await openWhy(t)
  const ada = graph.createPerson({ name: 'Ada Miller' })
  const asked = ada.write(beanery.id, 'Your hours please')
  await asked.delivered
  const told = await once(asked.id, 'answered')
  t.is(told.because, 'The customer got a reply.')
  t.is(told.change, undefined)
  await until('the receipts', async () => /: read$/m.test(says((await why(asked.id))[0] ?? told)))
  const [whole] = await why(asked.id)
  t.regex(says(whole ?? told), /^received in a delivery with a valid signature\n/)
  for (const step of [
    /recorded at customer facebook:/,
    /opened turn \d+ for a message/,
    /scene hours/,
    /claimed/,
  ])
    t.regex(says(whole ?? told), step)
  t.deepEqual(
    whole?.steps.flatMap(({ ts }) => ts ?? []).toSorted((a, b) => a - b).length,
    whole?.steps.filter(({ ts }) => ts !== undefined).length,
  )
  const { id, platformId } = await db
    .selectFrom('outbound')
    .select(['id', 'platformId'])
    .executeTakeFirstOrThrow()
  for (const name of [
    platformId ?? '',
    `outbound:${id}`,
    ada.psid(beanery.id),
    'hours please',
    `mid:${asked.id}`,
  ])
    t.deepEqual((await why(name))[0]?.title, whole?.title, name)

  const command = await runToEnd(['why', asked.id], env)
  t.deepEqual([command.status, command.stderr], [0, ''])
  t.regex(command.stdout, /answered: The customer got a reply\.\n/)
  t.notRegex(command.stdout, /Your hours|We open/, 'texts only on demand')
  const withTexts = await runToEnd(['why', 'outbound:1', '--texts', '--json'], env)
  t.regex(withTexts.stdout, /Your hours please/)
  t.regex(withTexts.stdout, /We open at 9/)
  const unknown = await runToEnd(['why', 'm_nobody'], env)
  t.is(unknown.status, 0)
  t.regex(unknown.stdout, /Nothing in the tables is named so .*\n.*not delivered it/)
})

test('a reply that was not given has its cause, and the command that changes it', async (t) => {
  const { once, why, graph, db, receiverUrl } = await openWhy(t)
  const page = beanery.id
  const control = createThreadControl(db)
  const ada = graph.createPerson({ name: 'Ada' })
  const resumes = new RegExp(`pagebeat conversation resume ${page} ${ada.psid(page)}`)

  const odd = ada.write(page, 'blue elephants')
  await odd.delivered
  const notUnderstood = await once(odd.id, 'not_understood')
  t.regex(notUnderstood.change ?? '', /pagebeat nlp review/)

  const { id: post } = graph.pagePosts(page, 'New beans')
  const nice = ada.comment(post, 'how nice')
  await nice.delivered
  t.regex((await once(nice.id, 'no_scene')).because, /No scene/)

  const gone = ada.comment(post, 'price?')
  await gone.delivered
  t.is((await once(gone.id, 'answered')).because, 'The customer got a reply.')

  const summary = await findConversationSummary(db, { pageId: asPageId(page), psid: asPsid(ada.psid(page)) })
  await control.setSilence(summary?.id ?? t.fail(), {
    ts: Date.now(),
    until: Date.now() + 3_600_000,
    reason: 'paused_by_hand',
  })
  const paused = ada.write(page, 'hours?')
  await paused.delivered
  const silent = await once(paused.id, 'silent_paused_by_hand')
  t.regex(silent.because, /operator had paused/)
  t.regex(silent.change ?? '', resumes)
  t.regex(says(silent), /now: the bot is silent in the thread until .* \(paused_by_hand\)/)
  await control.giveBack(summary?.id ?? t.fail(), Date.now())

  const handed = ada.write(page, 'an agent please')
  await handed.delivered
  await once(handed.id, 'answered')
  const agent = graph.pageInboxWrites(page, ada, 'Hello, Jo here')
  await agent.delivered
  t.regex((await once(agent.id, 'no reply')).because, /Page did it itself/)
  const later = ada.write(page, 'hours again?')
  await later.delivered
  await until('the message under standby', async () => (await why(later.id)).length > 0)
  const [standby] = await why(later.id)
  t.regex(standby?.because ?? '', /standby|handed the thread over|agent had written/)
  t.regex(standby?.change ?? '', resumes)

  const eve = graph.createPerson({ name: 'Eve' })
  await eve.write(page, 'hours').delivered
  const old = {
    object: 'page',
    entry: [
      {
        id: page,
        time: Date.now(),
        messaging: [
          {
            sender: { id: eve.psid(page) },
            recipient: { id: page },
            timestamp: Date.now() - 3 * 3_600_000,
            message: { mid: 'm_old', text: 'hours' },
          },
        ],
      },
    ],
  }
  const post2 = async (): Promise<number> => {
    const body = JSON.stringify(old)
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(body, 'shh') }
    return (await fetch(`${receiverUrl}/webhook`, { method: 'POST', body, headers })).status
  }
  t.deepEqual([await post2(), await post2()], [200, 200])
  const late = await once('m_old', 'too_late')
  t.regex(late.because, /older than a reply may be/)
  await until('both deliveries', async () =>
    /delivered it 2 times/.test(says((await why('m_old'))[0] ?? late)),
  )

  const posted = eve.postOnPage(page, 'Best beans in town')
  await posted.delivered
  t.regex((await once(posted.id, 'no reply')).because, /no storyboard with a scene for this kind/)

  graph.revokeToken(page)
  const waits = graph.createPerson({ name: 'Max' }).write(page, 'hours')
  await waits.delivered
  const tokenless = await once(waits.id, 'no reply')
  await until('the token', async () => /no usable token/.test((await why(waits.id))[0]?.because ?? ''))
  t.regex((await why(waits.id))[0]?.change ?? '', new RegExp(`pagebeat page token ${page}`))
  t.truthy(tokenless)
})
