/** Whether what customers were told of an act is true, by what the simulated Facebook itself noted. */
import type { SeenMessage } from '../../sandbox/facebook/ledger/seen-ledger.ts'

/** What the bot of this trial says. */
export const says = {
  privately: 'We have read your comment.',
  promise: 'We have written to you.',
  instead: 'Please write to us.',
  asking: 'I am calling one of us.',
  nobody: 'Nobody is here.',
} as const

/** A storyboard whose texts depend on acts. The first reply is one message, without a disclosure. */
export const promising = {
  storyboard: 1,
  name: 'Promises',
  bot: { name: 'Promises', disclosure: '{{ context.nothing }}' },
  variables: { nothing: null },
  scenes: {
    comment: {
      on: [{ comment: 'any' }],
      do: [
        {
          reply_privately: says.privately,
          then_public: says.promise,
          on_failure: [{ reply_publicly: says.instead }],
        },
      ],
    },
    person: {
      on: [{ message: 'any' }],
      do: [{ say: says.asking }, { hand_over: 'page_inbox', on_failure: [{ say: says.nobody }] }],
    },
  },
  fallback: { texts: ['There is no scene for this.'] },
}

export interface PromiseEvidence {
  readonly seen: readonly SeenMessage[]
  /** Threads that Facebook passed to an agent: Page and customer. */
  readonly handedOver: ReadonlySet<string>
}

export interface PromiseVerdict {
  readonly promised: number
  readonly toldInstead: number
  readonly toldNobody: number
  /** In words; empty if every text is true. */
  readonly broken: readonly string[]
}

export function judgePromises({ seen, handedOver }: PromiseEvidence): PromiseVerdict {
  const of = (text: string) => seen.filter((one) => one.text === text)
  const privately = new Map(
    seen.filter(({ via }) => via === 'private_reply').map((one) => [one.about, one.seq]),
  )
  const [promised, instead, nobody] = [of(says.promise), of(says.instead), of(says.nobody)]
  const answered = Map.groupBy([...promised, ...instead], ({ about }) => about)
  return {
    promised: promised.length,
    toldInstead: instead.length,
    toldNobody: nobody.length,
    broken: [
      ...promised.flatMap(({ about = '', seq }) =>
        (privately.get(about) ?? Infinity) < seq
          ? []
          : [`${about}: promised, and there was no private reply`],
      ),
      ...instead.flatMap(({ about = '' }) =>
        privately.has(about) ? [`${about}: told that there is no private reply, and there is one`] : [],
      ),
      ...[...answered].flatMap(([about = '', { length }]) =>
        length > 1 ? [`${about}: ${length} public replies`] : [],
      ),
      ...nobody.flatMap(({ page, psid }) =>
        handedOver.has(`${page} ${psid}`)
          ? [`${page} ${psid}: told that nobody is here, and an agent has it`]
          : [],
      ),
    ],
  }
}
