import type { ChangeStep } from './use-change.ts'
import type { IdentityTexts } from '../texts/shape.ts'

/** Of the window of a change: first a question, then what happens or happened. */
export function titleOf(
  act: keyof IdentityTexts['titles'],
  step: ChangeStep['is'],
  { titles, notDone }: Pick<IdentityTexts, 'titles' | 'notDone'>,
): string {
  if (step === 'refused') return notDone
  const [asks = '', happens, happened] = titles[act]
  return (step === 'doing' ? happens : step === 'done' ? happened : undefined) ?? asks
}
