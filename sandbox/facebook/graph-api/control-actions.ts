/** Acts asked for over HTTP: decoded, done, and answered with what they made. */
import type { IncomingMessage } from 'node:http'
import type { Act } from '../world/action.ts'
import { bagOf, isBag, textOf } from './call.ts'
import type { Json, JsonBag } from './call.ts'
import type { Tapped } from '../people/messenger.ts'
import { createPageActs } from '../people/page-staff.ts'
import { createPerson, personOf } from '../people/person.ts'
import type { Person } from '../people/person.ts'
import { personView } from './views.ts'
import type { World } from '../world/world.ts'

const mostBytes = 65_536

/** Throws RangeError for a body that is not a JSON object sent as such. */
export async function decodeActBody(request: IncomingMessage): Promise<JsonBag> {
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

export function makePerson(world: World, body: JsonBag): Json {
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

export function doPersonAct(
  world: World,
  { key, act, body }: { key: string; act: string; body: JsonBag },
): Json | undefined {
  const state = world.people.get(key)
  if (state === undefined) throw new RangeError(`no person ${key}`)
  const person = personOf(world, state)
  const page = () => need(body, 'page')
  const phone = textOf(body, 'phone')
  switch (act) {
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
      return quietAct(person, { act, page: page() })
  }
}

/** Acts that make nothing with an id. */
function quietAct(person: Person, { act, page }: { act: string; page: string }): Json | undefined {
  if (act === 'read') return { isNew: person.read(page) }
  if (act === 'block') person.block(page)
  else if (act === 'unblock') person.unblock(page)
  else return undefined
  return {}
}

export function doPageAct(
  world: World,
  { page, act, body }: { page: string; act: string; body: JsonBag },
): Json | undefined {
  const acts = createPageActs(world)
  const person = () => ({ key: need(body, 'person') })
  if (act === 'post') return done(acts.pagePosts(page, need(body, 'text')))
  if (act === 'comment') return done(acts.pageComments(page, need(body, 'target'), need(body, 'text')))
  if (act === 'inbox') return done(acts.pageInboxWrites(page, person(), need(body, 'text')))
  if (act === 'take') acts.takeThread(page, person())
  else if (act === 'pass') acts.passThreadToApp(page, person())
  else if (act === 'revoke') acts.revokeToken(page)
  else if (act === 'token') acts.giveToken(page, need(body, 'token'))
  else if (act === 'throttle') acts.throttlePage(page, Number(body['ms'] ?? 60_000))
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

function done({ id, at }: Act): Json {
  return { id, at }
}

function need(body: JsonBag, key: string): string {
  const value = textOf(body, key)
  if (value === undefined || value === '') throw new RangeError(`${key} is missing`)
  return value
}
