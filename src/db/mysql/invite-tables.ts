/** A part of `tables` (`schema.ts`): m.me links that were used, log-ins in Messenger, and codes for e-mails and phones. */
import type { ColumnKind } from './column-types.ts'

export const inviteTables = {
  invite: { inviteKey: 'bytes', psid: 'text', ts: 'bigint' },
  inviteUse: { inviteKey: 'bytes', linkKey: 'bytes', psid: 'text', ts: 'bigint', refused: 'int default' },
  accountLink: {
    psid: 'text',
    eventKey: 'bytes',
    ts: 'bigint',
    customer: 'text null',
    linkKey: 'bytes null',
  },
  contactCode: {
    pageId: 'text',
    psid: 'text',
    turnId: 'bigint',
    contactKey: 'bytes',
    codeHash: 'bytes',
    createdTs: 'bigint',
    expiresTs: 'bigint',
    attempts: 'int default',
    lastTurnId: 'bigint null',
  },
} as const satisfies Record<string, Record<string, ColumnKind>>
