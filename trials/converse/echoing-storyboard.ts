import { editedEnd } from '../../sandbox/facebook/people/afterthoughts.ts'

/**
 * A storyboard that replies to every text with the text and a running count, which is the context of the conversation:
 * what a customer sees tells by itself whether it came twice, out of order, or without the context of the one before.
 */
export const echoing = {
  storyboard: 1,
  name: 'Echo',
  // The first reply, too, is one message: a disclosure would be another.
  bot: { name: 'Echo', disclosure: '{{ context.nothing }}' },
  variables: { count: 0, nothing: null },
  scenes: {
    echo: {
      on: [{ message: 'any' }],
      do: [
        { set: { 'context.count': '{{ context.count | plus: 1 }}' } },
        { say: 're: {{ event.text }} ({{ context.count }})' },
      ],
    },
    thank: { on: [{ comment: 'any' }], do: [{ reply_publicly: 'Thank you!' }] },
  },
  fallback: { texts: ['There is no scene for this.'] },
}

/** Enough for a language provider to have something to do for each message. */
export const examples = {
  intents: {
    hours: ['when are you open', 'opening hours please', 'are you open on sunday', 'what time do you close'],
    order: ['where is my order', 'track my parcel', 'has my order been sent', 'status of my order'],
    price: ['how much is a latte', 'what does it cost', 'price of the beans', 'is there a discount'],
    person: ['I want to talk to a human', 'give me a human', 'can one of you call me', 'agent please'],
    greeting: ['hello', 'hi there', 'good morning', 'hey'],
  },
  none: ['the weather is fine', 'I like trains', 'what a game that was'],
}

export interface Reply {
  /** What the customer wrote at first. */
  readonly text: string
  readonly count: number
  /** The reply is to the edited words. */
  readonly isToEdited: boolean
}

/** What a reply says about itself; undefined for any other text. */
export function readReply(reply: string): Reply | undefined {
  const [, said, count] = /^re: (.*) \((\d+)\)$/s.exec(reply) ?? []
  if (said === undefined || count === undefined) return undefined
  const isToEdited = said.endsWith(editedEnd)
  const text = isToEdited ? said.slice(0, -editedEnd.length) : said
  return { text, count: Number(count), isToEdited }
}
