/** Actions asked for over HTTP: what each name does with the body, and what it made. */
import type { Tapped } from '../people/messenger.ts'
import { createPageStaff } from '../people/page-staff.ts'
import { createPerson, personOf } from '../people/person.ts'
import { createLeadForm, submitLead } from '../world/lead-forms.ts'
import type { PersonState } from '../world/state.ts'
import { present, requirePage, requirePerson, type Action } from '../world/world.ts'
import { bagOf, textOf, type JsonBag } from './call.ts'
import type { GraphWorld } from './graph-world.ts'
import { personView } from './views.ts'

/** The path of an action, `{customer or Page}/{action}`, and its body. */
export interface AskedAction {
  readonly of: string
  readonly action: string
  readonly body: JsonBag
}

type Actions = Readonly<Record<string, () => Action | JsonBag | void>>

export function makePerson(world: GraphWorld, body: JsonBag) {
  const [locale, gender] = [textOf(body, 'locale'), textOf(body, 'gender')]
  const timezone = typeof body['timezone'] === 'number' ? body['timezone'] : undefined
  const given = present({ locale, gender, timezone, phone: phoneOf(body) })
  return personView(createPerson(world, { name: need(body, 'name'), ...given }).state)
}

/** What it made, `{}` for an action without an id, undefined for an unknown one. Throws RangeError for a bad body. */
export function doPersonAction(world: GraphWorld, { of, action, body }: AskedAction): object | undefined {
  const state = requirePerson(world, of)
  const person = personOf(world, state)
  const the = (key: string) => need(body, key)
  const actions: Actions = {
    write: () =>
      person.write(the('page'), textOf(body, 'text') ?? '', {
        ...attachmentsOf(body),
        ...present({ userRef: textOf(body, 'userRef') }),
      }),
    tap: () => person.tap(the('page'), tappedOf(body)),
    getStarted: () => person.getStarted(the('page')),
    refer: () => person.refer(the('page'), the('ref')),
    fillForm: () => fillForm(world, state, { page: the('page'), email: the('email') }),
    logIn: () => person.logIn(the('page'), the('code')),
    logOut: () => person.logOut(the('page')),
    comment: () => person.comment(the('target'), the('text')),
    replyTo: () => person.replyTo(the('target'), the('text')),
    editComment: () => person.editComment(the('id'), the('text')),
    removeComment: () => person.removeComment(the('id')),
    postOnPage: () => person.postOnPage(the('page'), the('text')),
    mention: () => person.mention(the('page'), the('text')),
    recommend: () =>
      person.recommend(the('page'), the('text'), body['rating'] === 'negative' ? 'negative' : 'positive'),
    react: () => person.react(the('target'), textOf(body, 'reaction')),
    read: () => ({ isNew: person.read(the('page')) }),
    block: () => person.block(the('page')),
    unblock: () => person.unblock(the('page')),
    phone() {
      state.phone = phoneOf(body) ?? state.phone
      return personView(state)
    },
  }
  return done(actions, action)
}

/** The Page's first lead form; it is made if there is none. */
function fillForm(
  world: GraphWorld,
  { name }: PersonState,
  { page, email }: Record<'page' | 'email', string>,
) {
  const of = requirePage(world, page)
  const [form = createLeadForm(world, of, 'Newsletter')] = of.leadForms.values()
  const { id } = submitLead(world, of, { form, values: { email, full_name: name } })
  return { id }
}

export function doPageAction(world: GraphWorld, { of: page, action, body }: AskedAction): object | undefined {
  const staff = createPageStaff(world)
  const the = (key: string) => need(body, key)
  const person = () => ({ key: the('person') })
  const actions: Actions = {
    post: () => staff.pagePosts(page, the('text')),
    comment: () => staff.pageComments(page, the('target'), the('text')),
    inbox: () => staff.pageInboxWrites(page, person(), the('text')),
    take: () => staff.takeThread(page, person()),
    pass: () => staff.passThreadToApp(page, person()),
    done: () => staff.moveToDone(page, person()),
    revoke: () => staff.revokeToken(page),
    token: () => staff.giveToken(page, the('token')),
    throttle: () => staff.throttlePage(page, Number(body['ms'] ?? 60_000)),
  }
  return done(actions, action)
}

function done(actions: Actions, action: string): object | undefined {
  if (!Object.hasOwn(actions, action)) return undefined
  const made = actions[action]?.() ?? {}
  return made.delivered instanceof Promise ? { id: made.id, at: made.at } : made
}

function tappedOf(body: JsonBag): Tapped {
  for (const kind of ['quickReply', 'postback'] as const) {
    const choice = bagOf(body, kind)
    if (choice === undefined) continue
    const what = { title: need(choice, 'title'), payload: need(choice, 'payload') }
    return kind === 'quickReply' ? { quickReply: what } : { postback: what }
  }
  return need(body, 'what')
}

function attachmentsOf(body: JsonBag) {
  const url = textOf(body, 'imageUrl')
  return url === undefined ? {} : { attachments: [{ type: 'image', payload: { url } }] }
}

function phoneOf({ phone }: JsonBag): PersonState['phone'] | undefined {
  return phone === 'delivers' || phone === 'off' || phone === 'reads' ? phone : undefined
}

function need(body: JsonBag, key: string): string {
  const value = textOf(body, key)
  if (value === undefined || value === '') throw new RangeError(`${key} is missing`)
  return value
}
