/** What happens next in Messenger, by chance: people write, the Page answers, the answer is delivered and read. */
import type { Contact, Message, Page } from './cast.ts'
import { attachmentsOf, stickerOf } from './attachments.ts'
import {
  editMessage,
  pageInboxApp,
  reactToMessage,
  sendReceipt,
  unsendMessage,
  writeAnswer,
  writeMessage,
} from './messenger-actions.ts'
import type { MessageParts } from './messenger-actions.ts'
import { answer, opening } from './phrases.ts'
import type { Stage } from './stage.ts'
import { otherKinds } from './other-messaging.ts'

/** The app whose bot answers: its echoes carry metadata. */
export const botApp = '1517776481860111'

const reactions = [
  ['love', '❤'],
  ['smile', '😆'],
  ['wow', '😮'],
  ['sad', '😢'],
  ['angry', '😠'],
  ['like', '👍'],
  ['dislike', '👎'],
  ['other', '🦊'],
] as const

type Act = (stage: Stage, contact: Contact) => boolean

const acts: readonly (readonly [number, Act])[] = [
  [40, (stage, contact) => says(stage, contact, { text: opening(stage.random) })],
  [7, (stage, contact) => says(stage, contact, attachmentsOf(stage.random))],
  [3, (stage, contact) => says(stage, contact, stickerOf(stage.random, stage.faults['sticker-transition']))],
  [
    4,
    (stage, contact) =>
      says(stage, contact, {
        text: stage.random.pick(['Yes', 'No', 'Später ⏰']),
        quickReply: `QR_${stage.random.below(50)}`,
      }),
  ],
  [3, repliesTo],
  [2, (stage, contact) => says(stage, contact, fromAd(stage))],
  [4, reacts],
  [
    2,
    (stage, contact) =>
      withNewest(
        contact,
        (message) => reactToMessage(stage, contact, { message, emoji: '❤' }),
        contact.outbound,
      ),
  ],
  [
    4,
    (stage, contact) =>
      withNewest(contact, (message) => editMessage(stage, contact, message, opening(stage.random))),
  ],
  [1.5, (stage, contact) => withNewest(contact, (message) => unsendMessage(stage, contact, message))],
  [9, (stage, contact) => otherKinds(stage, contact)],
]
const weights = acts.map(([weight]) => weight)

export function somethingInMessenger(stage: Stage, page: Page): boolean {
  const act = acts[stage.random.weighted(weights)]
  return act === undefined ? false : act[1](stage, stage.someone(page))
}

/** A person writes; more often than not the Page answers a little later. */
function says(stage: Stage, contact: Contact, parts: MessageParts): boolean {
  const { random, faults, agenda } = stage
  const isAnswered = random.chance(0.6)
  const echoFirst = isAnswered && random.chance(faults['echo-first'])
  writeMessage(stage, contact, echoFirst ? { ...parts, order: stage.order + 8 } : parts)
  if (isAnswered)
    agenda.add(stage.now + (echoFirst ? 0 : 500 + random.below(30_000)), () => answers(stage, contact))
  return true
}

function answers(stage: Stage, contact: Contact): boolean {
  const { random, faults, agenda } = stage
  const isHuman = random.chance(0.25)
  const receiptFirst = random.chance(faults['receipt-first'])
  const newest = contact.inbound.at(-1)
  const message = writeAnswer(stage, contact, {
    ...(random.chance(0.12) ? attachmentsOf(random) : { text: answer(random) }),
    ...(random.chance(0.1) && newest !== undefined ? { replyTo: newest.mid } : {}),
    appId: isHuman ? pageInboxApp : botApp,
    ...(isHuman ? {} : { metadata: `intent-${random.below(1_000_000_000)}` }),
    ...(receiptFirst ? { order: stage.order + 8 } : {}),
  })
  const soon = receiptFirst ? 0 : 100 + random.below(900)
  if (!random.chance(faults['read-without-delivery']) && random.chance(0.95)) {
    agenda.add(stage.now + soon, () => {
      const upTo = Math.max(message.ts, Math.floor(stage.now) - random.below(100))
      return sendReceipt(stage, contact, { kind: 'delivery', upTo, mids: [message.mid] })
    })
  }
  if (random.chance(0.7)) {
    const later = receiptFirst ? 1 : 1000 + random.below(60_000)
    agenda.add(stage.now + later, () =>
      sendReceipt(stage, contact, { kind: 'read', upTo: Math.max(message.ts, Math.floor(stage.now)) }),
    )
  }
  return true
}

function repliesTo(stage: Stage, contact: Contact): boolean {
  const target = contact.outbound.at(-1) ?? contact.inbound.at(-1)
  return target === undefined
    ? false
    : says(stage, contact, { text: opening(stage.random), replyTo: target.mid })
}

function reacts(stage: Stage, contact: Contact): boolean {
  const [reaction, emoji] = stage.random.pick(reactions)
  return withNewest(
    contact,
    (message) => reactToMessage(stage, contact, { message, reaction, emoji }),
    contact.outbound,
  )
}

function withNewest(contact: Contact, act: (message: Message) => boolean, among = contact.inbound): boolean {
  const message = among.at(-1)
  return message === undefined ? false : act(message)
}

function fromAd({ random, ids }: Stage): MessageParts {
  const text = opening(random)
  const fate = random.below(4)
  if (fate === 0) {
    return { text, inside: { commands: [{ name: 'menu' }] } }
  }
  if (fate === 1)
    return {
      text,
      beside: { prior_message: { source: 'checkbox_plugin', identifier: `ref-${random.below(1e9)}` } },
    }
  if (fate === 2)
    return {
      text,
      inside: {
        nlp: {
          intents: [],
          entities: {},
          traits: {},
          detected_locales: [{ locale: 'en_XX', confidence: 0.97 }],
        },
      },
    }
  return {
    text,
    inside: {
      referral: {
        ref: `promo_${random.below(9)}`,
        ad_id: ids.object(),
        source: 'ADS',
        type: 'OPEN_THREAD',
        ads_context_data: {
          ad_title: 'Summer',
          photo_url: 'https://scontent.xx.fbcdn.net/a.jpg',
          post_id: ids.object(),
        },
      },
    },
  }
}
