/**
 * A brand's own correction of the confidence. Its customers may write more that fits no intent than those of the
 * corpora that the gate was fitted with. It moves and stretches the log odds, so the order of texts stays.
 */
import type { Calibration } from '../../domain/understanding.ts'

export function applyCalibration(
  confidence: number,
  { slope, shift }: Pick<Calibration, 'slope' | 'shift'>,
): number {
  return toShare(slope * toLogOdds(confidence) + shift)
}

/** Confidences of less than 1 in 10,000, and of so little doubt, are all alike. */
export function toLogOdds(confidence: number): number {
  const bounded = Math.min(Math.max(confidence, 1e-4), 1 - 1e-4)
  return Math.log(bounded / (1 - bounded))
}

export function toShare(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
