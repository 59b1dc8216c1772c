/** What happens next in Messenger, by chance: people write, the Page replies, the reply is delivered and read. */
import { attachmentsOf, cdn, stickerOf } from './attachments.ts'
import { claimSecond, mayChange, type ChanceWorld } from './chance-world.ts'
import { editMessage, emojiOf, reactToMessage, sendReceipt, unsendMessage } from './message-changes.ts'
import { emitOther, writeMessage, writePageMessage, type MessageParts } from './messenger-actions.ts'
import { otherKind } from './other-messaging.ts'
import { opening, pageReply } from './phrases.ts'
import { pageInboxApp, type Message, type Page, type Thread } from './state.ts'

/** The app whose bot replies: its echoes carry metadata. */
export const botApp = '1517776481860111'

/** Each as likely as its weight. */
const happenings: readonly (readonly [weight: number, (world: ChanceWorld, thread: Thread) => void])[] = [
  [40, (world, thread) => writes(world, thread, { text: opening(world.random) })],
  [7, (world, thread) => writes(world, thread, attachmentsOf(world.random))],
  [3, (world, thread) => writes(world, thread, stickerOf(world))],
  [4, taps],
  [3, repliesTo],
  [2, comesFromAd],
  [4, reacts],
  [2, takesReactionBack],
  [4, edits],
  [1.5, unsends],
  [9, otherKind],
]

export function somethingInMessenger(world: ChanceWorld, page: Page): void {
  world.random.weighted(happenings)(world, world.anyCustomer(page))
}

/** A customer writes; more often than not the Page replies a little later. */
function writes(world: ChanceWorld, thread: Thread, parts: MessageParts): void {
  const { random, faults, agenda } = world
  const isAnswered = random.chance(0.6)
  const echoFirst = isAnswered && faults.happens('echo-first')
  const isFirst = thread.messages.length === 0
  writeMessage(world, thread, parts, echoFirst ? { order: world.order + 8 } : {})
  if (isFirst && faults.happens('instant-replies'))
    agenda.add(world.now() + 400, () => repliesAtOnce(world, thread))
  if (isAnswered)
    agenda.add(world.now() + (echoFirst ? 0 : 500 + random.below(30_000)), () => pageReplies(world, thread))
}

/** Meta Business Suite replies by itself: its echo has the app of the inbox, and no metadata. */
function repliesAtOnce(world: ChanceWorld, thread: Thread): void {
  const tags = ['inbox', 'pages_comm_instant_reply']
  writePageMessage(world, thread, { text: 'Thanks for contacting us', appId: pageInboxApp, tags })
}

function pageReplies(world: ChanceWorld, thread: Thread): void {
  const { random, faults, agenda } = world
  const isAgent = random.chance(0.25)
  const receiptFirst = faults.happens('receipt-first')
  const parts = random.chance(0.12) ? attachmentsOf(random) : { text: pageReply(random) }
  const replyToMid = random.chance(0.1) ? newest(thread, 'person')?.mid : undefined
  const message = writePageMessage(
    world,
    thread,
    {
      ...parts,
      replyToMid,
      appId: isAgent ? pageInboxApp : botApp,
      metadata: isAgent ? undefined : `intent-${random.below(1_000_000_000)}`,
    },
    receiptFirst ? { order: world.order + 8 } : {},
  )
  if (!faults.happens('read-without-delivery') && random.chance(0.95)) {
    agenda.add(world.now() + (receiptFirst ? 0 : 100 + random.below(900)), () => {
      const upTo = Math.max(message.at, Math.floor(world.now()) - random.below(100))
      void sendReceipt(world, thread, { kind: 'delivery', upTo, mids: [message.mid] })
    })
  }
  if (random.chance(0.7)) {
    agenda.add(world.now() + (receiptFirst ? 1 : 1000 + random.below(60_000)), () => {
      const upTo = Math.max(message.at, Math.floor(world.now()))
      void sendReceipt(world, thread, { kind: 'read', upTo })
    })
  }
}

function taps(world: ChanceWorld, thread: Thread): void {
  const { random } = world
  const text = random.pick(['Yes', 'No', 'Später ⏰'])
  writes(world, thread, { text, quickReply: `QR_${random.below(50)}` })
}

function repliesTo(world: ChanceWorld, thread: Thread): void {
  const target = newest(thread, 'page') ?? newest(thread, 'person')
  if (target !== undefined) writes(world, thread, { text: opening(world.random), replyToMid: target.mid })
}

function reacts(world: ChanceWorld, thread: Thread): void {
  const message = newest(thread, 'page')
  const [reaction, emoji] = world.random.pick(Object.entries(emojiOf))
  if (message?.reaction === undefined && message !== undefined && mayChange(world, message))
    void reactToMessage(world, thread, { message, reaction, emoji })
}

function takesReactionBack(world: ChanceWorld, thread: Thread): void {
  const message = newest(thread, 'page')
  if (message?.reaction === undefined || !mayChange(world, message)) return
  const told = world.random.chance(0.5) ? { told: message.reaction, emoji: '❤' } : {}
  void reactToMessage(world, thread, { message, ...told })
}

function edits(world: ChanceWorld, thread: Thread): void {
  const message = newest(thread, 'person')
  if (message !== undefined && message.text !== '' && message.edits < 5 && mayChange(world, message))
    editMessage(world, thread, message, opening(world.random))
}

function unsends(world: ChanceWorld, thread: Thread): void {
  const message = newest(thread, 'person')
  if (message !== undefined && mayChange(world, message)) unsendMessage(world, thread, message)
}

function newest({ messages }: Thread, by: Message['from']): Message | undefined {
  return messages.findLast(({ from }) => from === by)
}

/** The click that led to the message may be told once more, a moment later. */
function comesFromAd(world: ChanceWorld, thread: Thread): void {
  const parts = fromAd(world)
  writes(world, thread, parts)
  const referral = parts.inside?.['referral']
  if (referral !== undefined && world.faults.happens('click-twice'))
    world.agenda.add(world.now() + 300, () => {
      if (claimSecond(world, thread.page, 'referral'))
        void emitOther(world, { type: 'referral', of: thread, body: { referral } })
    })
}

/** What a message may carry besides, as an ad, a plugin, a menu or built-in NLP puts it there. */
function fromAd({ random, ids }: ChanceWorld): MessageParts {
  const text = opening(random)
  const kind = random.below(4)
  if (kind === 0) return { text, inside: { commands: [{ name: 'menu' }] } }
  if (kind === 1) {
    const prior_message = { source: 'checkbox_plugin', identifier: `ref-${random.below(1e9)}` }
    return { text, beside: { prior_message } }
  }
  if (kind === 2) {
    const detected_locales = [{ locale: 'en_XX', confidence: 0.97 }]
    return { text, inside: { nlp: { intents: [], entities: {}, traits: {}, detected_locales } } }
  }
  const ads_context_data = { ad_title: 'Summer', photo_url: `${cdn}/a.jpg`, post_id: ids.object() }
  const from = { ref: `promo_${random.below(9)}`, ad_id: ids.object() }
  return { text, inside: { referral: { ...from, source: 'ADS', type: 'OPEN_THREAD', ads_context_data } } }
}
