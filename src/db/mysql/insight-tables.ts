import type { ColumnKind } from './column-types.ts'

/** A part of `tables` (`schema.ts`): the numbers of the console's Insights. */
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
} as const satisfies Record<string, Record<string, ColumnKind>>
