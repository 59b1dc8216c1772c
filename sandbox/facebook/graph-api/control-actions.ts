/** Actions asked for over HTTP: decoded, done, and answered with what they made. */
import type { IncomingMessage } from 'node:http'
import type { Action } from '../world/action.ts'
import { bagOf, isBag, textOf } from './call.ts'
import type { Json, JsonBag } from './call.ts'
import type { Tapped } from '../people/messenger.ts'
import { createPageStaff } from '../people/page-staff.ts'
import { createPerson, personOf } from '../people/person.ts'
import type { Person } from '../people/person.ts'
import { personView } from './views.ts'
import type { GraphWorld } from './graph-world.ts'

const mostBytes = 65_536

/** Throws RangeError for a body that is not a JSON object sent as such. */
export async function decodeActionBody(request: IncomingMessage): Promise<JsonBag> {
  if (request.headers['content-type']?.startsWith('application/json') !== true)
    throw new RangeError('the body must be application/json')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > mostBytes) throw new RangeError('the body is too large')
    chunks.push(bytes)
  }
  const parsed = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Json
  if (!isBag(parsed)) throw new RangeError('the body must be a JSON object')
  return parsed
}

export function makePerson(world: GraphWorld, body: JsonBag): Json {
  const phone = textOf(body, 'phone')
  const locale = textOf(body, 'locale')
  const gender = textOf(body, 'gender')
  const timezone = body['timezone']
  const person = createPerson(world, {
    name: need(body, 'name'),
    ...(locale === undefined ? {} : { locale }),
    ...(gender === undefined ? {} : { gender }),
    ...(typeof timezone === 'number' ? { timezone } : {}),
    ...(phone === 'delivers' || phone === 'off' || phone === 'reads' ? { phone } : {}),
  })
  return personView(person.state)
}

export function doPersonAction(
  world: GraphWorld,
  { key, action, body }: { key: string; action: string; body: JsonBag },
): Json | undefined {
  const state = world.people.get(key)
  if (state === undefined) throw new RangeError(`no customer ${key}`)
  const person = personOf(world, state)
  const page = () => need(body, 'page')
  const phone = textOf(body, 'phone')
  switch (action) {
    case 'write':
      return done(person.write(page(), textOf(body, 'text') ?? '', attachments(body)))
    case 'tap':
      return done(person.tap(page(), tapped(body)))
    case 'getStarted':
      return done(person.getStarted(page()))
    case 'refer':
      return done(person.refer(page(), need(body, 'ref')))
    case 'comment':
    case 'replyTo':
      return done(person.comment(need(body, 'target'), need(body, 'text')))
    case 'editComment':
      return done(person.editComment(need(body, 'id'), need(body, 'text')))
    case 'removeComment':
      return done(person.removeComment(need(body, 'id')))
    case 'postOnPage':
      return done(person.postOnPage(page(), need(body, 'text')))
    case 'mention':
      return done(person.mention(page(), need(body, 'text')))
    case 'recommend': {
      const rating = textOf(body, 'rating') === 'negative' ? 'negative' : 'positive'
      return done(person.recommend(page(), need(body, 'text'), rating))
    }
    case 'react':
      return done(person.react(need(body, 'target'), textOf(body, 'reaction')))
    case 'phone':
      if (phone === 'reads' || phone === 'delivers' || phone === 'off') state.phone = phone
      return personView(state)
    default:
      return quietAction(person, { action, page: page() })
  }
}

/** Actions that make nothing with an id. */
function quietAction(person: Person, { action, page }: { action: string; page: string }): Json | undefined {
  if (action === 'read') return { isNew: person.read(page) }
  if (action === 'block') person.block(page)
  else if (action === 'unblock') person.unblock(page)
  else return undefined
  return {}
}

export function doPageAction(
  world: GraphWorld,
  { page, action, body }: { page: string; action: string; body: JsonBag },
): Json | undefined {
  const staff = createPageStaff(world)
  const person = () => ({ key: need(body, 'person') })
  if (action === 'post') return done(staff.pagePosts(page, need(body, 'text')))
  if (action === 'comment') return done(staff.pageComments(page, need(body, 'target'), need(body, 'text')))
  if (action === 'inbox') return done(staff.pageInboxWrites(page, person(), need(body, 'text')))
  if (action === 'take') staff.takeThread(page, person())
  else if (action === 'pass') staff.passThreadToApp(page, person())
  else if (action === 'revoke') staff.revokeToken(page)
  else if (action === 'token') staff.giveToken(page, need(body, 'token'))
  else if (action === 'throttle') staff.throttlePage(page, Number(body['ms'] ?? 60_000))
  else return undefined
  return {}
}

function tapped(body: JsonBag): Tapped {
  for (const kind of ['quickReply', 'postback'] as const) {
    const choice = bagOf(body, kind)
    if (choice === undefined) continue
    const what = { title: need(choice, 'title'), payload: need(choice, 'payload') }
    return kind === 'quickReply' ? { quickReply: what } : { postback: what }
  }
  return need(body, 'what')
}

function attachments(body: JsonBag) {
  const url = textOf(body, 'imageUrl')
  return url === undefined ? {} : { attachments: [{ type: 'image', payload: { url } }] }
}

function done({ id, at }: Action): Json {
  return { id, at }
}

function need(body: JsonBag, key: string): string {
  const value = textOf(body, key)
  if (value === undefined || value === '') throw new RangeError(`${key} is missing`)
  return value
}
