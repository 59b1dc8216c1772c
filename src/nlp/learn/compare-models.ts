/** What a changed storyboard changes in how texts are understood: counts, and some examples of each change. */
import type { Utterance } from '../../domain/understanding.ts'
import { createTally } from './tally.ts'

/** The intent of a text; undefined: none, or with less confidence than the storyboard asks for. */
export type ReadIntent = (utterance: Utterance) => string | undefined

/** Undefined: none of the intents. */
type Intent = string | undefined

export type ChangeKind =
  /** Understood before, as another intent now. */
  | 'other_intent'
  /** Understood before, and not now. */
  | 'lost'
  /** Not understood before, and now. */
  | 'gained'

export interface Change {
  readonly kind: ChangeKind
  readonly before: Intent
  readonly after: Intent
  readonly count: number
  /** The first ones, each once. */
  readonly examples: readonly string[]
}

/** A change of a text whose intent is known. */
export interface KnownChange {
  readonly right: Intent
  readonly before: Intent
  readonly after: Intent
  readonly count: number
  readonly examples: readonly string[]
}

export interface Comparison {
  readonly texts: number
  readonly same: number
  /** The commonest first. */
  readonly changes: readonly Change[]
  readonly known: {
    readonly texts: number
    readonly rightBefore: number
    readonly rightAfter: number
    /** Right before and wrong after. */
    readonly worse: readonly KnownChange[]
    /** Wrong before and right after. */
    readonly better: readonly KnownChange[]
  }
  /** Texts that an agent replied to right after the bot, and how many of them changed. */
  readonly agentReplied: { readonly texts: number; readonly changed: number }
}

export interface ComparedText {
  readonly utterance: Utterance
  /** The intent that a customer chose or that a file says. Absent: nobody knows. */
  readonly truth?: { readonly intent: Intent }
  readonly isAgentReplied?: boolean
  /** Of the labelled file only: it counts among the known ones alone. */
  readonly isLabelledOnly?: boolean
}

export interface CompareModels {
  add(text: ComparedText): void
  readonly result: () => Comparison
}

export interface CompareOf {
  readonly before: ReadIntent
  readonly after: ReadIntent
  readonly mask: (text: string) => string
  /** Examples of each change. */
  readonly examples: number
}

export function createCompareModels({ before, after, ...of }: CompareOf): CompareModels {
  const read = remembering((utterance) => ({ before: before(utterance), after: after(utterance) }))
  const changes = createTally<Intents>(of)
  const worse = createTally<Intents & { readonly right: Intent }>(of)
  const better = createTally<Intents & { readonly right: Intent }>(of)
  const counts = { texts: 0, same: 0, known: 0, rightBefore: 0, rightAfter: 0, agent: 0, agentChanged: 0 }

  function addKnown(text: string, right: Intent, intents: Intents): void {
    const wasRight = intents.before === right
    const isRight = intents.after === right
    counts.known += 1
    counts.rightBefore += Number(wasRight)
    counts.rightAfter += Number(isRight)
    if (wasRight && !isRight) worse.add(text, { ...intents, right })
    if (isRight && !wasRight) better.add(text, { ...intents, right })
  }

  return {
    add({ utterance, truth, isAgentReplied = false, isLabelledOnly = false }) {
      const intents = read(utterance)
      const isChanged = intents.before !== intents.after
      if (truth !== undefined) addKnown(utterance.text, truth.intent, intents)
      if (isLabelledOnly) return
      counts.texts += 1
      counts.same += Number(!isChanged)
      counts.agent += Number(isAgentReplied)
      counts.agentChanged += Number(isAgentReplied && isChanged)
      if (isChanged) changes.add(utterance.text, intents)
    },
    result: () => ({
      texts: counts.texts,
      same: counts.same,
      changes: changes.list().map((change) => ({ kind: kindOf(change), ...change })),
      known: {
        texts: counts.known,
        rightBefore: counts.rightBefore,
        rightAfter: counts.rightAfter,
        worse: worse.list(),
        better: better.list(),
      },
      agentReplied: { texts: counts.agent, changed: counts.agentChanged },
    }),
  }
}

interface Intents {
  readonly before: Intent
  readonly after: Intent
}

function kindOf({ before, after }: Intents): ChangeKind {
  if (before === undefined) return 'gained'
  return after === undefined ? 'lost' : 'other_intent'
}

/** Many customers write the same: "hi", "thanks". */
const mostRemembered = 20_000

function remembering(read: (utterance: Utterance) => Intents): (utterance: Utterance) => Intents {
  const known = new Map<string, Intents>()
  return (utterance) => {
    const key = `${utterance.locale ?? ''}\n${utterance.text}`
    const found = known.get(key) ?? read(utterance)
    if (known.size >= mostRemembered) known.clear()
    if (utterance.text.length < 200) known.set(key, found)
    return found
  }
}
