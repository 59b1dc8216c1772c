/** A storyboard as boxes: the Messenger Profile, the scenes, the fallback, and the agent at the end. */
import type { StoryboardFile } from '../schema.ts'
import { fallbackRoot } from '../walk-actions.ts'
import { type Box, agentId, type Row } from './box.ts'
import { describeActions } from './describe-action.ts'
import { describeTrigger } from './describe-trigger.ts'
import { entryBox } from './entry-box.ts'
import { moderationBox } from './moderation-box.ts'
import { createReader, readCondition, type Reader, readText, toWords } from './readable.ts'
import { unsureBox } from './unsure-box.ts'

export function toFlow(definition: StoryboardFile): Box[] {
  const reader = createReader(definition)
  const boxes = [
    entryBox(definition, reader),
    ...[moderationBox(definition) ?? []].flat(),
    ...Object.keys(definition.scenes).map((name) => sceneBox(name, { definition, reader })),
    ...[unsureBox(definition, reader) ?? []].flat(),
    fallbackBox(definition, reader),
  ]
  const isHandedOver = boxes.some(({ rows }) => rows.some(({ to }) => to === agentId))
  return isHandedOver ? [...boxes, agentBox] : boxes
}

const agentBox: Box = {
  id: agentId,
  kind: 'agent',
  title: 'An agent takes over',
  about: 'The conversation goes to the inbox of the Page. The bot is silent from then on.',
  rows: [],
}

interface Context {
  readonly definition: StoryboardFile
  readonly reader: Reader
}

function sceneBox(name: string, context: Context): Box {
  const scene = context.definition.scenes[name]
  const triggers = (scene?.on ?? []).map((trigger) => describeTrigger(trigger, context))
  const started: Row[] = triggers.map((words) => ({ ...words, tone: 'trigger', depth: 0 }))
  const when = scene?.when
  const narrowed: Row[] =
    when === undefined
      ? []
      : [{ label: 'only if', text: readCondition(when, context.reader), tone: 'logic', depth: 0 }]
  const following: Row[] =
    scene?.also === true
      ? [
          {
            label: 'also',
            text: 'follows another scene, if the message has both intents',
            tone: 'logic',
            depth: 0,
          },
        ]
      : []
  return {
    id: name,
    kind: 'scene',
    title: capitalised(toWords(name)),
    ...(scene?.about === undefined ? {} : { about: scene.about }),
    rows: [...started, ...narrowed, ...following, ...describeActions(scene?.do ?? [], context)],
  }
}

function fallbackBox(definition: StoryboardFile, reader: Reader): Box {
  const { texts, then = [] } = definition.fallback
  const said: Row[] = texts.map((text, index) => ({
    label: ordinals[index] ?? `${index + 1}th`,
    text: readText(text, reader),
    tone: 'bot',
    depth: 0,
  }))
  return {
    id: fallbackRoot,
    kind: 'fallback',
    title: 'Not understood',
    about: 'What the bot says when no scene is about a message, time after time.',
    rows: [...said, ...describeActions(then, { definition, reader })],
  }
}

const ordinals = ['1st time', '2nd time', '3rd time', '4th time', '5th time']

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
