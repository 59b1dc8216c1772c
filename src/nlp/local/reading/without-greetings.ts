/** Takes greetings, thanks and signatures off both ends of a message. */
import { once } from '../once.ts'
import { foldWord } from './fold-word.ts'
import { greetingWords } from './greeting-words.ts'
import { toTokens, type Token } from './tokens.ts'

/** The text itself if it has no such ends. Empty if there is nothing else in it. */
export function withoutGreetings(text: string): string {
  const tokens = toTokens(text)
  let from = 0
  let to = tokens.length
  let isGreeted = false
  for (;;) {
    const next = skipFront({ text, tokens, from, isGreeted })
    if (next === from) break
    isGreeted = true
    from = next
  }
  for (;;) {
    const next = skipEnd(text, tokens.slice(from, to)) + from
    if (next === to) break
    to = next
  }
  if (from === 0 && to === tokens.length) return text
  // What follows the last word stays with it: a question mark, an emoji.
  const end = to === tokens.length ? text.length : endOf(text, tokens[to - 1])
  return to <= from ? '' : text.slice(tokens[from]?.from, end)
}

/** Whether the text begins with thanks. */
export function isThanks(text: string): boolean {
  return lengthAt(lists().thanks, toTokens(text), 0) > 0
}

interface Front {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly from: number
  readonly isGreeted: boolean
}

function skipFront({ text, tokens, from, isGreeted }: Front): number {
  const greeting = lengthAt(lists().greetings, tokens, from)
  if (greeting > 0) return skipName(text, tokens, from + greeting)
  const thanks = lengthAt(lists().thanks, tokens, from)
  if (thanks > 0 && isEndOfClause(text, tokens, from + thanks)) return from + thanks
  const after = isGreeted ? lengthAt(lists().after, tokens, from) : 0
  return from + after
}

const longestName = 3

/** "Hello Copper Kettle, …": words with a capital between the greeting and a comma. */
function skipName(text: string, tokens: readonly Token[], from: number): number {
  if (isEndOfClause(text, tokens, from)) return from
  for (let at = from; at < Math.min(from + longestName, tokens.length - 1); at++) {
    if (!/^\p{Lu}/u.test(text.slice(tokens[at]?.from))) return from
    if (/^\s*[,!\n]/u.test(text.slice(tokens[at]?.to))) return at + 1
  }
  return from
}

const longestSignature = 2

/** How many words stay. */
function skipEnd(text: string, tokens: readonly Token[]): number {
  for (
    let from = Math.max(0, tokens.length - longestPhrase - longestSignature);
    from < tokens.length;
    from++
  ) {
    const rest = tokens.length - from
    const isSaid = lists().saying.has(tokens[from - 1]?.word ?? '')
    if (isSaid) continue
    if (lengthAt(lists().thanks, tokens, from) === rest) return from
    const closing = lengthAt(lists().closings, tokens, from)
    if (closing > 0 && rest - closing <= longestSignature && isEndOfClause(text, tokens, from)) return from
  }
  return tokens.length
}

/** Whether the words before this place are followed by a sign, or by nothing. */
function isEndOfClause(text: string, tokens: readonly Token[], at: number): boolean {
  const before = at === 0 ? 0 : tokens[at - 1]?.to
  return at === 0 || at >= tokens.length || /[^\s\p{L}\p{N}]|\n/u.test(text.slice(before, tokens[at]?.from))
}

/** With the signs that follow the word at once. */
function endOf(text: string, token: Token | undefined): number {
  const to = token?.to ?? 0
  return to + (/^[^\p{L}\p{N}\n]*/u.exec(text.slice(to))?.[0].trimEnd().length ?? 0)
}

interface Phrases {
  /** All phrases by their first word, each as its words. */
  readonly byFirst: ReadonlyMap<string, readonly (readonly string[])[]>
}

/** How many words the longest phrase at this place has; 0 if there is none. */
function lengthAt({ byFirst }: Phrases, tokens: readonly Token[], from: number): number {
  let longest = 0
  for (const phrase of byFirst.get(tokens[from]?.word ?? '') ?? [])
    if (phrase.length > longest && phrase.every((word, at) => tokens[from + at]?.word === word))
      longest = phrase.length
  return longest
}

const lists = once(() => ({
  greetings: phrasesOf('greetings'),
  after: phrasesOf('after'),
  thanks: phrasesOf('thanks'),
  closings: phrasesOf('closings'),
  saying: new Set(Object.values(greetingWords).flatMap(({ saying }) => saying.split(' ').map(foldWord))),
}))

const longestPhrase = 7

function phrasesOf(list: 'greetings' | 'after' | 'thanks' | 'closings'): Phrases {
  const byFirst = new Map<string, (readonly string[])[]>()
  for (const source of Object.values(greetingWords).flatMap((words) => words[list].split(/,\s*/))) {
    const phrase = source.trim().split(' ').map(foldWord)
    const first = phrase[0] ?? ''
    byFirst.set(first, [...(byFirst.get(first) ?? []), phrase])
  }
  return { byFirst }
}
