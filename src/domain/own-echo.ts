/** Whether an echo proves that an outbound message was sent: its metadata alone may be that of another installation. */
import type { PageId } from './ids.ts'
import type { OwnMetadata } from './outbound.ts'
import type { TurnOutcome } from './reasons.ts'

/** An echo whose metadata names a row. */
export interface OwnEcho extends OwnMetadata {
  readonly pageId: PageId
  /** The customer to whom the message went. */
  readonly psid: string | undefined
  readonly appId: string | undefined
  readonly mid: string | undefined
}

/** What the row says. */
export interface EchoedRow {
  readonly pageId: PageId
  readonly psid: string
  readonly echoMark: string | undefined
  readonly createdTs: number
  readonly claimedTs: number | undefined
  readonly isPrivateReply: boolean
  readonly state: string
  readonly platformId: string | undefined
}

/** What in the echo does not fit: there is no such row, or its Page, customer, app or mark is another. */
export type ForeignReason = 'row' | 'page' | 'customer' | 'app' | 'mark'

/**
 * Echoes that Pagebeat does not believe, messages that a customer got twice, and outcomes that turns came to by an
 * echo.
 */
export type EchoFinding =
  | { readonly is: 'foreign'; readonly pageId: PageId; readonly reason: ForeignReason }
  | { readonly is: 'second_copy'; readonly pageId: PageId; readonly outboundId: string }
  | { readonly is: 'outcome'; readonly outcome: TurnOutcome }

/**
 * Undefined: the echo is that of the row. It may be of an earlier claim: the customer saw that message. The customer of
 * a private reply is known by its echo only.
 */
export function foreignBecause(
  echo: OwnEcho,
  row: EchoedRow | undefined,
  ownAppId: string | undefined,
): ForeignReason | undefined {
  if (row === undefined) return 'row'
  if (echo.pageId !== row.pageId) return 'page'
  if (!hasMarkOf(echo, row)) return 'mark'
  if (echo.psid !== row.psid && !row.isPrivateReply) return 'customer'
  if (echo.appId !== undefined && ownAppId !== undefined && echo.appId !== ownAppId) return 'app'
  return undefined
}

/** Rows of older versions have no mark. Their claims lie between two times of the row. */
function hasMarkOf(echo: OwnEcho, { echoMark, createdTs, claimedTs }: EchoedRow): boolean {
  if (echoMark !== undefined || echo.echoMark !== undefined) return echo.echoMark === echoMark
  return claimedTs !== undefined && echo.claimedTs >= createdTs && echo.claimedTs <= claimedTs
}

/** The customer has the message of this row already, under another mid. */
export function isSecondCopy({ mid }: OwnEcho, { state, platformId }: EchoedRow): boolean {
  return state === 'sent' && platformId !== undefined && mid !== undefined && mid !== platformId
}
