/** The intents among which a text is not clear: two or three that are likely, and lead to different scenes. */
import { hasMeaning } from '../../domain/turn.ts'
import type { Understanding } from '../../domain/understanding.ts'
import { unsureDefaults } from '../schema/unsure.ts'
import { findScene, isByIntent, isCatchAll, type Match } from './match.ts'
import { holds, type Run } from './run.ts'

interface Rated {
  readonly name: string
  readonly confidence: number
}

interface Doubt {
  /** The scene that the turn would start. */
  readonly match: Match | undefined
  /** Scenes that the customer is in: they cannot be meant as another topic. */
  readonly within?: readonly (string | undefined)[]
}

/** Likeliest first; undefined: the text is clear enough, or nothing is likely. */
export function findLikelyIntents(run: Run, { match, within = [] }: Doubt): readonly string[] | undefined {
  const { unsure } = run.definition
  const { turn, understanding } = run.input
  if (unsure === undefined || turn.kind !== 'message' || !hasMeaning(turn)) return undefined
  const isSure = match !== undefined && isByIntent(match)
  if (match !== undefined && !isSure && !isCatchAll(match)) return undefined
  const [first, ...others] = ratedIn(understanding)
  const firstScene = first === undefined ? undefined : sceneOf(run, first.name)
  if (first === undefined || firstScene === undefined || within.includes(firstScene)) return undefined
  const scenes = new Set([firstScene, ...within])
  const rivals = others.filter(({ name }) => {
    const scene = sceneOf(run, name)
    if (scene === undefined || scenes.has(scene)) return false
    scenes.add(scene)
    return true
  })
  const [second, third] = rivals
  if (second === undefined) return undefined
  const firstAtLeast = unsure.first_at_least ?? unsureDefaults.first_at_least
  const bothAtLeast = unsure.both_at_least ?? unsureDefaults.both_at_least
  const leadAtMost = unsure.lead_at_most ?? unsureDefaults.lead_at_most
  if (first.confidence < firstAtLeast || first.confidence + second.confidence < bothAtLeast) return undefined
  if (isSure && first.confidence - second.confidence > leadAtMost) return undefined
  const isThirdLikely = third !== undefined && third.confidence >= second.confidence / 2
  return [first, second, ...(isThirdLikely ? [third] : [])].map(({ name }) => name)
}

/** Without those of other sentences: the customer wants both. */
function ratedIn({ intent, alternatives = [] }: Understanding): readonly Rated[] {
  const rivals = alternatives.filter(({ isAlso }) => isAlso !== true)
  return intent === undefined ? rivals : [intent, ...rivals]
}

/** The scene of an intent that may be named; undefined: it has no title, or starts no scene in Messenger now. */
function sceneOf(run: Run, intent: string): string | undefined {
  const { titles = {}, except = [] } = run.definition.unsure ?? {}
  if (!Object.hasOwn(titles, intent) || except.includes(intent)) return undefined
  return findSceneOfIntent(run, intent)?.scene
}

/** The scene that the text would start if it had this intent for sure. */
export function findSceneOfIntent(run: Run, intent: string): Match | undefined {
  const { payload: _tapped, ...turn } = run.input.turn
  return findScene(run.definition, {
    turn: { ...turn, text: turn.text ?? '' },
    understanding: { ...run.input.understanding, intent: { name: intent, confidence: 1 } },
    holds: (condition) => holds(run, condition),
    onlyIntent: intent,
  })
}
