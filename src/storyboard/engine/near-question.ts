/** Whether a text is about the question that waits, although it gives no value: then it is no change of topic. */
import { plainSigns } from '../../domain/plain-signs.ts'
import { isSmallWord } from '../../domain/small-words.ts'
import type { AskAction } from '../schema/actions.ts'
import { normalise } from '../texts.ts'
import { namesOf } from './choices.ts'
import type { Run } from './run.ts'
import { questionsOfScene } from './hear.ts'
import { kindsOf } from './scene-questions.ts'
import { correctionPhrases } from './taken-back.ts'

/**
 * One word; a text that shows the kind of value (digits, an @, a word of the choices) and hardly anything else; or
 * nothing but values that the scene asks for elsewhere.
 */
export function isNearQuestion(
  run: Run,
  { ask, root }: { readonly ask: AskAction; readonly root: string },
): boolean {
  const text = plainSigns(run.input.turn.text ?? '').trim()
  if (isOneWord(text)) return true
  const words = normalise(text).split(' ')
  const wanted = wordsOf(run, ask)
  const shows = (word: string) => wanted.has(word) || (hasDigits(run, ask) && /\p{N}/u.test(word))
  const isAddress = ask.type === 'email' && text.includes('@')
  if (isAddress || words.some(shows))
    return words.filter((word) => !shows(word) && !isSmallWord(word) && !isAddress).length <= 1
  const hasValue = run.heard.some(({ message }) => message === run.message)
  return hasValue && contentWords(run, root).length === 0
}

/** Words of the present message that are neither small, nor said of a value, nor a correction. */
export function contentWords(run: Run, root: string): readonly string[] {
  const asks = questionsOfScene(run, root)
  const kinds = new Set(asks.flatMap(kindsOf))
  const values = run.input.understanding.entities
    .filter(({ name }) => kinds.has(name))
    .flatMap(({ text }) => normalise(text).split(' '))
  const choices = asks.flatMap(choiceWords)
  const known = new Set([...values, ...choices])
  return normalise(run.input.turn.text ?? '')
    .split(' ')
    .filter((word) => word !== '' && !known.has(word) && !correcting.has(word) && !isSmallWord(word))
}

const correcting = new Set(correctionPhrases.flatMap((phrase) => phrase.split(' ')))

/** In scripts without spaces, as long as a word is. */
function isOneWord(text: string): boolean {
  const words = normalise(text)
  const isUnspaced =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}]/u.test(words)
  return !words.includes(' ') && (!isUnspaced || words.length <= 6)
}

const inDigits: readonly string[] = ['number', 'money', 'phone', 'date', 'time']

function hasDigits(run: Run, { type, entity }: AskAction): boolean {
  if (type !== undefined) return inDigits.includes(type)
  const spec = entity === undefined ? undefined : run.definition.entities?.[entity]
  return spec === undefined
    ? entity !== undefined && inDigits.includes(entity)
    : 'pattern' in spec && /\\d|0-9/.test(spec.pattern)
}

/** Words of the choices and of the entity's values, but for small ones. */
function wordsOf(run: Run, ask: AskAction): ReadonlySet<string> {
  const spec = ask.entity === undefined ? undefined : run.definition.entities?.[ask.entity]
  const values = spec !== undefined && 'values' in spec ? Object.entries(spec.values).flat(2) : []
  return new Set([...choiceWords(ask), ...values.flatMap(toWords)])
}

function choiceWords({ choices = [] }: AskAction): readonly string[] {
  return choices.flatMap(namesOf).flatMap(toWords)
}

function toWords(text: string): string[] {
  return normalise(text)
    .split(' ')
    .filter((word) => word.length > 2 && !isSmallWord(word))
}
