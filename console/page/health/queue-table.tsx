import type { Health } from '../../api/health.ts'
import { useFormats, useTexts } from '../parts/context.ts'
import { HealthTable } from './health-table.tsx'

/** The queue of each stage: how much waits, for how long, and who works on it. */
export function QueueTable({ queues }: Pick<Health, 'queues'>) {
  const texts = useTexts().health
  const { number, duration } = useFormats()
  if (queues === undefined) return null
  return (
    <HealthTable
      id="health-queues"
      title={texts.queues}
      heads={[texts.stage, texts.waiting, texts.oldest, texts.active, texts.failedJobs, texts.workers]}
    >
      {queues.map(({ stage, waiting, active, failed, oldestWaitingSeconds, workers }) => (
        <tr key={stage}>
          <th scope="row">{stage}</th>
          <td>{number(waiting)}</td>
          <td>{waiting === 0 ? '–' : duration(oldestWaitingSeconds * 1_000)}</td>
          <td>{number(active)}</td>
          <td>{number(failed)}</td>
          <td>{workers === undefined ? '–' : number(workers)}</td>
        </tr>
      ))}
    </HealthTable>
  )
}
