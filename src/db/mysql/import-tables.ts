/** A part of `tables` (`schema.ts`): imports of the brand's own customers. */
import type { ColumnKind } from './column-types.ts'

export const importTables = {
  importRun: {
    id: 'bigint auto',
    importKey: 'bytes',
    source: 'text',
    state: 'text',
    rowsDone: 'bigint default',
    rowsLeftOut: 'bigint default',
    valuesLeftOut: 'bigint default',
    newIds: 'bigint default',
    newLinks: 'bigint default',
    reportBytes: 'bigint default',
    startedTs: 'bigint',
    updatedTs: 'bigint',
  },
  importRow: { runId: 'bigint', line: 'bigint', customer: 'text', email: 'text null', phone: 'text null' },
} as const satisfies Record<string, Record<string, ColumnKind>>
