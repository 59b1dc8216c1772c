import { useEffect, useState } from 'preact/hooks'
import type { InsightRows, InsightRowsQuery } from '../../api/insights.ts'
import { useConsole, useFormats, useTexts } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Link } from '../parts/link.tsx'
import { textOf } from '../texts/texts.ts'
import { useInsightFormats } from './use-insight-formats.ts'

export interface WantedRows {
  readonly number: string
  /** Kinds are names, as of scenes. */
  readonly isNamed: boolean
  readonly title: string
  readonly query: InsightRowsQuery
}

type Row = InsightRows['rows'][number]

/** The events behind a number, the latest first, each with its conversation. */
export function RowsDialog({
  wanted,
  onClose,
}: {
  readonly wanted: WantedRows
  readonly onClose: () => void
}) {
  const texts = useTexts().insights
  const { calls } = useConsole()
  const [rows, setRows] = useState<readonly Row[]>([])
  const [next, setNext] = useState<string>()
  const [is, setIs] = useState<'loading' | 'ready' | 'failed'>('loading')

  async function load(cursor: string | undefined): Promise<void> {
    setIs('loading')
    try {
      const query = { ...wanted.query, ...(cursor === undefined ? {} : { cursor }) }
      const found = await calls.insightRows(wanted.number, query)
      setRows((before) => (cursor === undefined ? found.rows : [...before, ...found.rows]))
      setNext(found.next)
      setIs('ready')
    } catch {
      setIs('failed')
    }
  }
  useEffect(() => void load(undefined), [wanted])

  return (
    <Dialog title={wanted.title} class="rows-dialog" onClose={onClose}>
      {is === 'failed' && (
        <p class="problem" role="alert">
          {texts.failed}
        </p>
      )}
      {is === 'ready' && rows.length === 0 && <p class="empty">{texts.noRows}</p>}
      <ol class="behind">
        {rows.map((row) => (
          <BehindRow key={`${row.id} ${row.kind}`} row={row} isNamed={wanted.isNamed} />
        ))}
      </ol>
      {next !== undefined && (
        <button type="button" aria-disabled={is === 'loading'} onClick={() => void load(next)}>
          {texts.more}
        </button>
      )}
    </Dialog>
  )
}

function BehindRow({ row, isNamed }: { readonly row: Row; readonly isNamed: boolean }) {
  const texts = useTexts()
  const { exact } = useFormats()
  const { value } = useInsightFormats()
  const kind = (isNamed ? undefined : textOf(texts.insights.kinds, row.kind)) ?? row.kind
  return (
    <li>
      <p class="row between">
        <strong>
          <bdi>{row.customer ?? texts.noName}</bdi>
        </strong>
        <time class="quiet">{exact(row.ts)}</time>
      </p>
      <p class="behind-text">
        <bdi>{row.text ?? texts.noText}</bdi>
      </p>
      <p class="row quiet">
        <span>{kind}</span>
        {row.valueMs !== undefined && <span>{value(row.valueMs, 'ms')}</span>}
        {row.conversationId !== undefined && (
          <Link to={{ screen: 'inbox', query: { state: 'all' }, conversationId: row.conversationId }}>
            {texts.insights.openConversation}
          </Link>
        )}
      </p>
    </li>
  )
}
