/** The box of the question that the bot asks when a message may have one of several intents. */
import { somethingElseTitle, unsureText } from '../default-texts.ts'
import type { StoryboardFile } from '../schema.ts'
import { fallbackRoot } from '../walk-actions.ts'
import { type Box, type Row, unsureId } from './box.ts'
import { type Reader, readText } from './readable.ts'

export function unsureBox(definition: StoryboardFile, reader: Reader): Box | undefined {
  const { unsure } = definition
  if (unsure === undefined) return undefined
  const { question = unsureText, something_else: last = somethingElseTitle, titles } = unsure
  const taps = Object.entries(titles).map(([intent, title]): Row => {
    const to = sceneOf(intent, definition)
    return {
      label: 'may show',
      text: readText(title, reader),
      tone: 'tap',
      depth: 0,
      ...(to === undefined ? {} : { to }),
    }
  })
  return {
    id: unsureId,
    kind: 'scene',
    title: 'Not sure',
    about:
      'A message may have one of several intents: the bot asks once, with the two or three likeliest to tap.',
    rows: [
      { label: 'asks', text: readText(question, reader), tone: 'bot', depth: 0 },
      ...taps,
      { label: 'always', text: readText(last, reader), tone: 'tap', depth: 0, to: fallbackRoot },
    ],
  }
}

function sceneOf(intent: string, { scenes }: StoryboardFile): string | undefined {
  return Object.keys(scenes).find((name) =>
    scenes[name]?.on?.some((trigger) => [trigger.intent ?? []].flat().includes(intent)),
  )
}
