import type { Health } from '../../api/health.ts'
import { useFormats, useTexts } from '../parts/context.ts'
import { HealthTable } from './health-table.tsx'
import { useAgo } from './use-ago.ts'

/** Each Page: when it last sent something, when it was checked, and whether its calls are paused. */
export function PageTable({ health: { pages, nowMs } }: { readonly health: Health }) {
  const texts = useTexts().health
  const ago = useAgo(nowMs)
  if (pages.length === 0) return <p class="quiet">{texts.noPages}</p>
  return (
    <HealthTable
      id="health-pages"
      title={texts.pages}
      heads={[texts.page, texts.state, texts.lastEvent, texts.checked]}
    >
      {pages.map((page) => (
        <tr key={page.pageId}>
          <th scope="row">
            <bdi>{page.name ?? page.pageId}</bdi>
          </th>
          <td>
            <PageState page={page} nowMs={nowMs} />
          </td>
          <td>{ago(page.lastEventTs)}</td>
          <td>{ago(latest(page.checkedTs, page.check?.ts))}</td>
        </tr>
      ))}
    </HealthTable>
  )
}

function PageState({ page, nowMs }: { readonly page: Health['pages'][number]; readonly nowMs: number }) {
  const texts = useTexts().health
  const { clock, duration } = useFormats()
  const { pause, silence, isAdded } = page
  if (pause !== undefined) return <span class="tag bad">{texts.paused(clock(pause.until))}</span>
  if (silence !== undefined)
    return <span class="tag bad">{texts.silent(duration(nowMs - silence.since))}</span>
  return isAdded ? <span class="tag good">{texts.fine}</span> : <span class="tag busy">{texts.notAdded}</span>
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
}
