/** What an operator has to look at, in one list: each with its cause, and the command that ends it. */
import type { Health } from '../../api/health.ts'
import type { Route } from '../state/route.ts'
import type { createSay } from '../texts/say.ts'
import type { Texts } from '../texts/shape.ts'

export interface Trouble {
  readonly of: string
  readonly says: string
  /** What to do, with commands in backticks. */
  readonly fix?: string | undefined
  readonly command?: string | undefined
  /** Where it is mended in the console. */
  readonly to?: { readonly route: Route; readonly says: string }
}

export function toTroubles(
  health: Health,
  texts: Texts['health'],
  say: ReturnType<typeof createSay>,
): readonly Trouble[] {
  const { pages, queuesTrouble, processTroubles = [], deadLetters, held } = health
  const ofPages = pages.flatMap(({ pageId, name, pause, silence, check }): Trouble[] => [
    ...[pause, silence].flatMap((one) =>
      one === undefined
        ? []
        : [{ of: name ?? pageId, says: say('troubles', one.says, one.said), command: one.command }],
    ),
    ...(check?.findings ?? []).flatMap(({ state, says, fix }) =>
      state === 'wrong' ? [{ of: name ?? pageId, says, fix }] : [],
    ),
  ])
  const dead = Object.values(deadLetters).reduce((sum, count) => sum + count, 0)
  return [
    ...ofPages,
    ...processTroubles.map(({ of, ofSaid, says, said, command }) => ({
      of: say('troubles', of, ofSaid),
      says: say('troubles', says, said),
      command,
    })),
    ...(queuesTrouble === undefined
      ? []
      : [
          {
            of: texts.queuesUnseen,
            says: say('troubles', queuesTrouble.says, queuesTrouble.said),
            command: queuesTrouble.command,
          },
        ]),
    ...(dead === 0
      ? []
      : [{ of: texts.deadLetters, says: texts.deadCount(dead), command: 'pagebeat dead list' }]),
    ...(held.length === 0
      ? []
      : [{ of: texts.held, says: texts.heldCount(held.length), to: toHeld(held, texts) }]),
  ]
}

function toHeld(held: Health['held'], texts: Texts['health']): NonNullable<Trouble['to']> {
  const [only] = held.length === 1 ? held : []
  return {
    route: { screen: 'inbox', query: { state: 'trouble' }, conversationId: only?.conversationId },
    says: only === undefined ? texts.openHeld : texts.openConversation,
  }
}
