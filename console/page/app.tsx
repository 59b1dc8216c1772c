import { useEffect } from 'preact/hooks'
import { CustomersScreen } from './customers/customers.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { HealthScreen } from './health/health.tsx'
import { Inbox } from './inbox/inbox.tsx'
import { Insights } from './insights/insights.tsx'
import { useShortcuts } from './keyboard/use-shortcuts.ts'
import { useConsole, useTexts, useView } from './parts/context.ts'
import { ConnectionBar } from './shell/connection-bar.tsx'
import { LiveRegions } from './shell/live-regions.tsx'
import { Notices } from './shell/notices.tsx'
import { SideBar } from './shell/side-bar.tsx'
import { SignIn, SignInAgain } from './shell/sign-in.tsx'
import type { Route } from './state/route.ts'
import { useTitle } from './shell/use-title.ts'

/** The whole page, as it is for who is signed in, or nobody. */
export function App() {
  const access = useView((state) => state.access)
  const language = useView((state) => state.preferences.language)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  useTitle()
  useShortcuts()
  if (access === 'checking') return <div class="page-blank" />
  if (access === 'unreachable') return <Unreachable />
  if (access === 'signed_out') return <SignIn />
  return <Signed isEnded={access === 'ended'} />
}

function Signed({ isEnded }: { readonly isEnded: boolean }) {
  const texts = useTexts()
  const screen = useView(({ route }) => route.screen)
  return (
    <>
      <a class="skip" href="#list">
        {screen === 'inbox' ? texts.skipToList : texts[screen].skip}
      </a>
      {screen === 'inbox' && (
        <a class="skip" href="#conversation">
          {texts.skipToConversation}
        </a>
      )}
      <div class="shell" data-screen={screen}>
        <SideBar />
        <Screen screen={screen} />
        <ConnectionBar />
      </div>
      <Notices />
      <Dialogs />
      <LiveRegions />
      {isEnded && <SignInAgain />}
    </>
  )
}

function Screen({ screen }: Pick<Route, 'screen'>) {
  if (screen === 'insights') return <Insights />
  if (screen === 'customers') return <CustomersScreen />
  return screen === 'health' ? <HealthScreen /> : <Inbox />
}

function Unreachable() {
  const texts = useTexts()
  const { start } = useConsole()
  return (
    <main class="sign-in">
      <div class="card" role="status">
        <p>{texts.unreachable}</p>
        <button type="button" onClick={() => void start()}>
          {texts.tryAgain}
        </button>
      </div>
    </main>
  )
}
