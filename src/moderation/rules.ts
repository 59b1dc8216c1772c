/** The moderation rules of a storyboard, ready to judge comments. A rule looks at the comment alone. */
import { isSamePost } from '../domain/story-id.ts'
import { domainOf, findHosts, isWithin } from './links.ts'
import { findPhoneNumbers, isSameNumber } from './phone-numbers.ts'
import { compileWords } from './word-list.ts'

export type ModerationAct = 'hide' | 'delete'

/** Whom and what a rule leaves alone. */
export interface Exceptions {
  readonly post?: OneOrMore | undefined
  readonly customer?: OneOrMore | undefined
}

/** One rule as the author wrote it. It has one of `link`, `phone_number`, `words`, `picture`, `intent`. */
export interface ModerationRule {
  readonly act?: ModerationAct | undefined
  readonly link?: OneOrMore | undefined
  readonly phone_number?: 'any' | undefined
  readonly words?: readonly string[] | undefined
  readonly picture?: OneOrMore | undefined
  readonly intent?: OneOrMore | undefined
  readonly at_least?: number | undefined
  readonly allow?: readonly string[] | undefined
  readonly page?: OneOrMore | undefined
  readonly except?: Exceptions | undefined
}

export interface ModerationRules {
  readonly except?: Exceptions | undefined
  readonly rules: Readonly<Record<string, ModerationRule>>
}

type OneOrMore = string | readonly string[]

/** A comment, as far as rules look at it. */
export interface JudgedComment {
  readonly pageId: string
  readonly psid: string
  readonly postId?: string | undefined
  readonly text?: string | undefined
  /** Types of the attachments: image, video, sticker. */
  readonly attachments?: readonly string[] | undefined
  readonly intent?: { readonly name: string; readonly confidence: number } | undefined
}

export interface Judgement {
  readonly rule: string
  readonly act: ModerationAct
  /** What the rule found: a host, a number, an entry of the word list, a kind of picture, an intent. */
  readonly found: string
}

/** The first rule of the file that the comment breaks. Undefined: none. */
export type JudgeComment = (comment: JudgedComment) => Judgement | undefined

type Find = (comment: JudgedComment) => string | undefined

/** `atLeast`: the least confidence of an intent where the rule names none. */
export function compileModeration(
  { except, rules }: ModerationRules,
  { atLeast }: { readonly atLeast: number },
): JudgeComment {
  const compiled = Object.entries(rules).map(([rule, spec]) => ({
    rule,
    act: spec.act ?? 'hide',
    find: compileRule(spec, atLeast),
    isFor: (comment: JudgedComment) =>
      (spec.page === undefined || listOf(spec.page).includes(comment.pageId)) &&
      !isException(comment, spec.except) &&
      !isException(comment, except),
  }))
  return function judge(comment) {
    for (const { rule, act, find, isFor } of compiled) {
      if (!isFor(comment)) continue
      const found = find(comment)
      if (found !== undefined) return { rule, act, found }
    }
    return undefined
  }
}

function isException({ postId, psid }: JudgedComment, { post, customer }: Exceptions = {}): boolean {
  if (postId !== undefined && listOf(post).some((id) => isSamePost(id, postId))) return true
  return listOf(customer).includes(psid)
}

function compileRule(spec: ModerationRule, usual: number): Find {
  const {
    link,
    phone_number: phoneNumber,
    words,
    picture,
    intent,
    allow = [],
    at_least: atLeast = usual,
  } = spec
  if (link !== undefined) return compileLinks(listOf(link), allow.map(domainOf))
  if (phoneNumber !== undefined)
    return ({ text = '' }) =>
      findPhoneNumbers(text).find((number) => !allow.some((allowed) => isSameNumber(number, allowed)))
  if (words !== undefined) {
    const list = compileWords(words, allow)
    return ({ text = '' }) => list.find(text)
  }
  if (picture !== undefined) {
    const kinds = listOf(picture)
    return ({ attachments = [] }) => attachments.find((type) => kinds.includes('any') || kinds.includes(type))
  }
  const names = listOf(intent)
  return ({ intent: meant }) =>
    meant !== undefined && names.includes(meant.name) && meant.confidence >= atLeast ? meant.name : undefined
}

function compileLinks(wanted: readonly string[], allowed: readonly string[]): Find {
  const isAny = wanted.includes('any')
  const domains = wanted.map(domainOf)
  return ({ text = '' }) =>
    findHosts(text).find((host) => !isWithin(host, allowed) && (isAny || isWithin(host, domains)))
}

function listOf(given: OneOrMore | undefined): readonly string[] {
  return typeof given === 'string' ? [given] : (given ?? [])
}
