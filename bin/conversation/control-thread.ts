/**
 * `pagebeat conversation pause`, `resume` and the commands that move thread control at Facebook. Each says what Facebook
 * answered. The exit status is 1 where the thread is not as the command's name says.
 */
import type { Kysely } from 'kysely'
import { createThreadControl } from '../../src/db/conversation/thread-control.ts'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { messengerChannel } from '../../src/domain/event.ts'
import type { ConversationId } from '../../src/domain/ids.ts'
import { handedOverMs } from '../../src/domain/policy.ts'
import {
  findIsOwner,
  pageInboxAppId,
  passThreadControl,
  releaseThreadControl,
  requestThreadControl,
  takeThreadControl,
} from '../../src/facebook/graph/thread-control.ts'
import { printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { requireConversation, type Thread, threadOf, toTime } from './thread.ts'
import { type Answer, type AskFacebook, withFacebook } from './thread-facebook.ts'

const hourMs = 3_600_000

interface Controlled {
  readonly db: Kysely<Database>
  readonly thread: Thread
  readonly id: ConversationId
  /** The database's time, ms: workers compare their times with it. */
  readonly ts: number
  readonly ask: AskFacebook
}

/** The names of a thread, and what changes it: true if the thread is now as the command's name says. */
async function change(
  [pageId, psid]: readonly [string, string],
  work: (controlled: Controlled) => Promise<boolean>,
): Promise<void> {
  const thread = threadOf(pageId, psid)
  await withDatabase(async (db) => {
    const { id } = await requireConversation(db, thread)
    const ts = (await databaseTime(db))()
    const isDone = await withFacebook({ db, thread }, (ask) => work({ db, thread, id, ts, ask }))
    process.exitCode = isDone ? 0 : 1
  })
}

/** The bot is silent at once, whatever Facebook answers. */
export async function pauseThread(
  pageId: string,
  psid: string,
  { hours, pass, local }: { readonly hours: number; readonly pass?: true; readonly local?: true },
): Promise<void> {
  await change([pageId, psid], async ({ db, thread, id, ts, ask }) => {
    const until = ts + hours * hourMs
    await createThreadControl(db).setSilence(id, { ts, until, reason: 'paused_by_hand' })
    await wake(db, id, ts)
    printLine(`The bot is silent until ${toTime(until)}.`)
    if (local === true) return true
    if (pass !== true) {
      printLine(`Facebook: ${describeOwner(await ask((call, access) => findIsOwner(call, access, thread)))}`)
      printLine('Agents may write in the inbox of the Page at any time.')
      return true
    }
    const passed = await ask((call, access) => passThreadControl(call, access, thread))
    printLine(passed.is === 'done' ? 'Facebook: the inbox of the Page controls the thread.' : refusal(passed))
    return passed.is === 'done'
  })
}

/** The bot replies again, if Facebook lets it. */
export async function resumeThread(
  pageId: string,
  psid: string,
  { local }: { readonly local?: true },
): Promise<void> {
  await change([pageId, psid], async (controlled) => {
    const { thread, ask } = controlled
    if (local === true) return await resumeHere(controlled)
    const owner = await ask((call, access) => findIsOwner(call, access, thread))
    if (owner.is === 'done' && owner.value === true) {
      printLine(`Facebook: ${describeOwner(owner)}`)
      return await resumeHere(controlled)
    }
    const taken = await ask((call, access) => takeThreadControl(call, access, thread))
    if (taken.is === 'done') {
      printLine('Facebook: this app controls the thread.')
      return await resumeHere(controlled)
    }
    await endPause(controlled)
    printLine(refusal(taken))
    if (taken.is === 'refused') explainRefusedTake(owner)
    else printLine('The pause in Pagebeat is over. It is not known whether Facebook lets the bot reply.')
    return false
  })
}

/** This app controls the thread at Facebook, and the bot replies. */
export async function takeThread(pageId: string, psid: string): Promise<void> {
  await change([pageId, psid], async (controlled) => {
    const { thread, ask } = controlled
    const taken = await ask((call, access) => takeThreadControl(call, access, thread))
    if (taken.is === 'done') {
      printLine('Facebook: this app controls the thread.')
      return await resumeHere(controlled)
    }
    printLine(refusal(taken))
    if (taken.is === 'refused')
      explainRefusedTake(await ask((call, access) => findIsOwner(call, access, thread)))
    return false
  })
}

/** Another app, or the inbox, controls the thread. The bot is silent. */
export async function passThread(
  pageId: string,
  psid: string,
  { to = pageInboxAppId }: { readonly to?: string },
): Promise<void> {
  await change([pageId, psid], async ({ db, thread, id, ts, ask }) => {
    const passed = await ask((call, access) => passThreadControl(call, access, { ...thread, toAppId: to }))
    if (passed.is !== 'done') {
      printLine(refusal(passed))
      return false
    }
    const until = ts + handedOverMs
    await createThreadControl(db).setSilence(id, { ts, until, reason: 'handed_over' })
    await wake(db, id, ts)
    printLine(
      `Facebook: ${to === pageInboxAppId ? 'the inbox of the Page' : `app ${to}`} controls the thread.`,
    )
    printLine(`The bot is silent until ${toTime(until)}, or until the thread comes back.`)
    return true
  })
}

export async function releaseThread(pageId: string, psid: string): Promise<void> {
  await change([pageId, psid], async ({ thread, ask }) => {
    const released = await ask((call, access) => releaseThreadControl(call, access, thread))
    printLine(
      released.is === 'done'
        ? 'Facebook: no app controls the thread. The default app replies or, without one, every app may.'
        : refusal(released),
    )
    return released.is === 'done'
  })
}

export async function requestThread(pageId: string, psid: string): Promise<void> {
  await change([pageId, psid], async ({ thread, ask }) => {
    const requested = await ask((call, access) => requestThreadControl(call, access, thread))
    printLine(
      requested.is === 'done'
        ? 'Facebook: the app that controls the thread is asked to pass it. The bot replies once it does.'
        : refusal(requested),
    )
    return requested.is === 'done'
  })
}

/** Exits with 1 when Facebook does not tell. */
export async function showOwner(pageId: string, psid: string): Promise<void> {
  await change([pageId, psid], async ({ thread, ask }) => {
    const owner = await ask((call, access) => findIsOwner(call, access, thread))
    printLine(`Facebook: ${describeOwner(owner)}`)
    return owner.is === 'done'
  })
}

async function resumeHere({ db, id, ts }: Controlled): Promise<true> {
  await createThreadControl(db).giveBack(id, ts)
  await wake(db, id, ts)
  printLine('The bot replies in this thread again.')
  return true
}

/** The customer goes on waiting: nobody has answered yet. */
async function endPause({ db, id, ts }: Controlled): Promise<void> {
  await createThreadControl(db).setSilence(id, { ts, until: 0, reason: 'paused_by_hand' })
  await wake(db, id, ts)
}

async function wake(db: Kysely<Database>, conversationId: ConversationId, ts: number): Promise<void> {
  await createWakeUps(db).wakeAt({ conversationId, channel: messengerChannel }, ts)
}

function describeOwner(owner: Answer<boolean | undefined>): string {
  if (owner.is !== 'done')
    return `${owner.is === 'refused' ? 'refuses the question' : 'not asked'} (${owner.why})`
  if (owner.value === undefined) return 'it shows no thread with this customer.'
  return owner.value
    ? 'this app may write in the thread.'
    : 'another app, or an agent in the inbox, controls the thread.'
}

function refusal(answer: Answer<unknown>): string {
  if (answer.is === 'done') return 'Facebook: done.'
  return answer.is === 'refused'
    ? `Facebook refuses (${answer.why}).`
    : `Facebook was not asked, or did not respond (${answer.why}).`
}

/** Facebook lets only the default app take a thread. */
function explainRefusedTake(owner: Answer<boolean | undefined>): void {
  if (owner.is === 'done' && owner.value === true) {
    printLine('No other app controls the thread, so the bot may write: `pagebeat conversation resume`.')
    return
  }
  printLine('Only the default app of the Page may take a thread. The bot stays silent until one of these:')
  printLine('- the agent moves the conversation to Done in the inbox, or the other app passes it;')
  printLine('- the customer writes nothing for 24 hours.')
  printLine('To take threads yourself, make this app the default app: docs/how-to/connect-a-page.md')
}
