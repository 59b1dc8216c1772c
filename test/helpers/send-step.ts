/** One step of `sendNext` without a database. */
import type { ReadRow, Settlement } from '../../src/db/conversation/outbound.ts'
import type { ConversationState } from '../../src/db/conversation/read-conversation.ts'
import type { RespondDeps } from '../../workers/respond.ts'
import { sendNext } from '../../workers/respond/send-next.ts'
import { now, outboundRowOf, respondDepsOf, snapshotOf } from './worker-ports.ts'

/** A message that nobody has claimed yet. */
export const pending: ReadRow = { ...outboundRowOf({ state: 'pending', attempts: 0 }), claimedTs: undefined }

export interface Given {
  readonly row?: ReadRow | undefined
  readonly state?: ConversationState
  readonly ports?: Partial<RespondDeps>
  /** False: another worker claimed the row first. */
  readonly isClaimed?: boolean
}

/** Moves the row one step; its calls in order, and the settlements that were stored. */
export async function step({
  row = pending,
  state = snapshotOf(),
  ports = {},
  isClaimed = true,
}: Given = {}) {
  const calls: string[] = []
  const settled: (Settlement & { readonly from: readonly string[] })[] = []
  const deps = respondDepsOf({
    outbound: {
      find: async () => row,
      findState: async () => 'sent',
      claim: async (_id, at) => {
        calls.push(`claim at ${at - now}`)
        return isClaimed
      },
      remember: async () => undefined,
      settle: async (_id, from, settlement) => {
        settled.push({ from, ...settlement })
        return true
      },
    },
    send: async ({ attempts }) => {
      calls.push(`send, attempt ${attempts}`)
      return { platformId: 'mid-1' }
    },
    ...ports,
  })
  return { progress: await sendNext(deps, row.id, state), calls, settled }
}

/** The send fails with this error. */
export const toFail = (error: Error): Partial<RespondDeps> => ({
  send: async () => {
    throw error
  },
})
