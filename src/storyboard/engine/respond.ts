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
import { awaitSlotValue } from './await-slot-value.ts'
import { emitText, settleQuickReplies } from './emit.ts'
import { listen } from './hear.ts'
import { findScene } from './match.ts'
import { moderate, readModeration } from './moderate.ts'
import { type Context, encodeContext, type Waiting } from './context.ts'
import { performFallback, performScene } from './perform.ts'
import { type CompiledStoryboard, holds, type Run, startRun, textOf } from './run.ts'

const minuteMs = 60_000
const defaultPatienceMinutes = 1_440

export function createEngine(compiled: CompiledStoryboard): Storyboard['respond'] {
  const moderation = readModeration(compiled.definition)
  return async function respond(input, { hub, findCommentHistory = async () => noHistory }) {
    const run = startRun(compiled, { input, hub })
    if (input.isTooMany === true) return toReply(run, { silentBecause: tellLimit(run) })
    const moderated = await moderate(moderation, input, findCommentHistory)
    run.actions.push(...(moderated?.actions ?? []))
    if (moderated?.isOver === true) return toModerated(run)
    if (input.silentBecause !== undefined) return toSilence(run, input.silentBecause)
    if (isTooLate(run)) return toReply(run, { silentBecause: tellLateness(run) })
    const match = findScene(run.definition, {
      turn: input.turn,
      understanding: input.understanding,
      holds: (condition) => holds(run, condition),
    })
    const waiting = waitingOf(run)
    if (waiting !== undefined && isAnswering(run)) {
      listen(run)
      if (await awaitSlotValue(run, { waiting, match }))
        return toReply(run, waiting.root === fallbackRoot ? {} : { scene: waiting.root })
    }
    begin(run, match?.scene ?? fallbackRoot)
    if (match === undefined) return toReply(run, { silentBecause: await misunderstand(run) })
    run.context = { ...run.context, missed: 0 }
    await performScene(run, match.scene)
    return toReply(run, { scene: match.scene })
  }
}

/** What was said before belonged to another scene. */
function begin(run: Run, scene: string): void {
  run.heard = []
  run.filled = []
  run.began = scene
  listen(run)
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
  run.context = { ...run.context, lateTold: run.input.now, waiting: undefined }
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

function waitingOf(run: Run): Waiting | undefined {
  const { waiting } = run.context
  const minutes = run.definition.questions?.forget_after_minutes ?? defaultPatienceMinutes
  if (waiting === undefined || run.input.now - waiting.since <= minutes * minuteMs) return waiting
  run.context = { ...run.context, waiting: undefined }
  return undefined
}

/** A comment or a reaction gives no value for a question in Messenger. */
function isAnswering({ input }: Run): boolean {
  return input.turn.kind === 'message' || input.turn.kind === 'postback'
}

/** No scene is about the turn: says the next fallback, or nothing. Returns why there may be no reply. */
async function misunderstand(run: Run): Promise<NoReplyReason> {
  const { turn } = run.input
  const { text: written, payload, attachments, isUnsupported } = turn
  const isSticker =
    written === undefined && payload === undefined && isUnsupported !== true && isOnlyStickers(attachments)
  if (!isAnswering(run) || isSticker) return 'no_scene'
  const { texts, then } = run.definition.fallback
  const missed = run.context.missed ?? 0
  run.outcome = 'not_understood'
  run.context = { ...run.context, missed: missed + 1 }
  const text = texts[missed] ?? (then === undefined ? texts.at(-1) : undefined)
  if (text !== undefined) emitText(run, textOf(run, text))
  else {
    run.context = { ...run.context, missed: 0 }
    await performFallback(run)
  }
  return 'no_scene'
}

function isOnlyStickers(attachments: readonly string[] = []): boolean {
  return attachments.every((type) => type === 'sticker')
}

function toReply(run: Run, end: { readonly scene?: string; readonly silentBecause?: NoReplyReason }): Reply {
  const actions = settleQuickReplies(run.actions)
  const why = end.silentBecause ?? run.silentBecause ?? 'nothing_to_say'
  return {
    actions,
    context: encodeContext({
      ...run.context,
      ...sceneValues(run),
      slots: run.slots,
      variables: run.variables,
    }),
    ...(Object.keys(run.changes).length === 0 ? {} : { profile: run.changes }),
    ...(end.scene === undefined ? {} : { scene: end.scene }),
    ...(actions.length === 0 || run.outcome === undefined ? {} : { outcome: run.outcome }),
    ...(actions.length === 0 ? { silentBecause: why } : {}),
  }
}

/** What was said belongs to the scene: it is forgotten with its last question. */
function sceneValues({ context, asked, heard, filled, began }: Run): Partial<Context> {
  if (context.waiting === undefined) return { heard: undefined, filled: undefined, began: undefined }
  return context.waiting === asked ? {} : { heard: orNone(heard), filled: orNone(filled), began }
}

function orNone<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list
}
