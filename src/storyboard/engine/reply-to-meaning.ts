/** Replies to a customer who has said what they meant, after the bot asked. */
import { asTurnId } from '../../domain/ids.ts'
import type { ChosenMeaning, Reply } from '../../domain/reply.ts'
import type { SceneInput, StoryboardPorts } from '../storyboard.ts'
import { fallbackRoot } from '../walk-actions.ts'
import { repeatQuestion } from './await-slot-value.ts'
import type { AskedBack } from './context.ts'
import { findSceneOfIntent } from './likely-intents.ts'
import { misunderstand } from './misunderstand.ts'
import { begin, sceneOf, waitingOf } from './open-question.ts'
import { performScene } from './perform.ts'
import { type CompiledStoryboard, type Run, startRun } from './run.ts'
import { toReply } from './to-reply.ts'
import { withMeaning } from './with-meaning.ts'

/** The customer means none of the intents: an open question is asked again, else the fallback replies. */
export async function replyToSomethingElse(run: Run, asked: AskedBack | undefined): Promise<Reply> {
  const meaning = chosenMeaning(asked, undefined)
  const waiting = waitingOf(run)
  if (waiting !== undefined && (await repeatQuestion(run, waiting)))
    return toReply(run, { ...sceneOf(waiting), ...meaning })
  begin(run, fallbackRoot)
  return toReply(run, { silentBecause: await misunderstand(run), ...meaning })
}

export interface Choice {
  readonly input: SceneInput
  readonly ports: StoryboardPorts
  readonly asked: AskedBack | undefined
  readonly intent: string
}

/** Goes on as if the text that the bot asked about had this intent. An old tap says no more than the intent. */
export async function replyToIntent(compiled: CompiledStoryboard, choice: Choice): Promise<Reply> {
  const { input, ports, intent } = choice
  const asked = choice.asked?.intents.includes(intent) ? choice.asked : undefined
  const earlier = asked && (await ports.findAskedTurn?.(asTurnId(asked.turn)))
  const run = startRun(compiled, { input: withMeaning(input, { intent, earlier }), ports })
  const match = findSceneOfIntent(run, intent)
  const meaning = chosenMeaning(asked, intent)
  begin(run, match?.scene ?? fallbackRoot)
  if (match === undefined) return toReply(run, { silentBecause: await misunderstand(run), ...meaning })
  run.context = { ...run.context, missed: 0 }
  await performScene(run, match.scene)
  return toReply(run, { scene: match.scene, ...meaning })
}

function chosenMeaning(
  asked: AskedBack | undefined,
  intent: string | undefined,
): { readonly meaning?: ChosenMeaning } {
  if (asked === undefined) return {}
  return { meaning: { turnId: asTurnId(asked.turn), ...(intent === undefined ? {} : { intent }) } }
}
