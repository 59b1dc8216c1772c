import { useEffect, useRef, useState } from 'preact/hooks'
import type { SavedReply } from '../../api/saved-replies.ts'
import { useTexts } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'

interface RowProps {
  readonly reply: SavedReply
  readonly onPick: () => void
  /** Returns whether the server did it. */
  readonly onChange: (text: string) => Promise<boolean>
  readonly onRemove: () => Promise<boolean>
}

/** Takes the reply, changes it in place, or removes it for everybody after a question. */
export function SavedReplyRow({ reply: { text }, onPick, onChange, onRemove }: RowProps) {
  const texts = useTexts()
  const [is, show] = useState<'read' | 'changed' | 'removed'>('read')
  const of = text.slice(0, 40)
  const focused = useRef<HTMLButtonElement>(null)
  const was = useRef(is)
  // The button that had the focus is gone.
  useEffect(() => {
    if (was.current !== is) focused.current?.focus()
    was.current = is
  }, [is])
  if (is === 'changed') return <Change text={text} onChange={onChange} onClose={() => show('read')} />
  return (
    <li class={is === 'removed' ? 'row is-asked' : 'row'}>
      <button type="button" class="saved-text" onClick={onPick}>
        <bdi>{text}</bdi>
      </button>
      {is === 'removed' ? (
        <>
          <button
            ref={focused}
            type="button"
            class="small danger"
            aria-label={`${texts.removeForAll}: ${of}`}
            onClick={() => void onRemove()}
          >
            {texts.removeForAll}
          </button>
          <button type="button" class="small" onClick={() => show('read')}>
            {texts.cancel}
          </button>
        </>
      ) : (
        <>
          <button
            ref={focused}
            type="button"
            class="plain square"
            aria-label={`${texts.changeSaved}: ${of}`}
            title={texts.changeSaved}
            onClick={() => show('changed')}
          >
            <Icon name="edit" />
          </button>
          <button
            type="button"
            class="plain square"
            aria-label={`${texts.removeSaved}: ${of}`}
            title={texts.removeSaved}
            onClick={() => show('removed')}
          >
            <Icon name="close" />
          </button>
        </>
      )}
    </li>
  )
}

function Change({
  text,
  onChange,
  onClose,
}: Pick<RowProps, 'onChange'> & { readonly text: string; readonly onClose: () => void }) {
  const texts = useTexts()
  const [changed, setChanged] = useState(text)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  async function save(): Promise<void> {
    if (changed.trim() !== '' && (await onChange(changed.trim()))) onClose()
  }
  return (
    <li class="saved-change">
      <textarea
        ref={field}
        rows={6}
        dir="auto"
        aria-label={texts.changeSaved}
        value={changed}
        onInput={({ currentTarget }) => setChanged(currentTarget.value)}
        onKeyDown={(event) => {
          // It ends the change alone: the dialog stays.
          if (event.key !== 'Escape') return
          event.preventDefault()
          onClose()
        }}
      />
      <div class="row">
        <button
          type="button"
          class="strong small"
          aria-disabled={changed.trim() === ''}
          onClick={() => void save()}
        >
          {texts.saveChange}
        </button>
        <button type="button" class="small" onClick={onClose}>
          {texts.cancel}
        </button>
      </div>
    </li>
  )
}
