/** What one worker does every two seconds, while it is the one that notifies people. */
import type { WaitingCount } from '../../src/db/conversation/waiting.ts'
import type { PausedPage } from '../../src/db/notifier/find-facts.ts'
import type { Notifications } from '../../src/db/notifier/notifications.ts'
import type { PageActivity } from '../../src/db/notifier/page-activity.ts'
import type { PageId } from '../../src/domain/ids.ts'
import { type Fact, factKey } from '../../src/domain/notification.ts'
import { type PageSilence, silenceOf, slotMs } from '../../src/domain/page-rhythm.ts'
import type { Collected } from './collect-facts.ts'
import { silentFact } from './describe-fact.ts'
import { postDue, type PostDueDeps, type Receiver } from './post-due.ts'

export interface RoundDeps extends PostDueDeps {
  readonly receivers: readonly Receiver[]
  /** Makes the function of `createCollectFacts`: a worker that has been waiting for its turn begins anew. */
  readonly createCollectFacts: () => () => Promise<Collected>
  readonly notifications: Notifications
  readonly activity: PageActivity
  readonly countWaiting: (now: number) => Promise<readonly WaitingCount[]>
  readonly nameOf: (pageId: PageId) => Promise<string>
  /** Checks a Page whose last check is a day old, if there is one, and records what is new. Never throws. */
  readonly checkNextPage: () => Promise<void>
  /** Sets the metrics. Undefined: another process shows them. */
  readonly show: (shown: Shown | undefined) => void
}

export interface Shown {
  readonly waiting: readonly WaitingCount[]
  readonly paused: readonly PausedPage[]
  readonly silent: readonly PageId[]
}

const waitingEveryMs = 6_000
const minuteMs = 60_000
/** A pause that comes back within this time is still the same fact. */
const overAfterMs = 10 * minuteMs

type State = ReturnType<typeof createState>

function createState({ receivers, now, createCollectFacts }: RoundDeps, open: ReadonlySet<string>) {
  const nowMs = now()
  return {
    collectFacts: createCollectFacts(),
    /** Lasting facts that are not over, and when they were last seen, ms. */
    open: new Map([...open].map((key) => [key, nowMs])),
    /** Those that this process has stored for each receiver: receivers may have been added since the last start. */
    recorded: new Set<string>(),
    /** By receiver, ms. */
    postAt: new Map(receivers.map(({ id }) => [id, 0])),
    due: { waiting: 0, minute: 0, silence: 0 },
    waiting: [] as readonly WaitingCount[],
    silent: new Map<PageId, PageSilence>(),
  }
}

export function createRounds(deps: RoundDeps): { run(): Promise<void>; rest(): void } {
  const { notifications, now } = deps
  let state: State | undefined
  let checking: Promise<void> | undefined

  async function run(): Promise<void> {
    state ??= createState(deps, await notifications.findOpen(['page_paused', 'page_silent']))
    const nowMs = now()
    const { due } = state
    if (nowMs >= due.minute) {
      due.minute = nowMs + minuteMs
      await giveUpClaims(deps)
      // Not awaited: Facebook may be slow, and a customer asks for an agent meanwhile.
      checking ??= deps.checkNextPage().finally(() => {
        checking = undefined
      })
    }
    await findSilent(deps, state, nowMs)
    const { facts, paused, stored } = await state.collectFacts()
    const silent: Fact[] = []
    for (const [pageId, silence] of state.silent)
      silent.push(silentFact(pageId, silence, await deps.nameOf(pageId)))
    await store(deps, state, [...facts, ...silent])
    stored()
    if (nowMs >= due.waiting) {
      due.waiting = nowMs + waitingEveryMs
      state.waiting = await deps.countWaiting(nowMs)
    }
    deps.show({ waiting: state.waiting, paused, silent: [...state.silent.keys()] })
    for (const receiver of deps.receivers) await post(deps, state, receiver)
  }

  return {
    run,
    rest() {
      if (state !== undefined) deps.show(undefined)
      state = undefined
    },
  }
}

async function giveUpClaims({ notifications, onPosted, log }: RoundDeps): Promise<void> {
  const lost = await notifications.giveUpClaims()
  if (lost === 0) return
  log.error({ facts: lost }, 'a worker died while it notified people: nobody knows whether they were told')
  onPosted('unclear', lost)
}

/** Some rows a round are counted, also where a large table was never counted. Silence is judged once in each slot. */
async function findSilent(
  { activity, notifications }: RoundDeps,
  state: State,
  nowMs: number,
): Promise<void> {
  const { due } = state
  if (nowMs < due.silence) return
  if (await activity.countNext()) return
  due.silence = (Math.floor(nowMs / slotMs) + 1) * slotMs + minuteMs // late events of the slot have come by then
  await activity.purge(nowMs)
  await notifications.purge()
  state.silent = new Map()
  for (const [pageId, counts] of await activity.findQuiet(nowMs)) {
    const silence = silenceOf(counts, nowMs)
    if (silence !== undefined) state.silent.set(pageId, silence)
  }
}

function isLasting({ kind }: Fact): boolean {
  return kind === 'page_paused' || kind === 'page_silent'
}

async function store(
  deps: RoundDeps,
  { open, recorded, postAt }: State,
  facts: readonly Fact[],
): Promise<void> {
  const { notifications, receivers, now } = deps
  const nowMs = now()
  const unknown = facts.filter((fact) => !isLasting(fact) || !recorded.has(factKey(fact)))
  if (unknown.length > 0) {
    await notifications.record(
      unknown,
      receivers.map(({ id }) => id),
    )
    for (const { id } of receivers) postAt.set(id, 0)
  }
  for (const fact of facts.filter(isLasting)) {
    open.set(factKey(fact), nowMs)
    recorded.add(factKey(fact))
  }
  const over = [...open].filter(([, seenAt]) => nowMs - seenAt > overAfterMs).map(([key]) => key)
  await notifications.end(over)
  for (const key of over) {
    open.delete(key)
    recorded.delete(key)
  }
}

/** One POST in a round: receivers such as Slack take one a second. */
async function post(deps: RoundDeps, { postAt }: State, receiver: Receiver): Promise<void> {
  if ((postAt.get(receiver.id) ?? 0) > deps.now()) return
  postAt.set(receiver.id, (await postDue(deps, receiver)) ?? Infinity)
}
