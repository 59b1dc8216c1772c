import { RE2JS, RE2JSException } from 're2js'
import { remember } from './remember.ts'
import { plainSigns } from './plain-signs.ts'

/**
 * A storyboard's regular expression for an entity. The engine (RE2) never goes back in a text, so its time grows with
 * the text and the pattern only. Both have bounds: no search takes longer than 50 ms.
 */
export type EntityPattern =
  | {
      /**
       * The places that match, from left to right, at most `most`. No match is empty. The text has plain signs: a pattern
       * for digits finds those of every script.
       */
      findAll(text: string, most: number): readonly PatternMatch[]
      readonly matchesNothing: boolean
    }
  /** Why it is refused. A message puts this after the entity's name. */
  | { readonly trouble: string }

export interface PatternMatch {
  readonly text: string
  /** The group `value`, else the first group, else the whole match. */
  readonly value: string
  readonly from: number
}

/** Only this much of a text is searched. */
const longestText = 2_000
const longestPattern = 300
/** The number of states of the compiled pattern. `.{0,100}` has about two hundred. */
const mostStates = 500
/** Steps of the engine for all matches in one text: states x characters. A million takes 10 to 20 ms. */
const mostSteps = 1_000_000
/**
 * The same for one search. Above 256 x 1,024 the engine takes another way, which is ten times slower: 226 states took 4 ms
 * for 1,000 characters, and 45 to 75 ms for 2,000.
 */
const mostAtOnce = 250_000

/** The expression ignores case. Never throws. A pattern is compiled once: that takes longer than a search. */
export const readEntityPattern: (pattern: string) => EntityPattern = remember(compile, 1_000)

function compile(pattern: string): EntityPattern {
  if (pattern.length > longestPattern) return { trouble: `is longer than ${longestPattern} characters` }
  const missing = missingSyntax.find(({ syntax }) => syntax.test(withoutEscapes(pattern)))
  if (missing !== undefined) return { trouble: missing.trouble }
  try {
    const plain = pattern.replaceAll(/[\p{Nd}Ａ-Ｚａ-ｚ]/gu, plainSigns) // as the text is searched
    const expression = RE2JS.compile(RE2JS.translateRegExp(plain), RE2JS.CASE_INSENSITIVE)
    if (expression.programSize() > mostStates) return { trouble: tooLarge }
    return {
      findAll: (text, most) => findAll(expression, { text: text.slice(0, longestText), most }),
      matchesNothing: expression.matcher('').find(),
    }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    if (error.message.includes('invalid repeat count')) return { trouble: tooLarge }
    return { trouble: `is not a regular expression: ${error.message}` }
  }
}

const tooLarge = 'repeats too much: use smaller numbers in { } and fewer of them'

/** Syntax of other engines. RE2 has none of it, because it takes going back in the text. */
const missingSyntax = [
  {
    syntax: /\(\?<?[=!]/,
    trouble: 'looks ahead or behind, as in (?=…): put the part into a group (…) instead',
  },
  { syntax: /\\[1-9]|\\k[<{']/, trouble: 'refers back to a group, as in \\1: write the alternatives out' },
  { syntax: /\(\?>|(?:[*+?]|\{\d+,?\d*\})\+/, trouble: 'has a possessive repetition, as in a++: write a+' },
]

/** Without escaped signs and without classes, in which signs stand for themselves. References stay. */
function withoutEscapes(pattern: string): string {
  return pattern.replaceAll(/\\[^1-9k]|\[(?:\\.|[^\]\\])*\]/gs, '_')
}

/** Where a text is too long for the states of a pattern, its beginning is searched. */
function findAll(expression: RE2JS, given: { text: string; most: number }): PatternMatch[] {
  const { most } = given
  const states = expression.programSize()
  const text = given.text.slice(0, Math.floor(mostAtOnce / states))
  const found: PatternMatch[] = []
  const matcher = expression.matcher(text)
  const names = expression.namedGroups()
  let steps = 0
  let from = 0
  while (found.length < most && from <= text.length) {
    steps += (text.length - from) * states // a search may go to the end of the text
    if (from > 0 && steps > mostSteps) break // an empty match is a search, too
    if (!matcher.find()) break
    from = Math.max(matcher.end(), from + 1)
    const whole = matcher.group() ?? ''
    if (whole === '') continue
    const value =
      'value' in names ? matcher.group('value') : expression.groupCount() > 0 ? matcher.group(1) : null
    found.push({ text: whole, value: value ?? whole, from: matcher.start() })
  }
  return found
}
