import type { Conversation } from '../../api/conversation.ts'
import { useFormats, useTexts } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Words } from './words.tsx'

/** A note among the messages. Customers never see it. */
export function NoteRow({ note }: { readonly note: Conversation['notes'][number] }) {
  const texts = useTexts()
  const { clock, exact } = useFormats()
  return (
    <li class="note" data-key={`note ${note.id}`} tabIndex={-1}>
      <p class="author">
        <Icon name="note" /> {texts.note} · <bdi>{note.by.name}</bdi>{' '}
        <time dateTime={new Date(note.ts).toISOString()} title={exact(note.ts)}>
          {clock(note.ts)}
        </time>
      </p>
      <Words text={note.text} />
    </li>
  )
}
