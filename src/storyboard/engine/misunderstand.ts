import type { NoReplyReason } from '../../domain/reasons.ts'
import { emitText } from './emit.ts'
import { isAnswering } from './open-question.ts'
import { performFallback } from './perform.ts'
import { type Run, textOf } from './run.ts'
import { tellLanguages } from './tell-languages.ts'

/** No scene is about the turn: says the next fallback, or nothing. Returns why there may be no reply. */
export async function misunderstand(run: Run): Promise<NoReplyReason> {
  const { turn } = run.input
  const { text: written, payload, attachments, isUnsupported } = turn
  const isSticker =
    written === undefined && payload === undefined && isUnsupported !== true && isOnlyStickers(attachments)
  if (!isAnswering(run) || isSticker) return 'no_scene'
  const { texts, then } = run.definition.fallback
  const missed = run.context.missed ?? 0
  run.outcome = 'not_understood'
  run.context = { ...run.context, missed: missed + 1 }
  if (tellLanguages(run)) return 'no_scene'
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
