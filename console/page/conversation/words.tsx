import { useState } from 'preact/hooks'
import { useTexts } from '../parts/context.ts'

const foldedAt = 700
const mostLines = 14
const mostLarge = 6
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A text as somebody wrote it: as text, in its own direction, folded when it is long, large when it is emoji only. */
export function Words({ text }: { readonly text: string }) {
  const texts = useTexts()
  const [isWhole, setWhole] = useState(false)
  const folded = fold(text)
  const isFolded = folded !== text
  return (
    <>
      <span class={isLarge(text) ? 'words large' : 'words'} dir="auto">
        {isWhole ? text : folded}
        {isFolded && !isWhole && ' …'}
      </span>
      {isFolded && (
        <button type="button" class="fold" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? texts.less : texts.more}
        </button>
      )}
    </>
  )
}

/** Between two letters, not within one. */
function fold(text: string): string {
  const lines = text.split('\n').slice(0, mostLines).join('\n')
  if (lines.length <= foldedAt) return lines
  let end = 0
  for (const { index, segment } of segmenter.segment(lines)) {
    if (index + segment.length > foldedAt) break
    end = index + segment.length
  }
  return lines.slice(0, end > 0 ? end : foldedAt)
}

function isLarge(text: string): boolean {
  if (text.length > 60 || !/^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\s)+$/u.test(text)) return false
  return (
    /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text) &&
    [...segmenter.segment(text)].length <= mostLarge
  )
}
