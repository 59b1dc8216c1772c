import { useView } from '../parts/context.ts'
import { UndoNotice } from './undo-notice.tsx'

/** Short messages about what an act led to. They leave by themselves, and hold nothing that is not said elsewhere, too. */
export function Notices() {
  const notices = useView((state) => state.notices)
  return (
    <div class="notices">
      <div role="status">
        {notices
          .filter(({ kind }) => kind === 'good')
          .map(({ id, text }) => (
            <p key={id} class="notice">
              {text}
            </p>
          ))}
      </div>
      <div role="alert">
        {notices
          .filter(({ kind }) => kind === 'bad')
          .map(({ id, text }) => (
            <p key={id} class="notice bad">
              {text}
            </p>
          ))}
      </div>
      <UndoNotice />
    </div>
  )
}
