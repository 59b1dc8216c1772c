/** A part of `tables` (`schema.ts`): who is who, and where that is known from. */
import type { ColumnKind } from './column-types.ts'
import { seedTables } from './seed-tables.ts'

export const identityTables = {
  identityLink: {
    id: 'bigint auto',
    linkKey: 'bytes',
    aCidType: 'text',
    aChannelId: 'text',
    bCidType: 'text',
    bChannelId: 'text',
    evidence: 'text',
    strength: 'text',
    sourceKind: 'text',
    sourceId: 'text',
    pageId: 'text null',
    ts: 'bigint',
    byWhom: 'text null',
    revokesId: 'bigint null',
  },
  identityTouched: { id: 'bigint auto', cidType: 'text', channelId: 'text', attempts: 'int default' },
  originProfile: { ...seedTables.profile, loyaltyPoints: 'bigint null', ownRaw: 'text null' },
  originFacebook: seedTables.profileFacebook,
  derivedProfile: { pId: 'text', raw: 'text null' },
  profileFact: {
    originPId: 'text',
    name: 'text',
    strength: 'text',
    value: 'text null',
    ts: 'bigint',
    sourceKind: 'text',
    sourceId: 'text',
  },
  sharedValue: {
    cidType: 'text',
    channelId: 'text',
    reason: 'text',
    owners: 'int null',
    ts: 'bigint null',
    byWhom: 'text null',
  },
} as const satisfies Record<string, Record<string, ColumnKind>>
