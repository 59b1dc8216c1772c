import { Boundary } from '../parts/boundary.tsx'
import { ConversationView } from '../conversation/conversation-view.tsx'
import { useTexts, useView } from '../parts/context.ts'
import { ConversationList } from './conversation-list.tsx'
import { ListTools } from './list-tools.tsx'
import { useListFocus } from './use-list-focus.ts'

/** The list, and beside it the open conversation. On a narrow screen only one of them is shown. */
export function Inbox() {
  const texts = useTexts()
  const route = useView((state) => state.route)
  const userId = useView((state) => state.session?.user.id)
  useListFocus(route.conversationId)
  return (
    <main class="panes">
      <h1 class="unseen">{texts.inbox}</h1>
      <section class="list-pane" id="list" tabIndex={-1} aria-label={texts.list}>
        <ListTools />
        <Boundary>
          <ConversationList />
        </Boundary>
      </section>
      <section class="conversation-pane" id="conversation" tabIndex={-1} aria-label={texts.conversation}>
        {route.conversationId === undefined ? (
          <div class="empty middle">
            <h2>{texts.chooseConversation}</h2>
            <p>{texts.chooseHint}</p>
          </div>
        ) : (
          <Boundary key={`${userId} ${route.conversationId}`}>
            <ConversationView />
          </Boundary>
        )}
      </section>
    </main>
  )
}
