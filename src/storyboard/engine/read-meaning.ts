/** What the customer meant, after the bot asked: the quick reply that they tapped, or what they wrote in its place. */
import { plainSigns } from '../../domain/plain-signs.ts'
import { hasMeaning } from '../../domain/turn.ts'
import { somethingElseTitle } from '../default-texts.ts'
import { meaningOfPayload } from '../payloads.ts'
import type { Label } from '../schema/names.ts'
import { templatesIn } from '../texts.ts'
import { isSame } from './choices.ts'
import type { AskedBack } from './context.ts'
import { readingOf } from './find-slot-value.ts'
import { readValue } from './read-value.ts'
import { rendered, type Run } from './run.ts'

/** `intent` undefined: something else. */
export interface Meaning {
  readonly intent: string | undefined
}

/**
 * A tap counts however old it is. A title, a number, yes or no count only while the question is the bot's last one.
 * Undefined: the text is a message of its own.
 */
export function readMeaning(run: Run, asked: AskedBack | undefined): Meaning | undefined {
  const { turn } = run.input
  const tapped = meaningOfPayload(turn.payload)
  if (tapped !== undefined || asked === undefined) return tapped
  const text = turn.text?.trim() ?? ''
  if (text === '' || turn.kind !== 'message' || !hasMeaning(turn)) return undefined
  return titled(run, { text, asked }) ?? numbered(text, asked) ?? agreed(run, { text, asked })
}

interface Typed {
  readonly text: string
  readonly asked: AskedBack
}

function titled(run: Run, { text, asked }: Typed): Meaning | undefined {
  const { titles = {}, something_else: last = somethingElseTitle } = run.definition.unsure ?? {}
  const isNamed = (label: Label) =>
    templatesIn(label).some(({ source }) => isSame(rendered(run, source) ?? '', text))
  const intent = asked.intents.find((name) => titles[name] !== undefined && isNamed(titles[name]))
  if (intent !== undefined) return { intent }
  return isNamed(last) ? { intent: undefined } : undefined
}

/** The number of a quick reply, counted from 1. */
function numbered(text: string, { intents }: AskedBack): Meaning | undefined {
  const number = Number(/^#?(\d)[.)]?$/.exec(plainSigns(text))?.[1] ?? 0)
  if (number < 1 || number > intents.length + 1) return undefined
  return { intent: intents[number - 1] }
}

/** "Yes" takes the likeliest one, which is shown first. */
function agreed(run: Run, { text, asked }: Typed): Meaning | undefined {
  if (text.split(/\s+/u).length > mostWords) return undefined
  const said = readValue(text, { type: 'yes_no', ...readingOf(run) })
  return typeof said === 'boolean' ? { intent: said ? asked.intents[0] : undefined } : undefined
}

/** "Yes, but where is my parcel?" is a message of its own. */
const mostWords = 2
