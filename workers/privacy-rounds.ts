import type { DeletionRequest, DeletionRequests } from '../src/db/privacy/deletion-requests.ts'
import type { ForgetRun } from '../src/db/privacy/forget-runs.ts'
import type { ProfileId } from '../src/domain/ids.ts'
import type { StoredPrivacyRequests } from '../src/redis/privacy-requests.ts'
import type { Fact } from '../src/domain/notification.ts'
import type { Logger } from '../src/telemetry/log.ts'
import { deletionFact } from './notifier/describe-fact.ts'
import type { SharedRounds } from './shared-rounds.ts'

export interface PrivacyRoundsDeps {
  /** What the receiver stored. */
  readonly inbox: Pick<StoredPrivacyRequests, 'list' | 'remove' | 'show'>
  readonly requests: Pick<DeletionRequests, 'record' | 'begin' | 'settle' | 'hasRun' | 'match' | 'list'>
  readonly forgetting: {
    close(
      pId: ProfileId,
      options: { readonly reason: 'facebook'; readonly requestCode: string },
    ): Promise<string | undefined>
    claim(): Promise<ForgetRun | undefined>
    finish(run: ForgetRun): Promise<void>
  }
  /** Tells people of requests that wait for them; each is told once. Absent: nobody is told by this worker. */
  readonly tell?: ((facts: readonly Fact[]) => Promise<void>) | undefined
  readonly log: Pick<Logger, 'info'>
}

const everyMs = 10_000
const requestsAtOnce = 100

/**
 * One round: requests of Facebook's callbacks are in `deletionRequest`, and matched customers are being forgotten. Runs
 * that another process left are finished. The status pages tell so.
 * Repeat-safe: the code of a request is its key, a run is claimed, and each of its steps may be repeated.
 */
export async function makePrivacyRound(deps: PrivacyRoundsDeps): Promise<void> {
  const { inbox, requests, forgetting, log } = deps
  for (const request of await inbox.list(requestsAtOnce)) {
    const recorded = await requests.record(request)
    const state = await begin(recorded, { requests, forgetting })
    await show({ ...recorded, state })
    await inbox.remove(request)
    log.info(
      { kind: recorded.kind, state },
      'a request of Facebook is recorded: see `pagebeat customer deletions`',
    )
  }
  for (;;) {
    const run = await forgetting.claim()
    if (run === undefined) break
    await forgetting.finish(run)
    log.info({ run: run.id }, 'a customer is forgotten')
  }
  for (const settled of await requests.settle()) await show(settled)

  async function show({ kind, code, state, receivedTs, changedTs }: DeletionRequest): Promise<void> {
    await inbox.show(code, { kind, state, receivedTs, changedTs })
  }
}

async function begin(
  { code, kind, userId, state }: DeletionRequest,
  { requests, forgetting }: Pick<PrivacyRoundsDeps, 'requests' | 'forgetting'>,
): Promise<DeletionRequest['state']> {
  if (kind !== 'data_deletion' || state !== 'unmatched' || userId === undefined) return state
  const pId = await requests.match(userId)
  if (pId !== undefined) await forgetting.close(pId, { reason: 'facebook', requestCode: code })
  // A worker that died after it closed the customer has opened the run; nobody matches then.
  if (!(await requests.hasRun(code))) return state
  await requests.begin(code)
  return 'in_progress'
}

/** People are told of requests that match no customer, each once. */
export async function tellUnmatched({
  requests,
  tell,
}: {
  readonly requests: Pick<DeletionRequests, 'list'>
  readonly tell: (facts: readonly Fact[]) => Promise<void>
}): Promise<void> {
  const unmatched = await requests.list(['unmatched'], requestsAtOnce)
  if (unmatched.length > 0) await tell(unmatched.map(({ code }) => deletionFact(code)))
}

/**
 * One worker of all makes a round, every 10 s. A round that fails is logged, and the next one tries again. Telling is a
 * round of its own, as not every worker has receivers.
 */
export function startPrivacyRounds(rounds: Pick<SharedRounds, 'start'>, deps: PrivacyRoundsDeps): void {
  const { requests, tell } = deps
  const failed = 'forgetting of customers failed: the next round tries again'
  rounds.start({ name: 'privacy', everyMs, make: () => makePrivacyRound(deps), failed })
  if (tell !== undefined)
    rounds.start({
      name: 'tell-deletions',
      everyMs,
      make: () => tellUnmatched({ requests, tell }),
      failed: 'cannot tell of deletion requests: the next round tries again',
    })
}
