/** Plays a transcript as a customer at the simulated Facebook, and compares what that customer saw with what is written. */
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { contentActs, type OutgoingMessage } from '../../src/domain/reply.ts'
import { compareBot, type Seen, seenOf } from '../../src/storyboard/transcript/compare.ts'
import { describeCustomer } from '../../src/storyboard/transcript/customer-acts.ts'
import { playedCode } from '../../src/storyboard/transcript/played-codes.ts'
import type { BotDoes, CustomerActs, Transcript } from '../../src/storyboard/transcript/schema.ts'
import type { Person } from '../facebook/people/person.ts'
import type { SeenMessage } from '../facebook/ledger/seen-ledger.ts'
import { pageInboxApp } from '../facebook/world/state.ts'
import type { Action } from '../facebook/world/world.ts'
import type { HubServer } from './hub-server.ts'
import { liveActOf, type Place } from './live-acts.ts'

/** What playing a transcript needs. */
export interface LiveSetup extends Place {
  readonly hubs: HubServer
  readonly connection: Connection
  readonly signal: AbortSignal
}

export interface LiveResult {
  readonly title: string
  readonly differences: readonly string[]
}

export async function playLive(setup: LiveSetup, transcript: Transcript, name: string): Promise<LiveResult> {
  const { graph, page, hubs } = setup
  const { locale, firstName, ...columns } = transcript.profile ?? {}
  const people = new Map<string, Person>()
  const actions = new Map<Person, number>()

  /** The customer that a step names; else the customer of the transcript, with the profile that it gives. */
  async function personOf(given: string | undefined): Promise<Person> {
    const known = people.get(given ?? '')
    if (known !== undefined) return known
    const isCustomer = given === undefined
    const person = graph.createPerson({
      name: given ?? (firstName === undefined ? name : `${String(firstName)} Miller`),
      isScripted: true,
      ...(typeof locale === 'string' ? { locale } : {}),
      ...(isCustomer && firstName === undefined ? { profile: 'none' as const } : {}),
    })
    if (isCustomer) await rememberCustomer(setup, person, columns)
    people.set(given ?? '', person)
    return person
  }

  let current = await personOf(undefined)
  let hubScripts = transcript.hubs ?? {}
  const differences: string[] = []
  for (const [index, step] of untilHandedOver(transcript.steps).entries()) {
    if ('hubs' in step) hubScripts = { ...hubScripts, ...step.hubs }
    if (!('person' in step)) continue
    const acts = typeof step.person === 'string' ? undefined : step.person
    const named = acts !== undefined && 'name' in acts ? acts.name : undefined
    if (named !== undefined) current = await personOf(named)
    // A step on the feed that names nobody is of the transcript's customer; one in Messenger is of the customer named last.
    const isOnFeed = acts !== undefined && feedKinds.some((kind) => kind in acts)
    const person = isOnFeed ? await personOf(named) : current
    hubs.script(person.psid(page), hubScripts)
    hubs.script(person.feedId(page), hubScripts)
    const seenBefore = graph.ledger.seenBy(person).length
    person.state.refused = step.refused ?? []
    const done = tryTo(() =>
      perform(setup, person, withRealCode(step.person, hubs.codeOf(person.psid(page)))),
    )
    if (done instanceof RangeError) {
      // After a reply that is missing, the rest of the transcript tells nothing.
      differences.push(`person: ${describeCustomer(step.person)}`, `+ ${done.message}`)
      break
    }
    const [after, afterThat] = transcript.steps.slice(index + 1)
    const isFromPage = after !== undefined && 'page' in after
    if (isFromPage) graph.pageRepliesAtOnce(page, person, after.page.writes)
    const bot = isFromPage ? afterThat : after
    await done.delivered
    const isAnonymous = acts !== undefined && 'mention' in acts
    const isToldTwice = acts !== undefined && 'text' in acts && 'ref' in acts
    if (!isAnonymous) actions.set(person, (actions.get(person) ?? 0) + (isToldTwice ? 2 : 1))
    await untilAnswered(setup, person, {
      actions: actions.get(person) ?? 0,
      anonymous: isAnonymous ? done.id : undefined,
    })
    const expected = bot !== undefined && 'bot' in bot && bot.bot !== 'nothing' ? [bot.bot].flat() : []
    const actual = graph.ledger
      .seenBy(person)
      .slice(seenBefore)
      .filter(({ appId }) => appId !== pageInboxApp)
      .map(toSeen)
    const compared = compareBot(expected.filter(isVisible), actual)
    if (compared.expected.join('\n') !== compared.actual.join('\n'))
      differences.push(
        `person: ${describeCustomer(step.person)}`,
        ...compared.expected.map((line) => `- ${line}`),
        ...compared.actual.map((line) => `+ ${line}`),
      )
  }
  return { title: transcript.title, differences }
}

