import type { ColumnKind } from './column-types.ts'

/** A part of `tables` (`schema.ts`): what the rules of moderation did. */
export const moderationTables = {
  moderation: {
    outboundId: 'bigint',
    contentKey: 'bytes',
    pageId: 'text',
    commentId: 'text',
    rule: 'text',
    act: 'text',
    cause: 'text',
    ts: 'bigint',
  },
} as const satisfies Record<string, Record<string, ColumnKind>>
