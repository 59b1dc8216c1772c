import type { ColumnKind } from './column-types.ts'

/** A part of `tables` (`schema.ts`): users of the console, their sessions, and what they did. */
export const consoleTables = {
  consoleUser: {
    id: 'bigint auto',
    email: 'text',
    name: 'text',
    role: 'text',
    passwordHash: 'text null',
    createdTs: 'bigint',
    disabledTs: 'bigint null',
  },
  consoleSession: {
    id: 'bigint auto',
    tokenHash: 'bytes',
    csrf: 'text',
    userId: 'bigint',
    way: 'text',
    createdTs: 'bigint',
    lastSeenTs: 'bigint',
    expiresTs: 'bigint',
    revokedTs: 'bigint null',
  },
  consoleLink: {
    tokenHash: 'bytes',
    userId: 'bigint',
    createdTs: 'bigint',
    expiresTs: 'bigint',
    usedTs: 'bigint null',
  },
  auditLog: {
    id: 'bigint auto',
    ts: 'bigint',
    userId: 'bigint null',
    email: 'text null',
    act: 'text',
    targetKind: 'text',
    targetId: 'text',
    valuesBefore: 'text null',
    valuesAfter: 'text null',
  },
  agentAct: {
    id: 'bigint auto',
    userId: 'bigint',
    requestKey: 'text',
    conversationId: 'bigint',
    act: 'text',
    result: 'text',
    outboundId: 'bigint null',
    undoUntilTs: 'bigint null',
    ts: 'bigint',
  },
} as const satisfies Record<string, Record<string, ColumnKind>>
