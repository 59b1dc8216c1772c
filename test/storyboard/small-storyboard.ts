// oxlint-disable unicorn/no-thenable -- `then` is a word of the format, and a list
/** Storyboards and turns for tests: a small storyboard, with the parts that a test needs laid over it. */
import { asConversationId, asPageId, asProfileId, asPsid, asTurnId } from '../../src/domain/ids.ts'
import { stringify } from 'yaml'
import type { Reply, JsonObject } from '../../src/domain/reply.ts'
import type { Turn } from '../../src/domain/turn.ts'
import type { Understanding } from '../../src/domain/understanding.ts'
import { parseStoryboard } from '../../src/storyboard/load.ts'
import { acceptedActions } from '../../src/storyboard/transcript/outcomes.ts'
import type { CallHub, FindAskedTurn, LoadedStoryboard, SceneInput } from '../../src/storyboard/storyboard.ts'

export const small = {
  storyboard: 1,
  name: 'Small',
  bot: { name: 'Bo', disclosure: 'I am Bo, a bot.' },
  fallback: {
    texts: ['Pardon?', 'Again?'],
    then: [{ say: 'An agent comes.' }, { hand_over: 'page_inbox', on_failure: [{ say: 'Nobody is here.' }] }],
  },
}

export function storyboardWith(parts: Readonly<Record<string, unknown>>): LoadedStoryboard {
  return parseStoryboard({ file: 'small.yaml', source: stringify({ ...small, ...parts }) })
}

export const noUnderstanding: Understanding = { provider: 'none', version: '', entities: [] }
export const now = Date.UTC(2026, 10, 22, 12)

export function means(name: string, confidence = 0.9): Understanding {
  return { provider: 'local', version: '1', intent: { name, confidence }, entities: [] }
}

export function holding(name: string, value: string | number, text = String(value)): Understanding {
  return { provider: 'local', version: '1', entities: [{ name, value, text, confidence: 0.9 }] }
}

export const silentHub: CallHub = async () => ({ silent: 'timeout' })

export function turnOf(facts: Partial<Turn>): Turn {
  return {
    id: asTurnId('7'),
    conversationId: asConversationId('1'),
    pageId: asPageId('1000'),
    psid: asPsid('2000'),
    pId: asProfileId('5'),
    ts: now,
    kind: 'message',
    ...facts,
  }
}

/** A conversation: each turn gets the context of the last reply. */
export function conversation(
  storyboard: LoadedStoryboard,
  start: Partial<SceneInput> & { hub?: CallHub; findAskedTurn?: FindAskedTurn } = {},
) {
  const { hub = silentHub, findAskedTurn = async () => undefined, ...given } = start
  let context: JsonObject = given.context ?? { told: true }
  let id = 0
  async function turn(facts: Partial<Turn>, more: Partial<SceneInput> = {}): Promise<Reply> {
    const input = {
      understanding: noUnderstanding,
      profile: { pId: asProfileId('5') },
      recent: [],
      now,
      ...given,
      ...more,
    }
    const reply = await storyboard.respond(
      { ...input, turn: turnOf({ id: asTurnId(String(++id)), ...facts }), context },
      { hub, findAskedTurn },
    )
    ;({ context } = reply)
    return reply
  }
  return {
    turn,
    writes: async (text: string, understanding: Understanding = noUnderstanding) =>
      spoken(await turn({ text }, { understanding })),
    context: () => context,
  }
}

/**
 * The texts that a customer reads, and a word for each other action. `refused`: what Facebook refuses, in the words of a
 * storyboard.
 */
export function spoken({ actions }: Reply, refused: readonly string[] = []): string[] {
  return acceptedActions(actions, refused).map((action) => {
    if (action.do === 'say') return action.message.text ?? action.message.attachment?.type ?? ''
    if (action.do === 'private_reply') return `(privately) ${action.message.text ?? ''}`
    if (action.do === 'comment') return `(publicly) ${action.text}`
    return action.do === 'hand_over' ? `(hand over to ${action.to})` : `(${action.do})`
  })
}
