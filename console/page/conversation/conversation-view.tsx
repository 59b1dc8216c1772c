import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { Composer } from './composer.tsx'
import { CustomerPanel } from './customer-panel.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { HandOver } from './hand-over.tsx'
import { HeadBar } from './head-bar.tsx'
import { Thread } from './thread.tsx'
import { useNews } from './use-news.ts'
import { WhyPanel } from './why-panel.tsx'

/** The open conversation: who, what was said, what to do, and beside it the customer or why. */
export function ConversationView() {
  const is = useView((state) => state.open?.is)
  const side = useView((state) => state.side)
  const hasHead = useView((state) => state.open?.head !== undefined)
  useNews()
  if (is === 'missing' || is === 'failed') return <NotThere is={is} />
  return (
    <div class="conversation" data-side={side === undefined ? 'none' : side.split(':')[0]}>
      <div class="talk">
        <HeadBar />
        <HandOver />
        <Thread />
        <Composer />
      </div>
      {hasHead && <CustomerPanel />}
      {side?.startsWith('why:') && <WhyPanel messageId={side.slice('why:'.length)} />}
      <DeleteDialog />
    </div>
  )
}

function NotThere({ is }: { readonly is: 'missing' | 'failed' }) {
  const texts = useTexts()
  const { conversation } = useConsole()
  const route = useView((state) => state.route)
  return (
    <div class="empty middle" role="alert">
      <p>{is === 'missing' ? texts.missing : texts.conversationFailed}</p>
      {is === 'failed' && (
        <button type="button" onClick={() => void conversation.refresh()}>
          {texts.tryAgain}
        </button>
      )}
      <Link class="button" to={{ ...route, conversationId: undefined }}>
        <Icon name="back" /> {texts.back}
      </Link>
    </div>
  )
}
