import type { Conversation } from '../../api/conversation.ts'
import { useConsole, useMayAct, useTexts, useView } from '../parts/context.ts'
import { Face } from '../parts/face.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { useConversationActs } from './use-conversation-acts.ts'
import { WindowLeft } from './window-left.tsx'

/** Above the messages: the customer, who controls the thread, and the acts on the conversation. */
export function HeadBar() {
  const texts = useTexts()
  const { store } = useConsole()
  const route = useView((state) => state.route)
  const head = useView((state) => state.open?.head)
  const name = useView((state) => state.list.items.find(({ id }) => id === state.open?.id)?.name)
  const side = useView((state) => state.side)
  return (
    <header class="head-bar">
      <Link class="back" to={{ ...route, conversationId: undefined }} aria-label={texts.back}>
        <Icon name="back" />
      </Link>
      <Face name={head?.name ?? name} pictureUrl={head?.pictureUrl} />
      <div class="head-who">
        <h2>
          <bdi>{head === undefined ? (name ?? ' ') : (head.name ?? texts.noName)}</bdi>
        </h2>
        <p class="quiet">{head !== undefined && <Control head={head} />}</p>
      </div>
      {head !== undefined && <Buttons head={head} />}
      <button
        type="button"
        class="plain square to-customer"
        aria-expanded={side === 'customer'}
        aria-label={texts.showCustomer}
        title={texts.showCustomer}
        onClick={() => store.set({ side: side === 'customer' ? undefined : 'customer' })}
      >
        <Icon name="person" />
      </button>
    </header>
  )
}

function Control({ head }: { readonly head: Conversation }) {
  const texts = useTexts()
  const userId = useView((state) => state.session?.user.id)
  const page = useView((state) => state.session?.pages.find(({ pageId }) => pageId === head.pageId)?.name)
  const { by } = head.control
  const agent = head.assignedTo
  const isMine = by === 'agent' && agent?.id === userId
  const text = by === 'agent' && agent !== undefined && !isMine ? `${agent.name}: ` : ''
  return (
    <>
      <span class={`control is-${by}`}>
        <bdi>{text}</bdi>
        {isMine ? texts.control.me : texts.control[by]}
      </span>
      {head.state === 'done' && ` · ${texts.state.done}`}
      <WindowLeft head={head} />
      {page !== undefined && (
        <span class="of-page">
          {' · '}
          <bdi>{page}</bdi>
        </span>
      )}
    </>
  )
}

function Buttons({ head }: { readonly head: Conversation }) {
  const texts = useTexts()
  const mayAct = useMayAct()
  const { takeOver, giveBack, markDone, reopen } = useConversationActs()
  if (!mayAct) return null
  const isAgents = head.control.by === 'agent'
  return (
    <div class="head-acts">
      {isAgents ? (
        <button type="button" title={`${texts.giveBack} (b)`} onClick={() => void giveBack()}>
          {texts.giveBack}
        </button>
      ) : (
        <button
          type="button"
          class={head.waitingTs === undefined ? undefined : 'strong'}
          title={`${texts.takeOver} (t)`}
          onClick={() => void takeOver()}
        >
          {texts.takeOver}
        </button>
      )}
      {head.state === 'done' ? (
        <button type="button" onClick={() => void reopen(head.id)}>
          {texts.reopen}
        </button>
      ) : (
        <button type="button" title={`${texts.markDone} (d)`} onClick={() => void markDone()}>
          <Icon name="check" />
          {texts.markDone}
        </button>
      )}
    </div>
  )
}
