import type { ColumnKind } from './column-types.ts'

/** A part of `tables` (`schema.ts`): customers who are forgotten, and requests for it. */
export const privacyTables = {
  forgotten: { idKey: 'bytes', forgottenTs: 'bigint' },
  forgetRun: {
    id: 'bigint auto',
    runKey: 'text',
    reason: 'text',
    requestCode: 'text null',
    state: 'text',
    startedTs: 'bigint',
    claimedUntil: 'bigint',
    finishedTs: 'bigint null',
    step: 'text null',
    progress: 'text null',
    plan: 'text null',
    removed: 'text',
  },
  deletionRequest: {
    code: 'text',
    kind: 'text',
    userId: 'text null',
    issuedTs: 'bigint',
    receivedTs: 'bigint',
    state: 'text',
    changedTs: 'bigint',
  },
} as const satisfies Record<string, Record<string, ColumnKind>>
