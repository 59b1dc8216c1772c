import { createDeliveryCommit, type ReceivedDelivery } from '../../src/receiver/commit.ts'
import { type Receiver, type ReceiverOptions, startReceiver } from '../../src/receiver/server.ts'
import { appSecret, verifyToken } from './http.ts'

export interface StubReceiver extends Receiver {
  /** The stored deliveries, one list for each commit. */
  readonly groups: ReceivedDelivery[][]
  readonly errors: Error[]
  readonly bodies: () => string[]
}

export interface StubOptions extends Partial<
  Pick<ReceiverOptions, 'appSecrets' | 'timeouts' | 'bounds' | 'privacyRequests' | 'publicUrl'>
> {
  /** Runs in place of the commit. What it throws is the store's error. */
  readonly store?: (group: readonly ReceivedDelivery[]) => Promise<void>
  readonly notReadyBecause?: () => string | undefined
  readonly deadlineMs?: number
}

/** A receiver on a free port whose store is an array. */
export async function startStubReceiver({
  store,
  notReadyBecause = () => undefined,
  deadlineMs = 10_000,
  ...options
}: StubOptions = {}): Promise<StubReceiver> {
  const groups: ReceivedDelivery[][] = []
  const errors: Error[] = []
  const deliveries = createDeliveryCommit(
    async (group) => {
      await store?.(group)
      groups.push([...group])
    },
    { isReady: () => notReadyBecause() === undefined, deadlineMs },
  )
  const receiver = await startReceiver({
    port: 0,
    host: '127.0.0.1',
    appSecrets: [appSecret],
    verifyToken,
    deliveries,
    notReadyBecause,
    onError: (error) => errors.push(error),
    ...options,
  })
  return { ...receiver, groups, errors, bodies: () => groups.flat().map(({ body }) => body) }
}

/** Runs the test with such a receiver, and closes it in any case. */
export async function withReceiver(
  act: (receiver: StubReceiver) => Promise<void>,
  options?: StubOptions,
): Promise<void> {
  const receiver = await startStubReceiver(options)
  try {
    await act(receiver)
  } finally {
    await receiver.close()
  }
}
