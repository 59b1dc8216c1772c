import { useEffect, useRef } from 'preact/hooks'
import { Link } from '../parts/link.tsx'
import { useConsole, useFormats, useTexts, useView } from '../parts/context.ts'
import { Face } from '../parts/face.tsx'
import { Brand, Icon } from '../parts/icon.tsx'
import { Screens } from './screens.tsx'
import { inboxStates } from '../state/route.ts'

/** Left of everything: the states of the Inbox with their counts, the other screens, and the user. */
export function SideBar() {
  const texts = useTexts()
  const { store } = useConsole()
  const user = useView((state) => state.session?.user)
  return (
    <header class="side-bar">
      <p class="brand">
        <Brand />
        <span>Pagebeat</span>
      </p>
      <div class="places">
        <Screens />
        <StateLinks />
      </div>
      <button type="button" class="user" onClick={() => store.set({ dialog: 'settings' })}>
        <Face name={user?.name} />
        <span class="user-name">{user?.name}</span>
        <Icon name="settings" />
        <span class="unseen">{texts.settings}</span>
      </button>
    </header>
  )
}

function StateLinks() {
  const texts = useTexts()
  const route = useView((state) => state.route)
  const query = route.query
  const list = useRef<HTMLUListElement>(null)
  // On a phone the states are one row that scrolls. `scrollIntoView` would also move where the Tab key goes on from.
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('[aria-current]')
    const row = list.current?.parentElement
    if (chosen && row) row.scrollLeft = chosen.offsetLeft - row.offsetLeft - row.clientWidth / 3
  }, [query.state])
  return (
    <nav class="states" aria-label={texts.states}>
      <ul ref={list}>
        {inboxStates.map((state) => (
          <li key={state}>
            <Link
              to={{ screen: 'inbox', query: { ...query, state }, conversationId: undefined }}
              aria-current={route.screen === 'inbox' && query.state === state ? 'page' : undefined}
              data-state={state}
            >
              <span>{texts.state[state]}</span>
              <Count state={state} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Count({ state }: { readonly state: (typeof inboxStates)[number] }) {
  const { number } = useFormats()
  const count = useView(({ counts }) => counts[state])
  if (count === undefined) return null
  return (
    <span class={count === 0 ? 'count none' : 'count'} data-count={state}>
      {count >= 1_000 ? `${number(1_000)}+` : number(count)}
    </span>
  )
}
