import type { Message } from '../../api/conversation.ts'
import { useFormats, useTexts, useView } from '../parts/context.ts'
import type { Texts } from '../texts/shape.ts'
import { eventOf } from './event-kinds.ts'

/** A quiet line between the messages. */
export function EventRow({ message }: { readonly message: Message }) {
  const texts = useTexts()
  const { clock, exact } = useFormats()
  const customer = useView((state) => state.open?.head?.name)
  const { id, kind, ts, by, channel } = message
  const name = by === 'customer' ? (customer ?? texts.noName) : texts.author[by]
  return (
    <li class="message event" data-key={id} data-message={id} data-channel={channel} tabIndex={-1}>
      <p>
        {/* Who controls the thread is no act of the customer. */}
        {!kind.endsWith('thread_control') && <bdi>{name}</bdi>} {toWords(message, texts)}{' '}
        <time dateTime={new Date(ts).toISOString()} title={exact(ts)}>
          {clock(ts)}
        </time>
      </p>
    </li>
  )
}

function toWords(message: Message, { events: words }: Texts): string {
  const { channel, commentId, detail, reactions } = message
  const kind = eventOf(message)
  if (kind === undefined) return ''
  if (kind === 'account_linking') return words.account_linking(detail !== 'unlinked')
  if (kind === 'referral') return words.referral(detail === 'ad')
  if (kind !== 'reaction') return words[kind]
  const about = channel === 'messenger' ? 'message' : commentId === undefined ? 'post' : 'comment'
  return words.reaction(reactions[0]?.emoji ?? '', about)
}
