/** The choices of a question that a text names. */
import type { JsonValue } from '../../domain/reply.ts'
import type { AskAction } from '../schema/actions.ts'
import type { Choice } from '../schema/ask.ts'
import { findForms, type Forms, normalise, templatesIn, toForms } from '../texts.ts'

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
  { text, given }: { readonly text: string; readonly given: string },
  ask: AskAction,
  by: 'names' | 'titles' = 'names',
): readonly NamedChoice[] {
  const named = formsOf(ask)
    .flatMap(({ value, [by]: all }) =>
      all.flatMap((forms) => {
        const place = findForms({ text, given }, forms)
        return place === undefined ? [] : [{ value, ...place }]
      }),
    )
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
  const kept: NamedChoice[] = []
  for (const one of named)
    if (!kept.some((other) => one.from < other.to && other.from < one.to)) kept.push(one)
  return kept.toSorted((a, b) => a.from - b.from)
}

interface ChoiceForms {
  readonly value: JsonValue
  readonly names: readonly Forms[]
  readonly titles: readonly Forms[]
}

const made = new WeakMap<AskAction, readonly ChoiceForms[]>()

/** Made once for each question: every message is searched for all of them. */
function formsOf(ask: AskAction): readonly ChoiceForms[] {
  const known = made.get(ask)
  if (known !== undefined) return known
  const forms = (ask.choices ?? []).map((choice) => ({
    value: valueOf(choice),
    names: namesOf(choice).map(withEndings),
    titles: titlesOf(choice).map(withEndings),
  }))
  made.set(ask, forms)
  return forms
}

/** Endings of the plural and of cases: "two e-bikes" names the choice "E-bike". Short words change their meaning by them. */
const endings = ['', 's', 'es', 'e', 'n', 'en', 'er']
const shortestWithEnding = 4

function withEndings(name: string): Forms {
  const forms = toForms(name)
  const last = forms.words[0]?.split(' ').at(-1) ?? ''
  return last.length < shortestWithEnding || forms.isPart
    ? forms
    : { ...forms, words: forms.words.flatMap((word) => endings.map((ending) => `${word}${ending}`)) }
}
