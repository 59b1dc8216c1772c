import { useFormats, useTexts } from '../parts/context.ts'

/** How long ago something was, in words. */
export function useAgo(nowMs: number): (ts: number | undefined) => string {
  const texts = useTexts().health
  const { duration } = useFormats()
  return (ts) => {
    if (ts === undefined) return texts.never
    return nowMs - ts < 60_000 ? texts.justNow : texts.ago(duration(nowMs - ts))
  }
}
