import { useState } from 'preact/hooks'
import { useConsole, useExplain, useFormats, useTexts, useView } from '../parts/context.ts'
import { useAsked } from '../parts/use-asked.ts'
import { HealthTable } from './health-table.tsx'

/** What could not be processed. Admins retry or drop it. */
export function DeadLetters({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const texts = useTexts().health
  const { calls } = useConsole()
  const [settled, setSettled] = useState(0)
  const isAny = Object.keys(counts).length > 0
  const { value } = useAsked(`dead ${isAny} ${settled}`, async (signal) =>
    isAny ? (await calls.deadLetters(signal)).deadLetters : [],
  )
  if (!isAny || value === undefined) return null
  return (
    <HealthTable
      id="health-dead"
      title={texts.deadLetters}
      heads={[texts.stage, texts.why, texts.tries, texts.last, '']}
    >
      {value.map((letter) => (
        <Letter key={letter.id} letter={letter} onSettled={() => setSettled(settled + 1)} />
      ))}
    </HealthTable>
  )
}

interface LetterProps {
  readonly letter: {
    readonly id: string
    readonly stage: string
    readonly reason: string
    readonly detail: string
    readonly attempts: number
    readonly lastTs: number
  }
  readonly onSettled: () => void
}

function Letter({ letter: { id, stage, reason, detail, attempts, lastTs }, onSettled }: LetterProps) {
  const texts = useTexts()
  const { calls, notify } = useConsole()
  const explain = useExplain()
  const { exact, number } = useFormats()
  const isAdmin = useView(({ session }) => session?.user.role === 'admin')

  async function settle(how: 'retry' | 'drop'): Promise<void> {
    try {
      await calls.settleDeadLetter(id, how)
      notify('good', how === 'retry' ? texts.health.didRetry : texts.health.didDrop)
      onSettled()
    } catch (error) {
      notify('bad', texts.actFailed(explain(error)))
    }
  }

  return (
    <tr>
      <th scope="row">{stage}</th>
      <td>
        {reason}
        <p class="quiet">
          <bdi>{detail}</bdi>
        </p>
      </td>
      <td>{number(attempts)}</td>
      <td>{exact(lastTs)}</td>
      <td>
        {isAdmin && (
          <span class="row">
            <button type="button" class="small" onClick={() => void settle('retry')}>
              {texts.health.retry}
              <span class="unseen"> {id}</span>
            </button>
            <button type="button" class="small" onClick={() => void settle('drop')}>
              {texts.health.drop}
              <span class="unseen"> {id}</span>
            </button>
          </span>
        )}
      </td>
    </tr>
  )
}
