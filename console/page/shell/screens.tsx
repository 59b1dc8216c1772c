import { useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'

/** The screens of the console. */
export function Screens() {
  const texts = useTexts()
  const route = useView((state) => state.route)
  const names = {
    inbox: texts.inbox,
    customers: texts.customers.title,
    insights: texts.insights.title,
    health: texts.health.title,
  }
  return (
    <nav class="screens" aria-label={texts.screens}>
      {(['inbox', 'customers', 'insights', 'health'] as const).map((screen) => (
        <Link
          key={screen}
          to={{ ...route, screen, conversationId: undefined }}
          aria-current={route.screen === screen ? 'page' : undefined}
        >
          <Icon name={screen} />
          <span>{names[screen]}</span>
        </Link>
      ))}
    </nav>
  )
}
