/** The box of the moderation rules: what happens with a comment before anything else. */
import type { RuleSpec } from '../schema/moderation.ts'
import type { StoryboardFile } from '../schema.ts'
import { type Box, moderationId, type Row } from './box.ts'
import { toWords } from './readable.ts'

export function moderationBox({ moderation }: StoryboardFile): Box | undefined {
  if (moderation === undefined) return undefined
  const rows = Object.entries(moderation.rules).map(([name, rule]): Row => ({
    label: rule.act === 'delete' ? 'deletes' : 'hides',
    text: `${toWords(name)}: ${rule.about ?? describeRule(rule)}`,
    tone: 'public',
    depth: 0,
  }))
  return {
    id: moderationId,
    kind: 'scene',
    title: 'Moderation',
    about:
      'The first rule that a comment breaks counts. It comes before every scene, and the comment gets no reply.',
    rows,
  }
}

/** What breaks the rule, without the words of its list: the page is for reviewers. */
export function describeRule({ link, phone_number: number, words, picture, intent }: RuleSpec): string {
  if (link !== undefined)
    return link === 'any' ? 'comments with a link' : `links to ${[link].flat().join(', ')}`
  if (number !== undefined) return 'comments with a telephone number'
  if (words !== undefined) return `comments with one of ${words.length} words`
  if (picture !== undefined) {
    const kinds = [picture].flat()
    return `comments with ${kinds.includes('any') ? 'a picture, video or sticker' : kinds.map((kind) => `a ${kind}`).join(' or ')}`
  }
  return `comments meaning ${[intent ?? []].flat().map(toWords).join(', ')}`
}
