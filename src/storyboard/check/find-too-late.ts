import type { Problem } from '../problem.ts'
import type { LoadedStoryboard } from '../storyboard.ts'

/** A warning when the storyboard's `too_late` never comes: turns that are this old get no answer whatever it says. */
export function findTooLate(
  { definition, problemAt }: Pick<LoadedStoryboard, 'definition' | 'problemAt'>,
  answerMinutes: number,
): Problem | undefined {
  const { after_minutes: after } = definition.too_late ?? {}
  if (after === undefined || after < answerMinutes) return undefined
  const message = `never comes: PAGEBEAT_ANSWER_MINUTES is ${answerMinutes}, and what is older gets no answer at all: make it less`
  return problemAt(['too_late', 'after_minutes'], message)
}
