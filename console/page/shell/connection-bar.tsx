import { useTexts, useView } from '../parts/context.ts'

/** Says, calmly, that the page is not live. */
export function ConnectionBar() {
  const texts = useTexts()
  const connection = useView((state) => state.connection)
  const trouble = useView((state) => state.serverTrouble)
  const text =
    connection === 'lost'
      ? texts.noConnection
      : trouble && texts.serverTrouble(trouble.error === 'database_busy' ? texts.stale : trouble.says)
  return (
    <div class="connection" role="status">
      {text ? <p>{text}</p> : undefined}
    </div>
  )
}
