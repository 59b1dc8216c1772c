/**
 * The TypeScript type of a column of `tables`: its family, whether it may be NULL or left out, the kind of id or the
 * words that it holds.
 */
import type { UserRole } from '../../domain/console-user.ts'
import type { NotificationKind, NotificationState } from '../../domain/notification.ts'
import type { ColumnType } from 'kysely'
import type { DeadLetterState } from '../../domain/dead-letter.ts'
import type { ReceiptKind } from '../../domain/event.ts'
import type { LeadFinding, LeadState } from '../../domain/lead.ts'
import type { LinkEvidence, LinkSourceKind, LinkStrength } from '../../domain/identity-link.ts'
import type { FactSourceKind, FactStrength, SharedReason } from '../../domain/profile-fact.ts'
import type { OutboundState } from '../../domain/outbound.ts'
import type { PauseReason } from '../../domain/page-pause.ts'
import type {
  DeadLetterReason,
  OutboundReason,
  RefreshResult,
  ReplyOutcome,
  SilenceReason,
  TurnOutcome,
} from '../../domain/reasons.ts'
import type { ReplyChannel, TurnState } from '../../domain/turn.ts'
import type { ConversationId, PageId, ProfileId, Psid, TurnId } from '../../domain/ids.ts'

/**
 * The TypeScript type of a family of SQL types, as mysql2 returns it with the options of connect.ts:
 * - text: string.
 * - bigint: string, also COUNT(*), SUM and LAST_INSERT_ID(). Numbers beyond 2^53 keep every digit. Compare them as
 *   BigInt.
 * - int: number (tinyint, smallint, int).
 * - datetime: Date, UTC, milliseconds. A zero date of a seed row is an Invalid Date.
 * - day: 'YYYY-MM-DD'.
 * - bytes: Buffer.
 */
interface Families {
  text: ColumnType<string>
  bigint: ColumnType<string, string | number | bigint>
  int: ColumnType<number>
  datetime: ColumnType<Date>
  day: ColumnType<string>
  bytes: ColumnType<Buffer, Uint8Array>
}

export type Family = keyof Families
export type ColumnKind = Family | `${Family} ${'null' | 'auto' | 'default'}`

/** The type of one column of one table. */
export type TypeOf<Table, Column, Kind extends ColumnKind> = WithWord<
  WithId<ColumnOf<Kind>, IdOf<Table, Column>>,
  Table,
  Column
>

type ColumnOf<Kind extends ColumnKind> = Kind extends `${infer F extends Family} null`
  ? Omitable<Families[F], null>
  : Kind extends `${infer F extends Family} ${'auto' | 'default'}`
    ? Omitable<Families[F], never>
    : Kind extends Family
      ? Families[Kind]
      : never

type Omitable<Column, Absent> =
  Column extends ColumnType<infer Select, infer Insert, infer Update>
    ? ColumnType<Select | Absent, Insert | Absent | undefined, Update | Absent>
    : never

/** Columns of these names hold one kind of id in every table. */
interface Ids {
  pageId: PageId
  psid: Psid
  pId: ProfileId
  originPId: ProfileId
  turnId: TurnId
  conversationId: ConversationId
}

/** Tables whose `id` is a kind of its own. */
interface RowIds {
  turn: TurnId
  conversation: ConversationId
}

type IdOf<Table, Column> = Column extends keyof Ids
  ? Ids[Column]
  : Column extends 'id'
    ? Table extends keyof RowIds
      ? RowIds[Table]
      : never
    : never

/** The same column with ids of this kind in place of texts. `never` leaves the column as it is. */
type WithId<Column, Id> = [Id] extends [never]
  ? Column
  : Column extends ColumnType<infer Select, infer Insert, infer Update>
    ? ColumnType<Ided<Select, Id>, Ided<Insert, Id>, Ided<Update, Id>>
    : never

type Ided<Value, Id> = Value extends string ? Id : Value extends null | undefined ? Value : never

/**
 * Columns that hold one of a closed list of words. Rows of earlier versions may hold another reason, so it is read as
 * a text.
 */
interface Words {
  consoleUser: { role: ColumnType<UserRole> }
  conversation: { silentReason: Written<SilenceReason> }
  deadLetter: { state: ColumnType<DeadLetterState>; reason: Written<DeadLetterReason> }
  lead: { state: ColumnType<LeadState>; foundBy: ColumnType<LeadFinding> }
  identityLink: {
    evidence: ColumnType<LinkEvidence>
    strength: ColumnType<LinkStrength>
    sourceKind: ColumnType<LinkSourceKind>
  }
  notification: { kind: Written<NotificationKind>; state: ColumnType<NotificationState> }
  outbound: {
    state: ColumnType<OutboundState>
    reason: Written<OutboundReason>
    channel: ColumnType<ReplyChannel>
  }
  page: { heldReason: Written<PauseReason> }
  profileFacebook: { refreshResult: Written<RefreshResult> }
  originFacebook: { refreshResult: Written<RefreshResult> }
  profileFact: { strength: ColumnType<FactStrength>; sourceKind: ColumnType<FactSourceKind> }
  receipt: { kind: ColumnType<ReceiptKind> }
  sharedValue: { reason: ColumnType<SharedReason> }
  turn: {
    state: ColumnType<TurnState>
    outcome: Written<TurnOutcome>
    outcomeIfSent: ColumnType<ReplyOutcome>
    channel: ColumnType<ReplyChannel>
  }
}

type Written<Word extends string> = ColumnType<string, Word, Word>

type WithWord<Typed, Table, Column> = Table extends keyof Words
  ? Column extends keyof Words[Table]
    ? Worded<Typed, Words[Table][Column]>
    : Typed
  : Typed

type Worded<Typed, Word> =
  Typed extends ColumnType<infer Select, infer Insert, infer Update>
    ? Word extends ColumnType<infer Read, infer Put, infer Change>
      ? ColumnType<
          Read | Extract<Select, null>,
          Put | Extract<Insert, null | undefined>,
          Change | Extract<Update, null | undefined>
        >
      : never
    : never
