import type { Health } from '../../api/health.ts'
import { useFormats, useTexts } from '../parts/context.ts'

/** The queue of each stage: how much waits, for how long, and who works on it. */
export function QueueTable({ queues }: Pick<Health, 'queues'>) {
  const texts = useTexts().health
  const { number, duration } = useFormats()
  if (queues === undefined) return null
  return (
    <section>
      <h2 id="health-queues">{texts.queues}</h2>
      <div class="sideways" role="region" aria-labelledby="health-queues" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.stage}</th>
              <th scope="col">{texts.waiting}</th>
              <th scope="col">{texts.oldest}</th>
              <th scope="col">{texts.active}</th>
              <th scope="col">{texts.failedJobs}</th>
              <th scope="col">{texts.workers}</th>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </div>
    </section>
  )
}
