import { useEffect, useRef } from 'preact/hooks'
import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Link } from '../parts/link.tsx'
import { toSearch } from '../state/route.ts'
import { ListItem } from './list-item.tsx'

/** Conversations of the chosen state and filters. More are loaded near the end. */
export function ConversationList() {
  const texts = useTexts()
  const { list: control } = useConsole()
  const list = useView((state) => state.list)
  const openId = useView((state) => state.route.conversationId)
  if (list.is === 'loading') return <Skeleton />
  if (list.is === 'failed')
    return (
      <div class="empty" role="alert">
        <p>{texts.listFailed}</p>
        <button type="button" onClick={() => void control.refresh()}>
          {texts.tryAgain}
        </button>
      </div>
    )
  if (list.items.length === 0) return <Empty />
  return (
    <div class="scroll">
      <ol class="items">
        {list.items.map((item) => (
          <ListItem key={item.id} item={item} isOpen={item.id === openId} />
        ))}
      </ol>
      {list.next !== undefined && <More />}
    </div>
  )
}

/** A search looks in one state only: a conversation of yesterday is mostly in another one. */
function Empty() {
  const texts = useTexts()
  const route = useView((state) => state.route)
  const { query } = route
  const isFiltered = toSearch(query) !== ''
  const [title, hint] = isFiltered ? texts.emptyFiltered : texts.emptyState[query.state]
  return (
    <div class="empty" data-empty>
      <h2>{title}</h2>
      <p>{hint}</p>
      {isFiltered && query.state !== 'all' && (
        <Link to={{ ...route, query: { ...query, state: 'all' } }}>{texts.lookInAll}</Link>
      )}
    </div>
  )
}

/** A button, so that the keyboard reaches it. It is pressed by itself when it comes into view. */
function More() {
  const texts = useTexts()
  const { list: control } = useConsole()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const element = button.current
    if (element === null) return undefined
    const watch = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) void control.more()
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [control])
  return (
    <button ref={button} type="button" class="more-items" onClick={() => void control.more()}>
      {texts.loadMore}
    </button>
  )
}

function Skeleton() {
  return (
    <ol class="items skeleton" aria-hidden="true">
      {[1, 2, 3, 4, 5, 6].map((one) => (
        <li key={one}>
          <i class="bone round" />
          <i class="bone" />
          <i class="bone short" />
        </li>
      ))}
    </ol>
  )
}
