import type { Conversation } from '../../api/conversation.ts'
import { useFormats, useTexts, useView } from '../parts/context.ts'
import { type Window, windowOf } from './window-of.ts'

/** How long Facebook still allows a reply in Messenger. */
export function WindowLeft({ head }: { readonly head: Conversation }) {
  const texts = useTexts()
  const { duration, briefDuration } = useFormats()
  const is = useView(({ nowMs }) => windowOf(head, nowMs).is)
  const left = useView(({ nowMs }) => duration(windowOf(head, nowMs).leftMs))
  const short = useView(({ nowMs }) => briefDuration(windowOf(head, nowMs).leftMs))
  const isShort = useView(({ nowMs }) => windowOf(head, nowMs).leftMs < 2 * 3_600_000)
  if (is === 'none') return null
  const [text, title] = words(is)
  return (
    <span
      class={is === 'open' && !isShort ? 'window' : `window is-${is === 'open' ? 'short' : is}`}
      title={title}
    >
      {' · '}
      {text}
      <span class="unseen"> {title}</span>
    </span>
  )

  function words(state: Exclude<Window['is'], 'none'>): [string, string] {
    if (state === 'open') return [texts.windowLeft(short), texts.windowLeftLong(left)]
    if (state === 'human') return [texts.windowHumanShort(short), texts.windowHuman(left)]
    return [texts.windowClosed, texts.windowClosedLong]
  }
}
