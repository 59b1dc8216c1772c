import type { Health } from '../../api/health.ts'
import { useFormats, useTexts } from '../parts/context.ts'
import { HealthTable } from './health-table.tsx'
import { useAgo } from './use-ago.ts'

type Process = NonNullable<Health['processes']>[number]

/** Workers and receivers that live: what each of them runs, and what receivers took in the last minutes. */
export function ProcessTables({ processes, nowMs }: Pick<Health, 'processes' | 'nowMs'>) {
  if (processes === undefined) return null
  const receivers = processes.filter(({ receiver }) => receiver !== undefined)
  const workers = processes.filter(({ receiver }) => receiver === undefined)
  return (
    <>
      <Receivers receivers={receivers} nowMs={nowMs} />
      <Workers workers={workers} nowMs={nowMs} />
    </>
  )
}

function Receivers({ receivers, nowMs }: { readonly receivers: readonly Process[]; readonly nowMs: number }) {
  const texts = useTexts().health
  const { number, clock } = useFormats()
  const ago = useAgo(nowMs)
  return (
    <HealthTable
      id="health-receivers"
      title={texts.receivers}
      heads={[texts.process, texts.version, texts.started, texts.acked, texts.notTaken, texts.spool]}
      empty={receivers.length === 0 ? texts.noReceivers : undefined}
    >
      {receivers.map(({ name, version, since, receiver }) => (
        <tr key={name}>
          <th scope="row">
            <bdi>{name}</bdi>
          </th>
          <td>{version ?? '–'}</td>
          <td>{ago(since)}</td>
          <td>
            {number(receiver?.acked ?? 0)}
            <p class="quiet">
              {texts.since(clock(receiver?.countedSince ?? since))}
              {receiver?.withinMs !== undefined && `, ${texts.within(number(receiver.withinMs))}`}
            </p>
          </td>
          <td>
            {number(receiver?.unavailable ?? 0)}
            <p class="quiet">{texts.refused(number(receiver?.refused ?? 0))}</p>
          </td>
          <td>
            <Spool spool={receiver?.spool} />
          </td>
        </tr>
      ))}
    </HealthTable>
  )
}

function Spool({ spool }: Pick<NonNullable<Process['receiver']>, 'spool'>) {
  const texts = useTexts().health
  const { number, duration } = useFormats()
  if (spool === undefined) return <>{texts.noSpool}</>
  if (spool.deliveries === 0) return <>{texts.spoolEmpty}</>
  const percent = Math.round((spool.bytes / spool.mostBytes) * 100)
  return (
    <>
      {texts.spoolFilled(number(spool.deliveries), number(percent))}
      <p class="quiet">{texts.spoolOldest(duration(spool.oldestSeconds * 1_000))}</p>
    </>
  )
}

function Workers({ workers, nowMs }: { readonly workers: readonly Process[]; readonly nowMs: number }) {
  const texts = useTexts().health
  const ago = useAgo(nowMs)
  return (
    <HealthTable
      id="health-workers"
      title={texts.workers}
      heads={[texts.process, texts.version, texts.started, texts.stages, texts.storyboard]}
      empty={workers.length === 0 ? texts.noWorkers : undefined}
    >
      {workers.map(({ name, version, since, stages, storyboard }) => (
        <tr key={name}>
          <th scope="row">
            <bdi>{name}</bdi>
          </th>
          <td>{version ?? '–'}</td>
          <td>{ago(since)}</td>
          <td>{stages.join(', ')}</td>
          <td>
            <bdi>{storyboard ?? '–'}</bdi>
          </td>
        </tr>
      ))}
    </HealthTable>
  )
}
