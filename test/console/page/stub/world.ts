/** Conversations of the stub. All of it is made from their number, so that each run shows the same. */
import type { ConversationItem } from '../../../../console/api/conversation-list.ts'
import type { Conversation, Message } from '../../../../console/api/conversation.ts'
import { hostile, people, type Person } from './people.ts'

/** A Monday morning, everywhere in Europe. */
export const startTs = Date.UTC(2026, 10, 30, 9, 30)
export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

export const kettle = { pageId: '100200300400500', name: 'Copper Kettle Coffee' }
export const beanery = { pageId: '100200300400501', name: 'The Beanery' }
export const ines = { id: '1', email: 'ines@example.com', name: 'Inês Costa', role: 'agent' as const }
export const ben = { id: '2', email: 'ben@example.com', name: 'Ben Okafor', role: 'agent' as const }

/** A conversation as the stub keeps it. */
export interface Stored {
  head: Conversation
  messages: Message[]
}

export type World = Map<string, Stored>

const bare = {
  isEdited: false,
  isRemoved: false,
  isHidden: false,
  attachments: [],
  buttons: [],
  reactions: [],
} satisfies Partial<Message>

let nextId = 1_000

/** A message with an id of its own. */
export function makeMessage(message: Partial<Message> & Pick<Message, 'ts' | 'by'>): Message {
  nextId += 1
  return { ...bare, id: `i${nextId}`, channel: 'messenger', kind: 'message', ...message }
}

/** The parts of a list's item that follow from the messages. */
export function summarize({ head, messages }: Stored): ConversationItem {
  const last = messages.at(-1)
  const lastOurs = messages.findLastIndex(({ by }) => by !== 'customer')
  const { psid: _, control: __, windowUntil: ___, humanAgentUntil: ____, handOver: _____, ...rest } = head
  const { customer: ______, notes: _______, present: ________, ...item } = rest
  return {
    ...item,
    lastTs: last?.ts ?? head.lastTs,
    lastBy: last === undefined || last.by === 'page' ? 'app' : last.by,
    ...(last?.text === undefined ? {} : { lastText: last.text.slice(0, 140) }),
    unanswered: messages.length - 1 - lastOurs,
  }
}

interface Making {
  readonly id: number
  readonly person: Person
  readonly state: ConversationItem['state']
  readonly agoMs: number
}

export function makeConversation({ id, person, state, agoMs }: Making): Stored {
  const ts = startTs - agoMs
  const messages = person.says.map((text, at) => makeMessage({ ts: ts + at * 20_000, by: 'customer', text }))
  if (person.bot !== undefined)
    messages.push(
      makeMessage({
        ts: messages.at(-1)?.ts ?? ts,
        by: 'bot',
        scene: 'help',
        outboundId: `${id}90`,
        state: 'sent',
        text: person.bot,
        deliveredTs: ts + 61_000,
        readTs: ts + 70_000,
      }),
    )
  const isWaiting = state === 'waiting'
  const head: Conversation = {
    id: String(id),
    pageId: id % 5 === 0 ? beanery.pageId : kettle.pageId,
    pId: `p${id}`,
    ...(person.name === undefined ? {} : { name: person.name }),
    state,
    channel: 'messenger',
    lastTs: ts,
    lastBy: 'customer',
    ...(isWaiting ? { waitingTs: ts + 20_000 } : {}),
    lastInboundTs: ts,
    language: 'en',
    unanswered: 0,
    psid: `7${String(id).padStart(15, '0')}`,
    control: { by: state === 'agent' ? 'agent' : 'bot' },
    ...(state === 'agent' ? { assignedTo: { id: ines.id, name: ines.name } } : {}),
    windowUntil: ts + 24 * hourMs,
    humanAgentUntil: ts + 7 * 24 * hourMs,
    ...(isWaiting ? { handOver: { ts, note: 'Asked for an agent', result: 'taken' } } : {}),
    customer: {
      pId: `p${id}`,
      ...(person.name === undefined ? {} : { name: person.name }),
      email: `customer${id}@example.org`,
      phone: '+49 30 5550 1234',
      language: 'en',
      city: 'Hamburg',
      country: 'DE',
      columns: { loyaltyPoints: 240 + id, favoriteProduct: 'Flat White', preferredStore: 'Am Markt' },
      ids: [
        { cidType: 'facebook', id: `7${String(id).padStart(15, '0')}` },
        {
          cidType: 'email',
          id: `customer${id}@example.org`,
          evidence: 'Typed in the chat on 28 November: claimed, does not merge.',
        },
      ],
    },
    notes: [],
    present: [],
  }
  const stored = { head, messages }
  stored.head = { ...head, ...summarize(stored) }
  return stored
}

/** Some of each state, the longest wait first. `many`: more who wait. */
export function makeWorld({ many = 0 }: { readonly many?: number } = {}): World {
  const made: Stored[] = []
  const add = (person: Person | undefined, state: ConversationItem['state'], agoMs: number): Stored => {
    const one = makeConversation({
      id: 100 + made.length,
      person: person ?? { says: ['Hello'] },
      state,
      agoMs,
    })
    made.push(one)
    return one
  }
  add(people[0], 'waiting', 26 * minuteMs)
  add(people[1], 'waiting', 9 * minuteMs)
  add(people[2], 'waiting', 2 * minuteMs)
  add(people[3], 'bot', 40 * minuteMs)
  add(people[4], 'bot', 3 * hourMs)
  add(people[5], 'not_understood', 12 * minuteMs)
  add(people[6], 'agent', 30 * minuteMs)
  add(people[7], 'not_understood', 22.5 * hourMs)
  for (const person of hostile) add(person, 'agent', 4 * hourMs)
  for (let at = 0; at < many; at += 1) {
    const name = `Customer ${String(at + 1).padStart(3, '0')}`
    add({ name, says: [`Question ${at + 1}: when does my order arrive?`] }, 'waiting', (many - at) * 10_000)
  }
  return new Map(made.map((one) => [one.head.id, one]))
}
