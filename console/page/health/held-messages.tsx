import type { Health } from '../../api/health.ts'
import { useTexts, useView } from '../parts/context.ts'
import { Link } from '../parts/link.tsx'
import { textOf } from '../texts/texts.ts'
import { useAgo } from './use-ago.ts'

/** Messages whose outcome nobody knows. They are settled in their conversation. */
export function HeldMessages({ held, nowMs }: Pick<Health, 'held' | 'nowMs'>) {
  const texts = useTexts()
  const ago = useAgo(nowMs)
  const pages = useView(({ session }) => session?.pages)
  if (held.length === 0) return null
  return (
    <section>
      <h2>{texts.health.held}</h2>
      <ul class="held">
        {held.map(({ outboundId, conversationId, pageId, since, reason }) => (
          <li key={outboundId}>
            <Link to={{ screen: 'inbox', query: { state: 'trouble' }, conversationId }}>
              {texts.health.openConversation}
              <span class="unseen"> {outboundId}</span>
            </Link>{' '}
            <span class="quiet">
              <bdi>{pages?.find((page) => page.pageId === pageId)?.name ?? pageId}</bdi> · {ago(since)} ·{' '}
              {textOf(texts.reasons, reason) ?? reason}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
