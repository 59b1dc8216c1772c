/**
 * Chooses the reply to a turn. The same input gives the same reply: variants are chosen by the id of the turn, and the
 * time is an argument. The text of a customer is never run.
 */
import { noHistory } from '../../domain/comment-history.ts'
import type { NoReplyReason } from '../../domain/reasons.ts'
import type { Reply } from '../../domain/reply.ts'
import { tooManyText } from '../default-texts.ts'
import type { Storyboard } from '../storyboard.ts'
import { fallbackRoot } from '../walk-actions.ts'
import { askBack } from './ask-back.ts'
import { awaitSlotValue } from './await-slot-value.ts'
import type { AskedBack } from './context.ts'
import { emitText } from './emit.ts'
import { listen } from './hear.ts'
import { findLikelyIntents } from './likely-intents.ts'
import { findScene } from './match.ts'
import { misunderstand } from './misunderstand.ts'
import { moderate, readModeration } from './moderate.ts'
import { begin, isAnswering, sceneOf, takeAskedBack, waitingOf } from './open-question.ts'
import { performScene } from './perform.ts'
import { readMeaning } from './read-meaning.ts'
import { replyToIntent, replyToSomethingElse } from './reply-to-meaning.ts'
import { type CompiledStoryboard, holds, type Run, startRun, textOf } from './run.ts'
import { sayAlso } from './say-also.ts'
import { toReply } from './to-reply.ts'

const minuteMs = 60_000

export function createEngine(compiled: CompiledStoryboard): Storyboard['respond'] {
  const moderation = readModeration(compiled.definition)
  return async function respond(input, ports) {
    const { findCommentHistory = async () => noHistory } = ports
    const run = startRun(compiled, { input, ports })
    if (input.isTooMany === true) return toReply(run, { silentBecause: tellLimit(run) })
    const moderated = await moderate(moderation, input, findCommentHistory)
    run.actions.push(...(moderated?.actions ?? []))
    if (moderated?.isOver === true) return toModerated(run)
    if (input.silentBecause !== undefined) return toSilence(run, input.silentBecause)
    if (isTooLate(run)) return toReply(run, { silentBecause: tellLateness(run) })
    if (!isAnswering(run)) return await replyToText(run, undefined)
    const asked = takeAskedBack(run)
    const meaning = readMeaning(run, asked)
    if (meaning === undefined) return await replyToText(run, asked)
    const { intent } = meaning
    if (intent === undefined) return await replyToSomethingElse(run, asked)
    return await replyToIntent(compiled, { input, ports, asked, intent })
  }
}

/** `asked`: the bot has just asked what the customer means, and does not ask again. */
async function replyToText(run: Run, asked: AskedBack | undefined): Promise<Reply> {
  const match = findScene(run.definition, {
    turn: run.input.turn,
    understanding: run.input.understanding,
    holds: (condition) => holds(run, condition),
  })
  const waiting = waitingOf(run)
  const mayAskBack = asked === undefined && isAnswering(run)
  if (waiting !== undefined && isAnswering(run)) {
    listen(run)
    if (await awaitSlotValue(run, { waiting, match, mayAskBack })) return toReply(run, sceneOf(waiting))
  } else if (mayAskBack) {
    const intents = findLikelyIntents(run, { match })
    if (intents !== undefined && askBack(run, intents)) return toReply(run, {})
  }
  begin(run, match?.scene ?? fallbackRoot)
  if (match === undefined) return toReply(run, { silentBecause: await misunderstand(run) })
  run.context = { ...run.context, missed: 0 }
  await performScene(run, match.scene)
  const also = await sayAlso(run, match.scene)
  const { alsoScene } = also
  return toReply(also.run, { scene: match.scene, ...(alsoScene === undefined ? {} : { alsoScene }) })
}

function toModerated(run: Run): Reply {
  run.outcome = 'moderated'
  return toReply(run, { silentBecause: 'moderated' })
}

/** Acts without a reply are moderation. That outcome gives them its time limit. */
function toSilence(run: Run, silentBecause: NoReplyReason): Reply {
  if (run.actions.length > 0) run.outcome = 'moderated'
  return toReply(run, { silentBecause })
}

function isTooLate({ definition, input }: Run): boolean {
  const late = definition.too_late
  return late !== undefined && input.now - input.turn.ts > late.after_minutes * minuteMs
}

/** Says the text of `too_late` once, however many late turns there are. */
function tellLateness(run: Run): NoReplyReason {
  const { too_late: late } = run.definition
  if (late?.say === undefined || !isAnswering(run)) return 'too_late'
  const { lateTold = 0 } = run.context
  if (run.input.now - lateTold < late.after_minutes * minuteMs) return 'too_late'
  run.context = { ...run.context, lateTold: run.input.now, waiting: undefined, askedBack: undefined }
  run.outcome = 'too_late'
  emitText(run, textOf(run, late.say))
  return 'too_late'
}

/** The question that the customer was asked stays open. */
function tellLimit(run: Run): NoReplyReason {
  const { say = tooManyText } = run.definition.too_many ?? {}
  if (say !== false) emitText(run, textOf(run, say))
  return 'loop_guard'
}
