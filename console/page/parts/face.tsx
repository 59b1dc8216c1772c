import { useState } from 'preact/hooks'
import { isWebUrl } from './web-url.ts'

const hues = 6

/** The customer's picture, or the initials of the name on a colour of its own. */
export function Face({
  name,
  pictureUrl,
}: {
  readonly name: string | undefined
  readonly pictureUrl?: string | undefined
}) {
  const [isBroken, setBroken] = useState(false)
  const hue = Array.from(name ?? '').reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % hues,
    1,
  )
  return (
    <span class={name === undefined ? 'face face-none' : `face hue-${hue}`} aria-hidden="true">
      {pictureUrl !== undefined && isWebUrl(pictureUrl) && !isBroken ? (
        <img
          src={pictureUrl}
          alt=""
          loading="lazy"
          referrerpolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      ) : (
        initialsOf(name)
      )}
    </span>
  )
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Without marks: a letter with a hundred accents is drawn as the letter. */
function initialsOf(name: string | undefined): string {
  if (name === undefined) return '?'
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .split(/\s+/)
    .filter((word) => /^[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word))
    .map((word) => [...segmenter.segment(word)][0]?.segment ?? '')
    .slice(0, 2)
    .join('')
}
