import type { Understanding } from '../../domain/understanding.ts'
import { payloadOfMeaning } from '../payloads.ts'
import type { AskedTurn, SceneInput } from '../storyboard.ts'

export interface KnownMeaning {
  readonly intent: string
  /** Undefined: its text is gone. */
  readonly earlier: AskedTurn | undefined
}

/**
 * The turn as if its text were the one that the bot asked about, and had this intent for sure. The entities of that text
 * are kept. Where the text is gone, the choice alone counts: its title or number is no value for a question.
 */
export function withMeaning(input: SceneInput, { intent, earlier }: KnownMeaning): SceneInput {
  const { payload: _tapped, text: _title, ...turn } = input.turn
  const { waiting: _open, askedBack: _asked, ...context } = input.context
  const { alternatives: _others, ...understanding } = earlier?.understanding ?? nothing
  return {
    ...input,
    context,
    turn: {
      ...turn,
      ...(earlier === undefined ? { payload: payloadOfMeaning(intent) } : { text: earlier.text }),
    },
    understanding: { ...understanding, intent: { name: intent, confidence: 1 } },
  }
}

const nothing: Understanding = { provider: 'none', version: '', entities: [] }
