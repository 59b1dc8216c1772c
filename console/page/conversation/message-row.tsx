import type { Message } from '../../api/conversation.ts'
import { useConsole, useFormats, useMayAct, useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { isWebUrl } from '../parts/web-url.ts'
import { textOf } from '../texts/texts.ts'
import { Attachments } from './attachments.tsx'
import { CommentActs } from './comment-acts.tsx'
import { isEvent } from './event-kinds.ts'
import { EventRow } from './event-row.tsx'
import { MessageState } from './message-state.tsx'
import { Words } from './words.tsx'

interface RowProps {
  readonly message: Message
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** One message or comment, with all that is known about it. */
export function MessageRow({ message, isFirst, isLast }: RowProps) {
  if (isEvent(message)) return <EventRow message={message} />
  return <SaidRow message={message} isFirst={isFirst} isLast={isLast} />
}

function SaidRow({ message, isFirst, isLast }: RowProps) {
  const mayAct = useMayAct()
  const { by, isHidden, channel } = message
  const side = by === 'customer' ? 'theirs' : 'ours'
  const names = [
    'message',
    side,
    `by-${by}`,
    isHidden ? 'is-hidden' : '',
    isFirst ? 'first' : '',
    isLast ? 'last' : '',
  ]
  return (
    <li
      class={names.join(' ')}
      data-key={message.id}
      data-message={message.id}
      data-channel={channel}
      tabIndex={-1}
    >
      {(isFirst || channel === 'feed') && <Author message={message} />}
      <div class="bubble-line">
        <Bubble message={message} />
        {mayAct && <WhyButton id={message.id} />}
      </div>
      {message.reactions.length > 0 && <Reactions reactions={message.reactions} />}
      <Meta message={message} isLast={isLast} />
      {channel === 'feed' && by === 'customer' && !message.isRemoved && <CommentActs message={message} />}
    </li>
  )
}

function Author({ message }: { readonly message: Message }) {
  const texts = useTexts()
  const userId = useView((state) => state.session?.user.id)
  const customer = useView((state) => state.open?.head?.name)
  const { by, agent, scene, channel, permalink } = message
  const name = agent === undefined ? texts.author[by] : agent.id === userId ? texts.you : agent.name
  return (
    <p class={by === 'customer' && channel === 'messenger' ? 'author unseen' : 'author'}>
      <bdi>{by === 'customer' ? (customer ?? texts.noName) : name}</bdi>
      {scene !== undefined && <span> · {scene}</span>}
      {channel === 'feed' && <span> · {textOf(texts.kinds, message.kind) ?? texts.comment}</span>}
      {permalink !== undefined && isWebUrl(permalink) && (
        <a href={permalink} target="_blank" rel="noopener noreferrer" title={texts.openAtFacebook}>
          <Icon name="out" />
          <span class="unseen">{texts.openAtFacebook}</span>
        </a>
      )}
    </p>
  )
}

function Bubble({ message }: { readonly message: Message }) {
  const texts = useTexts()
  const { by, text, isRemoved, channel, kind, attachments, buttons, firstText, isEdited } = message
  const quoted = useView(({ open }) => open?.messages.find(({ id }) => id === message.replyTo)?.text)
  if (isRemoved)
    return (
      <div class="bubble removed">
        {channel === 'feed'
          ? texts.removedComment
          : by === 'customer'
            ? texts.removedMessage
            : texts.removedByPage}
      </div>
    )
  return (
    <div class={kind === 'postback' ? 'bubble tapped' : 'bubble'}>
      {kind === 'postback' && <span class="unseen">{texts.kinds.postback}: </span>}
      {quoted !== undefined && (
        <p class="quoted">
          <bdi>{quoted.slice(0, 140)}</bdi>
        </p>
      )}
      {text !== undefined && text !== '' ? (
        <Words text={text} />
      ) : (
        attachments.length === 0 && <em class="quiet">{textOf(texts.kinds, kind) ?? texts.noText}</em>
      )}
      <Attachments attachments={attachments} />
      {buttons.length > 0 && (
        <ul class="buttons-sent">
          {buttons.map((title) => (
            <li key={title}>
              <bdi>{title}</bdi>
            </li>
          ))}
        </ul>
      )}
      {isEdited && firstText !== undefined && (
        <details class="edited">
          <summary>{texts.edited}</summary>
          {texts.before} <Words text={firstText} />
        </details>
      )}
    </div>
  )
}

function Reactions({ reactions }: Pick<Message, 'reactions'>) {
  const texts = useTexts()
  return (
    <p class="reactions">
      {reactions.map(({ by, emoji }) => (
        <span key={`${by}${emoji}`} title={texts.author[by]}>
          {emoji}
          <span class="unseen">{texts.author[by]}</span>
        </span>
      ))}
    </p>
  )
}

function Meta({ message, isLast }: { readonly message: Message; readonly isLast: boolean }) {
  const texts = useTexts()
  const { clock, exact } = useFormats()
  const { ts, isHidden, isEdited, by, outcome, intent } = message
  const says = by === 'customer' && outcome === 'not_understood' ? texts.state.not_understood : undefined
  return (
    <div class="meta">
      {isLast && (
        <time dateTime={new Date(ts).toISOString()} title={exact(ts)}>
          {clock(ts)}
        </time>
      )}
      {isHidden && <span class="tag">{texts.isHidden}</span>}
      {isEdited && message.firstText === undefined && <span>{texts.edited}</span>}
      {says !== undefined && (
        <span class="tag busy" title={intent?.name}>
          {says}
        </span>
      )}
      <MessageState message={message} isLast={isLast} />
    </div>
  )
}

function WhyButton({ id }: { readonly id: string }) {
  const texts = useTexts()
  const { store } = useConsole()
  const isOpen = useView(({ side }) => side === `why:${id}`)
  return (
    <button
      type="button"
      class="plain why-button"
      aria-expanded={isOpen}
      aria-label={texts.why}
      title={`${texts.why} (w)`}
      onClick={() => store.set({ side: isOpen ? undefined : `why:${id}` })}
    >
      <Icon name="why" />
    </button>
  )
}