/** Writes what the brand knows about the customer before the first message. */
async function rememberCustomer(
  { connection, page }: LiveSetup,
  person: Person,
  columns: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { timezone: _, gender: __, ...known } = columns
  if (Object.keys(known).length === 0) return
  await connection.query('insert into profile set ?', { pId: `facebook:${person.psid(page)}`, ...known })
}

/** The steps until an agent controls the thread. That the bot says nothing after that is left to `storyboard test`. */
function untilHandedOver(steps: Transcript['steps']): Transcript['steps'] {
  const end = steps.findIndex(
    (step) =>
      'bot' in step && [step.bot].flat().some((does) => typeof does === 'object' && 'hand_over' in does),
  )
  return end < 0 ? steps : steps.slice(0, end + 1)
}

/** In a transcript, the right code is always the same. */
function withRealCode(does: CustomerActs, code: string | undefined): CustomerActs {
  return typeof does === 'string' && code !== undefined ? does.replace(playedCode, code) : does
}

const feedKinds = ['comment', 'visitor_post', 'mention', 'rating']

/** A customer cannot tap what the bot has not shown them: then a RangeError is returned. */
function tryTo(act: () => Action): Action | RangeError {
  try {
    return act()
  } catch (error) {
    if (error instanceof RangeError) return error
    throw error
  }
}

function perform(place: Place, person: Person, does: CustomerActs): Action {
  const act = liveActOf(does)
  if (act === undefined) throw new RangeError('a simulated customer cannot do this')
  return act(place, person)
}

/** The workers may still be starting, on a busy machine. */
const patienceMs = 60_000

/** Until everything that the customer did is recorded and no turn or message of theirs waits any more. */
async function untilAnswered(
  { connection, page, signal }: LiveSetup,
  person: Person,
  { actions, anonymous }: { readonly actions: number; readonly anonymous: string | undefined },
): Promise<void> {
  const deadline = Date.now() + patienceMs
  const nameless = `comment:${anonymous ?? 'none'}`
  const profiles = [`facebook:${person.psid(page)}`, `facebook:${person.feedId(page)}`]
  const names = [person.psid(page), person.feedId(page), nameless]
  for (;;) {
    signal.throwIfAborted()
    const [[row]] = await connection.query<RowDataPacket[]>(
      `select
        (select count(*) from interaction where direction = 'in' and pageId = ?
          and interactionType not in ('delivery', 'read') and pId in (?, ?)) actions,
        (select count(*) from turn t join conversation c on c.id = t.conversationId
          where c.pageId = ? and c.psid in (?, ?, ?) and t.state = 'open') openTurns,
        (select count(*) from turn t join conversation c on c.id = t.conversationId
          where c.pageId = ? and c.psid = ?) anonymous,
        (select count(*) from outbound o join conversation c on c.id = o.conversationId
          where c.pageId = ? and c.psid in (?, ?, ?) and o.state in ('pending', 'sending', 'unknown')) unsettled`,
      [page, ...profiles, page, ...names, page, nameless, page, ...names],
    )
    const isRecorded =
      Number(row?.['actions']) >= actions && (anonymous === undefined || Number(row?.['anonymous']) > 0)
    if (isRecorded && Number(row?.['openTurns']) === 0 && Number(row?.['unsettled']) === 0) return
    if (Date.now() > deadline) return // what is missing shows in the comparison
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

const unseen: readonly string[] = [...contentActs, 'block', 'hand_over']

/** Hiding, liking and handing over are seen by the Page, not by the customer. */
function isVisible(does: BotDoes): boolean {
  return typeof does === 'string' || !unseen.some((act) => act in does)
}

/** The simulated Facebook keeps the message as it was sent. */
function toSeen({ via, text, attachment, quickReplies }: SeenMessage): Seen {
  if (via === 'comment') return seenOf({ do: 'comment', text: text ?? '' })
  const message = {
    ...(text === undefined ? {} : { text }),
    ...(attachment === undefined ? {} : { attachment }),
    ...(quickReplies === undefined ? {} : { quick_replies: quickReplies }),
  } as OutgoingMessage
  return seenOf({ do: via === 'private_reply' ? 'private_reply' : 'say', message })
}
