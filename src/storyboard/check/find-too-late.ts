import type { Problem } from '../problem.ts'
import type { LoadedStoryboard } from '../storyboard.ts'

/** A warning when `too_late` is never reached, since older turns get no reply at all. */
export function findTooLate(
  { definition, problemAt }: Pick<LoadedStoryboard, 'definition' | 'problemAt'>,
  replyMinutes: number,
): Problem | undefined {
  const { after_minutes: after } = definition.too_late ?? {}
  if (after === undefined || after < replyMinutes) return undefined
  const message = `is never reached: PAGEBEAT_ANSWER_MINUTES is ${replyMinutes}, and older turns get no reply. Set it below ${replyMinutes}`
  return problemAt(['too_late', 'after_minutes'], message)
}
