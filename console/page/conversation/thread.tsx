import { useMemo, useRef } from 'preact/hooks'
import { isMessage } from '../control/act-control.ts'
import { useFormats, useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { LocalRow } from './local-row.tsx'
import { MessageRow } from './message-row.tsx'
import { NoteRow } from './note-row.tsx'
import { type Entry, toEntries } from './thread-entries.ts'
import { Typing } from './typing.tsx'
import { useThreadScroll } from './use-thread-scroll.ts'

const none = [] as const

/** The messages, the latest at the bottom. At most some hundred of them are in the document, however long the thread is. */
export function Thread() {
  const texts = useTexts()
  const open = useView((state) => state.open)
  const acts = useView((state) => state.acts)
  const userId = useView((state) => state.session?.user.id)
  const messages = open?.messages ?? none
  const notes = open?.head?.notes ?? none
  const isStart = open?.is !== 'loading' && open?.before === undefined
  const locals = useMemo(
    () => acts.filter(({ conversationId, act }) => conversationId === open?.id && isMessage(act)),
    [acts, open?.id],
  )
  const entries = useMemo(
    () => toEntries({ messages, notes, isStart, locals, userId }),
    [messages, notes, isStart, locals, userId],
  )
  const box = useRef<HTMLDivElement>(null)
  const { shown, hiddenBelow, unread, toLatest, onScroll } = useThreadScroll({
    box,
    entries,
    isReady: open?.is === 'ready',
  })
  if (open?.is === 'loading') return <Bones />
  return (
    <div class="thread-box">
      {/* It scrolls, so the keyboard must reach it. */}
      <div class="thread" ref={box} onScroll={onScroll} tabIndex={0} role="region" aria-label={texts.thread}>
        <p class="thread-start">
          {open?.is === 'loading_older' ? texts.loadingOlder : isStart && texts.start}
        </p>
        <ol>
          {shown.map((entry) => (
            <EntryRow key={entry.key} entry={entry} />
          ))}
        </ol>
        {hiddenBelow === 0 && <Typing />}
        {entries.length === 0 && <p class="empty">{texts.emptyThread}</p>}
      </div>
      {(hiddenBelow > 0 || unread !== undefined) && (
        <button type="button" class="to-latest" onClick={toLatest}>
          {unread === undefined || unread === 0 ? texts.toLatest : texts.newMessages(unread)}
          <Icon name="down" />
        </button>
      )}
    </div>
  )
}

function EntryRow({ entry }: { readonly entry: Entry }) {
  if (entry.kind === 'day') return <Day ts={entry.ts} />
  if (entry.kind === 'note') return <NoteRow note={entry.note} />
  if (entry.kind === 'act') return <LocalRow local={entry.local} />
  return <MessageRow message={entry.message} isFirst={entry.isFirst} isLast={entry.isLast} />
}

function Day({ ts }: { readonly ts: number }) {
  const { day } = useFormats()
  const text = useView(({ nowMs }) => day(ts, nowMs))
  return (
    <li class="day">
      <span>{text}</span>
    </li>
  )
}

function Bones() {
  return (
    <div class="thread-box" aria-hidden="true">
      <div class="thread bones">
        <i class="bone bubble-bone" />
        <i class="bone bubble-bone own" />
        <i class="bone bubble-bone wide" />
      </div>
    </div>
  )
}
