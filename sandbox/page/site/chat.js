/** The chat with the Page: messages, buttons and quick replies, and whether the Page is typing. */
import { drawBubble, updateBubble } from './bubbles.js'
import { byId, fill, h, list, sendText, setText } from './dom.js'
import { act, world } from './world.js'
import { whyNoReply } from './outcomes.js'

let isAtEnd = true

export function startChat() {
  byId('chat-form').addEventListener('submit', (event) => {
    event.preventDefault()
    isAtEnd = true
    void sendText(byId('chat-text'), (text) => act('write', { text }))
  })
  const scroll = byId('chat-scroll')
  scroll.addEventListener('scroll', () => {
    isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80
  })
  new ResizeObserver(() => toEnd(scroll)).observe(scroll)
  const menu = byId('menu')
  menu.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    menu.open = false
    menu.querySelector('summary').focus()
  })
  document.addEventListener('click', ({ target }) => {
    for (const open of document.querySelectorAll('details.menu[open], details.react[open]'))
      if (!open.contains(target)) open.open = false
  })
}

export function showChat() {
  const { page, thread, person } = world
  setText(byId('chat-title'), page.name)
  fill(byId('chat-face'), page.name, (name) => name.slice(0, 1))
  const said = thread === undefined ? [] : bubblesOf(thread)
  setText(byId('chat-status'), statusOf(thread))
  const greeting = byId('greeting')
  greeting.hidden = said.length > 0
  setText(greeting, greetingOf(page.messengerProfile.greeting, person))
  list(byId('bubbles'), said, { key: ({ mid }) => mid, draw: drawBubble, update: updateBubble })
  byId('typing').hidden = thread?.isTyping !== true
  fill(byId('offers'), offersOf(said), (offers) => offers.map((offer) => drawOffer(offer)))
  showMenu(inLocale(page.messengerProfile.persistent_menu, person.locale)?.call_to_actions ?? [])
  toEnd(byId('chat-scroll'))
}

/** Keeps the newest message visible, unless the customer has scrolled up. */
function toEnd(scroll) {
  if (isAtEnd) scroll.scrollTop = scroll.scrollHeight
}

/** Messages and taps by time, each with its tick: sent, delivered or read. */
function bubblesOf({ messages, readUpTo, deliveredUpTo, seenByPageUpTo }) {
  const taps = (world.taps.get(world.person.key) ?? [])
    .filter(({ page }) => page === world.page.id)
    .map(({ id, at, text, action: kind }) => ({
      mid: id,
      from: 'person',
      at,
      text: kind === 'referral' ? `opened the m.me link “${short(text)}”` : text,
      isTap: true,
    }))
  const all = [...messages, ...taps].toSorted((a, b) => a.at - b.at)
  const lastOwn = all.findLast(({ from }) => from === 'person')?.mid
  return all.map((message, index) => ({
    ...message,
    isLast: message.mid === lastOwn,
    why: message.from === 'person' ? whyNoReply(({ mid }) => mid === message.mid) : '',
    follows: all[index - 1]?.from === message.from,
    tick:
      message.from === 'page'
        ? message.at <= readUpTo
          ? 'read'
          : message.at <= deliveredUpTo
            ? 'received'
            : 'on its way'
        : message.at <= seenByPageUpTo
          ? 'Seen'
          : world.recorded.has(message.mid)
            ? 'Delivered'
            : 'Sent',
  }))
}

/** The token of an invite is long, and tells nobody anything. */
function short(ref) {
  return ref.length > 30 ? `${ref.slice(0, 20)}…` : ref
}

function statusOf(thread) {
  if (thread === undefined) return ''
  if (!world.page.isSubscribed) return 'No bot replies on this Page: its workers have ended'
  if (thread.isBlocked) return 'You have blocked this Page'
  if (!thread.isOurs) return 'An agent or another app controls the thread'
  return 'Pagebeat replies'
}

/** Quick replies under the newest message, or ice breakers when there is no message yet. */
function offersOf(said) {
  const { messengerProfile } = world.page
  const last = said.at(-1)
  if (last !== undefined) {
    if (last.from !== 'page') return []
    return (last.quickReplies ?? []).map((reply) => {
      if (reply.content_type === 'text' || reply.content_type === undefined)
        return { kind: 'quickReply', title: reply.title, payload: reply.payload }
      const own = reply.content_type === 'user_email' ? emailOf(world.person) : '+49 30 5550199'
      return { kind: 'quickReply', title: own, payload: own }
    })
  }
  const breakers = inLocale(messengerProfile.ice_breakers, world.person.locale)
  const asked = breakers?.call_to_actions ?? messengerProfile.ice_breakers ?? []
  return [
    ...(messengerProfile.get_started === undefined ? [] : [{ kind: 'getStarted', title: 'Get started' }]),
    ...asked.map(({ question, payload }) => ({ kind: 'postback', title: question, payload })),
  ]
}

function drawOffer({ kind, title, payload }) {
  async function onclick(event) {
    keepFocus(event)
    if (kind === 'getStarted') await act('getStarted')
    else await act('tap', { [kind]: { title, payload } })
  }
  return h('button', { type: 'button', class: kind === 'getStarted' ? 'strong' : 'offer', onclick }, title)
}

function showMenu(items) {
  byId('menu').hidden = items.length === 0
  fill(byId('menu-items'), items, (all) =>
    all.map(({ type, title, payload, url }) => {
      if (type === 'web_url') return h('li', {}, link(url, title))
      async function onclick(event) {
        byId('menu').open = false
        keepFocus(event)
        await act('tap', { postback: { title, payload } })
      }
      return h('li', {}, h('button', { type: 'button', onclick }, title))
    }),
  )
}

/** A button that was pressed by keyboard disappears. After a tap, focus would open the keyboard of the phone. */
function keepFocus({ detail }) {
  if (detail === 0) byId('chat-text').focus({ preventScroll: true })
}

function link(url, title) {
  return h('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, title)
}

function greetingOf(greeting, { locale, name, firstName, lastName }) {
  const { text } = inLocale(greeting, locale) ?? { text: 'Say hello to the Page.' }
  return text
    .replaceAll('{{user_first_name}}', firstName)
    .replaceAll('{{user_last_name}}', lastName)
    .replaceAll('{{user_full_name}}', name)
}

function inLocale(variants, locale) {
  const all = Array.isArray(variants) ? variants : []
  return all.find((each) => each.locale === locale) ?? all.find((each) => each.locale === 'default')
}

function emailOf({ firstName, lastName }) {
  return `${[firstName, lastName]
    .filter(Boolean)
    .join('.')
    .toLowerCase()
    .replaceAll(/[^a-z.]/g, '')}@mail.example`
}
