/** Both examples on a Page where Facebook tells things twice, and where others send automatic messages. */
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { trainLocal } from '../../src/nlp/local/train-local.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { pageInboxApp } from '../../sandbox/facebook/world/state.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const folder = path.join(import.meta.dirname, '../../storyboards')

const examples = {
  coffee: {
    ref: 'table-12',
    intro: /^I am Kit/,
    welcome: /^Hello there! What can I do for you\?$/,
    ofAd: /^You come from our ad "Autumn"\. What would you like to see\?$/,
    question: 'Do you sell gift cards?',
    reply: /Gift cards come with 10, 25 or 50 €/,
  },
  'service-desk': {
    ref: 'device-12',
    intro: /^I am Nora/,
    welcome: /^Hello there! What can I help you with\?$/,
    ofAd: /^You come from our ad "Autumn"\. What can I help you with\?$/,
    question: 'How long is the warranty?',
    reply: /Two years on every device/,
  },
} as const

async function open(t: ExecutionContext, name: keyof typeof examples) {
  const storyboard = loadStoryboard(path.join(folder, name, 'storyboard.yaml'))
  const model = trainLocal(storyboard.examples)
  const run = await runConversation(t, {
    storyboard: () => storyboard,
    understand: async (utterance) => model.understand(utterance),
    agentsAreFast: false,
  })
  const { graph, database } = run
  const ada = graph.createPerson({ name: 'Ada', profile: 'none' })
  /** What the bot said to her. A text with buttons is an attachment. */
  const said = () =>
    graph.ledger
      .seenBy(ada)
      .filter(({ appId }) => appId !== pageInboxApp)
      .map(({ text, attachment }) => text ?? JSON.stringify(attachment))
  const untilHandled = (turns: number) =>
    until(`${turns} turns are handled`, async () => {
      const [row] = await database.query(
        `select (select count(*) from turn where state <> 'open') as handled,
          (select count(*) from outbound where state in ('pending', 'sending', 'unknown')) as unsettled`,
      )
      return Number(row?.['handled']) === turns && Number(row?.['unsettled']) === 0
    })
  return { ...run, ada, said, untilHandled }
}

for (const name of ['coffee', 'service-desk'] as const) {
  const { ref, intro, welcome, ofAd, question, reply } = examples[name]

  test.serial(`${name}: an instant reply of the inbox does not silence the bot`, async (t) => {
    const { graph, database, ada, said, untilHandled } = await open(t, name)
    graph.faults.force('instant-replies')
    ada.write(beanery.id, 'hello')
    await untilHandled(1)
    await until('the echo is recorded', async () => {
      const rows = await database.query('select 1 from chanFacebookMessenger where appId = ?', [pageInboxApp])
      return rows.length === 1
    })
    ada.write(beanery.id, question)
    await untilHandled(2)
    const texts = said()
    t.is(texts.length, 3, texts.join('\n'))
    for (const [index, expected] of [intro, welcome, reply].entries()) t.regex(texts[index] ?? '', expected)
  })

  for (const [what, referral, greeting] of [
    ['a link', { ref, source: 'ADS', type: 'OPEN_THREAD' }, welcome],
    [
      'an ad',
      { ad_id: '7', source: 'ADS', type: 'OPEN_THREAD', ads_context_data: { ad_title: 'Autumn' } },
      ofAd,
    ],
  ] as const)
    test.serial(`${name}: a click on ${what} that Facebook tells twice is greeted once`, async (t) => {
      const { graph, database, ada, said, untilHandled } = await open(t, name)
      graph.faults.force('click-twice')
      ada.write(beanery.id, 'hello', { referral })
      await untilHandled(2)
      const texts = said()
      t.is(texts.length, 2, texts.join('\n'))
      t.regex(texts[0] ?? '', intro)
      t.regex(texts[1] ?? '', greeting)
      const outcomes = await database.query('select outcome from turn order by outcome')
      t.deepEqual(
        outcomes.map(({ outcome }) => outcome),
        ['answered', 'same_click'],
      )
    })
}
