/** The choices of a question that a text names. */
import type { JsonValue } from '../../domain/reply.ts'
import type { AskAction } from '../schema/actions.ts'
import type { Choice } from '../schema/ask.ts'
import { findPhrase, normalise, templatesIn } from '../texts.ts'

export interface NamedChoice {
  readonly value: JsonValue
  readonly from: number
  readonly to: number
}

export function valueOf(choice: Choice): JsonValue {
  return typeof choice === 'string' ? choice : choice.value
}

/** The titles in all languages, and the value. */
export function namesOf(choice: Choice): string[] {
  return typeof choice === 'string' ? [choice] : [...titlesOf(choice), String(choice.value)]
}

export function titlesOf(choice: Choice): string[] {
  return typeof choice === 'string' ? [choice] : templatesIn(choice.title).map(({ source }) => source)
}

/** Texts without letters (emoji) have no words to compare. */
export function isSame(name: string, text: string): boolean {
  const words = normalise(name)
  return words === '' ? name.trim() !== '' && name.trim() === text.trim() : words === normalise(text)
}

/** Where the text names choices, in its order. Of names that overlap, the longest counts: "E-bike" is no "bike". */
export function choicesIn(
  text: string,
  { choices = [] }: AskAction,
  names = namesOf,
): readonly NamedChoice[] {
  const named = choices
    .flatMap((choice) =>
      names(choice).flatMap((name) => {
        const place = formsOf(name)
          .map((form) => findPhrase(text, form))
          .find((found) => found !== undefined)
        return place === undefined ? [] : [{ value: valueOf(choice), ...place }]
      }),
    )
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
  const kept: NamedChoice[] = []
  for (const one of named)
    if (!kept.some((other) => one.from < other.to && other.from < one.to)) kept.push(one)
  return kept.toSorted((a, b) => a.from - b.from)
}

/** Endings of the plural and of cases: "two e-bikes" names the choice "E-bike". Short words change their meaning by them. */
const endings = ['', 's', 'es', 'e', 'n', 'en', 'er']
const shortestWithEnding = 4

function formsOf(name: string): readonly string[] {
  const last = normalise(name).split(' ').at(-1) ?? ''
  return last.length < shortestWithEnding ? [name] : endings.map((ending) => `${name.trimEnd()}${ending}`)
}
