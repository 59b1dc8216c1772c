import type { ColumnKind } from './column-types.ts'

/** A part of `tables` (`schema.ts`): the numbers of the console's Insights, and the storyboard that they are of. */
export const insightTables = {
  insightHour: {
    metric: 'text',
    hour: 'int',
    pageId: 'text',
    language: 'text',
    part: 'text',
    bucket: 'int',
    amount: 'bigint',
  },
  storyboardUse: { id: 'bigint auto', sinceTs: 'bigint', version: 'text', name: 'text', flow: 'text' },
} as const satisfies Record<string, Record<string, ColumnKind>>
