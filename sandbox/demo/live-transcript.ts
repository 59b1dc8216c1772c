/** Plays a transcript as a customer at the simulated Facebook, and compares what that customer saw with what is written. */
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { contentActs, type OutgoingMessage } from '../../src/domain/reply.ts'
import { compareBot, type Seen, seenOf } from '../../src/storyboard/transcript/compare.ts'
import { describeCustomer } from '../../src/storyboard/transcript/customer-acts.ts'
import { playedCode } from '../../src/storyboard/transcript/played-codes.ts'
import type { BotDoes, CustomerActs, Transcript } from '../../src/storyboard/transcript/schema.ts'
import type { Person } from '../facebook/people/person.ts'
import type { SeenMessage } from '../facebook/ledger/seen-ledger.ts'
import type { SimulatedGraph } from '../facebook/graph-api/server.ts'
import type { HubServer } from './hub-server.ts'

/** What playing a transcript needs. */
export interface LiveSetup {
  readonly graph: SimulatedGraph
  readonly page: string
  readonly hubs: HubServer
  readonly connection: Connection
  readonly signal: AbortSignal
}

export interface LiveResult {
  readonly title: string
  readonly differences: readonly string[]
}

/**
 * Whether the transcript sets the time, what is understood or what Facebook refuses, or has an act that a simulated
 * customer cannot do on demand: only `pagebeat storyboard test` can play such a one.
 */
export function needsItsOwnWorld({ steps, now, page }: Transcript): boolean {
  return now !== undefined || page !== undefined || steps.some(isOwn)
}

function isOwn(step: Transcript['steps'][number]): boolean {
  return (
    'wait' in step ||
    'understood' in step ||
    'refused' in step ||
    ('person' in step &&
      typeof step.person === 'object' &&
      Object.keys(step.person).some((key) => undoable.has(key)))
  )
}

const undoable = new Set([
  'ad',
  'burst',
  'edited',
  'lead',
  'optin_stopped',
  'optin_resumed',
  'sticker',
  'unsupported',
])

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
    const done = perform(setup, person, withRealCode(step.person, hubs.codeOf(person.psid(page))))
    await done.delivered
    const isAnonymous = acts !== undefined && 'mention' in acts
    if (!isAnonymous) actions.set(person, (actions.get(person) ?? 0) + 1)
    await untilAnswered(setup, person, {
      actions: actions.get(person) ?? 0,
      anonymous: isAnonymous ? done.id : undefined,
    })
    const next = transcript.steps[index + 1]
    const expected = next !== undefined && 'bot' in next && next.bot !== 'nothing' ? [next.bot].flat() : []
    const actual = graph.ledger.seenBy(person).slice(seenBefore).map(toSeen)
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

function perform({ graph, page }: LiveSetup, person: Person, does: CustomerActs) {
  if (typeof does === 'string') return person.write(page, does)
  if ('tap' in does) return person.tap(page, does.tap)
  if ('payload' in does) return person.tap(page, { postback: { title: 'Menu', payload: does.payload } })
  if ('optin' in does) return person.optIn(page, does.optin)
  if ('attachment' in does && !('comment' in does))
    return person.write(page, '', {
      attachments: [{ type: does.attachment, payload: { url: 'https://example.org/a' } }],
    })
  if ('comment' in does) {
    const { id: post } = graph.pagePosts(page, 'What is new this week')
    const options = does.attachment === undefined ? {} : { photoUrl: 'https://example.org/a.jpg' }
    if (does.level !== 'reply') return person.comment(post, does.comment, options)
    const parent = graph.pageComments(page, post, 'Ask us here')
    return person.comment(parent.id, does.comment, options)
  }
  if ('visitor_post' in does) return person.postOnPage(page, does.visitor_post)
  if ('mention' in does) return person.mention(page, does.mention)
  if ('rating' in does) return person.recommend(page, does.text ?? '', does.rating)
  if ('ref' in does) return person.refer(page, does.ref)
  if (!('reaction' in does)) throw new RangeError('a simulated customer cannot do this')
  const last = graph.ledger.seenBy(person).at(-1)?.mid
  const isOfMessage = does.of === 'message' && last !== undefined
  return person.react(isOfMessage ? last : graph.pagePosts(page, 'Look at this').id, does.reaction)
}

const patienceMs = 15_000

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
