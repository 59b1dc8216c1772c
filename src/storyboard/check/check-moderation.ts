/** Finds rules of moderation that can never act, or that act on more than their author meant. */
import { domainOf } from '../../moderation/links.ts'
import { fold, wordPattern } from '../../moderation/fold.ts'
import type { Path } from '../document.ts'
import { suggestion } from '../nearest.ts'
import type { RuleSpec } from '../schema/moderation.ts'
import type { StoryboardFile } from '../schema.ts'
import type { Finding } from './finding.ts'

export function checkModeration({ moderation, intents = {} }: StoryboardFile): Finding[] {
  return Object.entries(moderation?.rules ?? {}).flatMap(([name, rule]) => {
    const path: Path = ['moderation', 'rules', name]
    return [
      ...unknownIntents(rule, { path, known: Object.keys(intents) }),
      ...domains(rule, path),
      ...words(rule, path),
    ]
  })
}

function unknownIntents(
  { intent }: RuleSpec,
  { path, known }: { path: Path; known: readonly string[] },
): Finding[] {
  return [intent ?? []].flat().flatMap((name) => {
    if (known.includes(name)) return []
    const message = `there is no intent ${JSON.stringify(name)}: ${suggestion(name, known)}`
    return [{ path: [...path, 'intent'], message }]
  })
}

function domains({ link, allow = [] }: RuleSpec, path: Path): Finding[] {
  if (link === undefined) return []
  const wanted = [link].flat().filter((domain) => domain !== 'any')
  return [
    ...wanted.map((domain) => ({ domain, at: 'link' })),
    ...allow.map((domain) => ({ domain, at: 'allow' })),
  ].flatMap(({ domain, at }) =>
    /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.-]*\.)[\p{L}\p{M}\p{N}-]{2,}$/u.test(domainOf(domain))
      ? []
      : [
          {
            path: [...path, at],
            message: `${JSON.stringify(domain)} is no domain: write it as example.com${at === 'link' ? ', or any' : ''}`,
          },
        ],
  )
}

/** A word of one letter, or * alone, is in nearly every comment. */
function words({ words: entries = [] }: RuleSpec, path: Path): Finding[] {
  return entries.flatMap((entry, index) => {
    const letters = fold(entry).match(wordPattern)?.join('') ?? ''
    const isSign = letters === '' && /[\p{So}\p{Emoji_Presentation}]/u.test(entry)
    if (isSign || letters.length > 1 || /\p{sc=Han}/u.test(letters)) return []
    return [
      {
        path: [...path, 'words', index],
        message: `${JSON.stringify(entry)} is in nearly every comment: write a whole word`,
      },
    ]
  })
}
