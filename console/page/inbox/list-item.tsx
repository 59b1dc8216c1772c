import type { ConversationItem } from '../../api/conversation-list.ts'
import { useFormats, useTexts, useView } from '../parts/context.ts'
import { Face } from '../parts/face.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { hasDraft } from '../state/drafts.ts'

/** One conversation of the list. It is one link, whose name says all that is on it. */
export function ListItem({ item, isOpen }: { readonly item: ConversationItem; readonly isOpen: boolean }) {
  const texts = useTexts()
  const query = useView((state) => state.route.query)
  const isWaiting = item.waitingTs !== undefined
  return (
    <li>
      <Link
        to={{ screen: 'inbox', query, conversationId: item.id }}
        class={isWaiting || item.unanswered > 0 ? 'item fresh' : 'item'}
        aria-current={isOpen ? 'true' : undefined}
        data-id={item.id}
      >
        <Face name={item.name} pictureUrl={item.pictureUrl} />
        <span class="item-name">
          <bdi>{item.name ?? texts.noName}</bdi>
        </span>
        <When item={item} />
        <span class="item-text">
          <DraftMark id={item.id} />
          {texts.by[item.lastBy]}
          <bdi>{item.lastText ?? texts.noText}</bdi>
        </span>
        <span class="item-marks">
          <Marks item={item} />
        </span>
      </Link>
    </li>
  )
}

/** How long the customer waits, else when something last happened. */
function When({ item }: { readonly item: ConversationItem }) {
  const texts = useTexts()
  const { briefDuration, brief } = useFormats()
  const { waitingTs } = item
  const text = useView(({ nowMs }) =>
    waitingTs === undefined ? brief(item.lastTs, nowMs) : briefDuration(nowMs - waitingTs),
  )
  const urgency = useView(({ nowMs }) =>
    waitingTs === undefined ? 0 : nowMs - waitingTs > 15 * 60_000 ? 2 : 1,
  )
  return (
    <span class={`item-when urgency-${urgency}`}>
      {waitingTs === undefined ? (
        text
      ) : (
        <>
          <Icon name="clock" />
          <span class="unseen">{texts.waitsSince('')}</span>
          {text}
        </>
      )}
    </span>
  )
}

function Marks({ item }: { readonly item: ConversationItem }) {
  const texts = useTexts()
  const pages = useView((state) => state.session?.pages)
  const shownState = useView((state) => state.route.query.state)
  const page =
    pages !== undefined && pages.length > 1 ? pages.find(({ pageId }) => pageId === item.pageId) : undefined
  return (
    <>
      {item.state !== shownState && item.state !== 'done' && (
        <span class={`mark is-${item.state}`}>{texts.state[item.state]}</span>
      )}
      {item.channel === 'feed' && <span class="mark">{texts.feed}</span>}
      {page !== undefined && (
        <span class="mark of-page">
          <bdi>{page.name ?? page.pageId}</bdi>
        </span>
      )}
      {item.assignedTo !== undefined && (
        <span class="assigned-face" title={item.assignedTo.name}>
          <Face name={item.assignedTo.name} />
          <span class="unseen">
            {texts.assignedTo}: {item.assignedTo.name}
          </span>
        </span>
      )}
      {item.unanswered > 0 && (
        <span class="badge">
          <span aria-hidden="true">{item.unanswered > 99 ? '99+' : item.unanswered}</span>
          <span class="unseen">{texts.unanswered(item.unanswered)}</span>
        </span>
      )}
    </>
  )
}

function DraftMark({ id }: { readonly id: string }) {
  const texts = useTexts()
  const userId = useView((state) => state.session?.user.id)
  useView((state) => state.draftsChanged)
  if (userId === undefined || !hasDraft(userId, id)) return null
  return <span class="draft-mark">{texts.draft} </span>
}
