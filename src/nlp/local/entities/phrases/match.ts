/** Compares a phrase of a language table with the tokens of a text. */
import type { Lexicon } from './lexicon.ts'
import type { Node, Phrase } from './phrase.ts'
import type { Token } from './tokens.ts'

/** One part of a reading that a slot of the phrase took. */
export interface Captured<Value> {
  readonly slot: string
  readonly value: Value
  /** The first token, and the one behind. */
  readonly at: number
  readonly to: number
}

export interface Option<Value> {
  readonly value: Value
  readonly to: number
}

export interface MatchSource<Value> {
  readonly tokens: readonly Token[]
  readonly lexicon: Pick<Lexicon, 'followers' | 'slotsOfWord'>
  readonly readSlot: (slot: string, at: number) => readonly Option<Value>[]
}

export interface Match<Value> {
  readonly to: number
  readonly captured: readonly Captured<Value>[]
}

/** A phrase with more readings at one place is read with the first of them. */
const mostReadings = 40

/** Every way in which the phrase fits at this token. */
export function matchPhrase<Value>(
  source: MatchSource<Value>,
  phrase: Phrase,
  at: number,
): readonly Match<Value>[] {
  return continueAll(source, phrase, [{ to: at, captured: [] }])
}

function continueAll<Value>(
  source: MatchSource<Value>,
  phrase: Phrase,
  begun: readonly Match<Value>[],
): readonly Match<Value>[] {
  let states = begun
  for (const node of phrase) {
    states = states.flatMap((state) => step(source, node, state)).slice(0, mostReadings)
    if (states.length === 0) break
  }
  return states
}

function step<Value>(source: MatchSource<Value>, node: Node, state: Match<Value>): readonly Match<Value>[] {
  const { to, captured } = state
  const token = source.tokens[to]
  switch (node.kind) {
    case 'word':
      return token !== undefined && token.word === node.word && !token.isDead
        ? [{ to: to + 1, captured }]
        : []
    case 'any':
      return (node.byWord.get(token?.word ?? '') ?? node.others).flatMap((choice) =>
        continueAll(source, choice, [state]),
      )
    case 'slot':
      return source.readSlot(node.slot, to).map((option) => ({
        to: option.to,
        captured: [...captured, { slot: node.slot, value: option.value, at: to, to: option.to }],
      }))
    case 'glue':
      return token?.isGlued === true ? [state] : []
    case 'start':
      return areSigns(source.tokens, 0, to) ? [state] : []
    case 'end':
      return areSigns(source.tokens, to, source.tokens.length) ? [state] : []
    case 'noNoun':
      return isNoNoun(source, to) ? [state] : []
  }
}

const mostSigns = 4

function areSigns(tokens: readonly Token[], from: number, to: number): boolean {
  return to - from <= mostSigns && tokens.slice(from, to).every(({ kind }) => kind === 'sign')
}

const signsOfNouns = /[%‰€$£¥°&+=*/@#]/

function isNoNoun<Value>({ lexicon, tokens }: MatchSource<Value>, at: number): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]]
  if (token === undefined) return true
  if (token.kind === 'sign') return !signsOfNouns.test(token.word) && !(token.isGlued && isLetters(next))
  if (token.kind !== 'word') return false
  return lexicon.followers.has(token.word) || lexicon.slotsOfWord.get(token.word)?.some(isOfDay) === true
}

/** "at eight *tonight*" */
function isOfDay(slot: string): boolean {
  return slot === 'day' || slot === 'weekday'
}

/** "3.º", "2.OG" */
function isLetters(token: Token | undefined): boolean {
  return token?.kind === 'word' && token.isGlued
}
