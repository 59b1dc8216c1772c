import test from 'ava'
import { asConversationId, asPageId, asPsid } from '../../../src/domain/ids.ts'
import { composeText } from '../../../src/notify/compose-text.ts'
import { handOverFact, heldFact } from '../../../workers/notifier/describe-fact.ts'

const page = 'Page Beanery'
const consoleUrl = 'https://console.example.com'
const handOver = {
  conversationId: asConversationId('71'),
  pageId: asPageId('1001'),
  psid: asPsid('9001'),
  waitingTs: Date.UTC(2026, 10, 28, 3),
  handOverTs: Date.UTC(2026, 10, 28, 3),
  isRefused: false,
}
const held = { id: '12', conversationId: handOver.conversationId, pageId: handOver.pageId, settledTs: 0 }

test('a hand-over and a held message link to their conversation in the console', (t) => {
  t.is(
    handOverFact(handOver, { page, consoleUrl }).says,
    'Page Beanery: customer 9001 asks for an agent since 2026-11-28 03:00 UTC. The bot is silent in the thread. Answer here: https://console.example.com/inbox/all/71',
  )
  t.is(
    heldFact(held, { page, consoleUrl }).says,
    'Page Beanery: message 12 is held: nobody can tell whether the customer got it. Resend or drop it here: https://console.example.com/inbox/all/71',
  )
})

test('a long text of the customer does not cut the link off, and is after it', (t) => {
  const words = { name: 'Ada', text: 'x'.repeat(2_000) }
  const told = composeText([handOverFact(handOver, { page, consoleUrl, words })])
  t.regex(told, / https:\/\/console\.example\.com\/inbox\/all\/71 They wrote: “x+…$/)
})

test('without the address of the console they name the Page and the command', (t) => {
  t.regex(handOverFact(handOver, { page }).says, /Answer in the inbox of the Page\.$/)
  t.regex(heldFact(held, { page }).says, /See `pagebeat outbound show 12`\.$/)
})
