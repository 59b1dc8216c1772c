/** The phrases and acts by which a reviewer can see each scene. */
import type { Scene, StoryboardFile } from '../schema.ts'
import type { Trigger } from '../schema/triggers.ts'
import { type Reader, readText, toWords } from './readable.ts'

export interface Phrase {
  readonly where: string
  /** Any of them starts the scene. */
  readonly phrases: readonly string[]
  readonly scene: string
  /** The result, in the words of the author or of the bot. */
  readonly outcome: string
}

export type LanguageOf = (text: string) => string | undefined

/** Examples and keywords in the language of the result, where any of them is. */
export function findPhrases(
  definition: StoryboardFile,
  reader: Reader,
  languageOf: LanguageOf = () => undefined,
): Phrase[] {
  function inLanguage(texts: readonly string[]): readonly string[] {
    const own = texts.filter((text) => languageOf(text) === reader.language)
    return own.length === 0 ? texts : own
  }
  return Object.entries(definition.scenes).flatMap(([name, scene]) =>
    (scene.on ?? []).flatMap((trigger) => {
      const phrases = phrasesOf(trigger, definition, inLanguage)
      return phrases.length === 0
        ? []
        : [{ where: whereOf(trigger), phrases, scene: toWords(name), outcome: outcomeOf(scene, reader) }]
    }),
  )
}

const most = 3

function phrasesOf(
  { keyword, intent, rating, reaction, ref, attachment, comment, sticker, ad, edited }: Trigger,
  file: StoryboardFile,
  inLanguage: (texts: readonly string[]) => readonly string[],
) {
  const examples = [intent ?? []]
    .flat()
    .flatMap((name, _, all) => inLanguage(file.intents?.[name] ?? []).slice(0, all.length > 1 ? 1 : most))
  const words = inLanguage([keyword ?? []].flat()).slice(0, most)
  if (words.length + examples.length > 0) return [...words, ...examples].slice(0, most)
  if (rating !== undefined) return [rating === 'any' ? 'any recommendation' : `a ${rating} recommendation`]
  if (reaction !== undefined) return [[reaction].flat().join(' or ')]
  if (ref !== undefined) return [ref].flat().map((name) => `m.me/‹Page›?ref=${name}`)
  if (sticker !== undefined) return [`sticker ${[sticker].flat().join(' or ')}`]
  if (ad !== undefined) return [`ad ${[ad].flat().join(' or ')}`]
  if (edited !== undefined) return ['any edit']
  if (attachment !== undefined) return [`${[attachment].flat().join(' or ')}, without text`]
  return comment === undefined ? [] : ['any comment']
}

function whereOf(trigger: Trigger): string {
  if (trigger.comment !== undefined) return 'comment below a post'
  if (trigger.visitor_post !== undefined) return 'post on the Page'
  if (trigger.mention !== undefined) return 'mention elsewhere'
  if (trigger.rating !== undefined) return 'recommend the Page'
  if (trigger.reaction !== undefined) return `react to a ${trigger.of ?? 'message'}`
  if (trigger.ref !== undefined) return 'open a link'
  if (trigger.ad !== undefined) return 'tap an ad'
  if (trigger.edited !== undefined) return `edit a ${trigger.edited === 'any' ? 'text' : trigger.edited}`
  return (trigger.attachment ?? trigger.sticker) === undefined ? 'write in Messenger' : 'send in Messenger'
}

/** The author's `about`, else the first text of the scene. */
function outcomeOf({ about, do: actions }: Scene, reader: Reader): string {
  if (about !== undefined) return about
  for (const action of actions) {
    if ('say' in action) return readText(action.say, reader)
    if ('ask' in action || 'verify' in action) return readText(action.question, reader)
    if ('reply_publicly' in action) return readText(action.reply_publicly, reader)
    if ('reply_privately' in action) return readText(action.reply_privately, reader)
  }
  return ''
}
