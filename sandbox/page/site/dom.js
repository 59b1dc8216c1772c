/** Elements, and lists that keep unchanged elements, so that the focus and half-written texts stay. */

/** `h('button', { class: 'strong', onclick }, 'Send')`. Texts become text nodes, never HTML. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(
    ...children.flat().filter((child) => child !== undefined && child !== null && child !== false),
  )
  return element
}

export function byId(id) {
  return document.getElementById(id)
}

/** Only for screen readers. */
export function unseen(text) {
  return h('span', { class: 'unseen' }, text)
}

const drawn = new WeakMap()

/**
 * The parent's children are these items, in this order. An item is drawn again only when it has changed. With `update`,
 * its element is kept and changed.
 */
export function list(parent, items, { key, draw, update }) {
  const before = new Map([...parent.children].map((child) => [drawn.get(child)?.key, child]))
  const wanted = items.map((item) => {
    const id = String(key(item))
    const print = JSON.stringify(item)
    const old = before.get(id)
    if (old !== undefined && drawn.get(old).print === print) return old
    const element = old !== undefined && update !== undefined ? old : draw(item)
    update?.(element, item)
    drawn.set(element, { key: id, print })
    return element
  })
  const kept = new Set(wanted)
  const gone = [...parent.children].filter((child) => !kept.has(child))
  for (const child of gone) child.remove()
  for (const [at, element] of wanted.entries())
    if (parent.children[at] !== element) parent.insertBefore(element, parent.children[at] ?? null)
}

/** Draws the content of `element` again only when `value` has changed. */
export function fill(element, value, draw) {
  const print = JSON.stringify(value) ?? ''
  if (drawn.get(element)?.print === print) return
  drawn.set(element, { key: undefined, print })
  element.replaceChildren(...[draw(value)].flat().filter((child) => child !== undefined && child !== null))
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text
}

export function clock(ms) {
  return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

/** With the weekday, unless it is today. */
export function dayAndClock(ms) {
  const day = new Date(ms)
  if (day.toDateString() === new Date().toDateString()) return clock(ms)
  return `${day.toLocaleDateString([], { weekday: 'long' })} ${clock(ms)}`
}

/** Empties the field while its text is sent. A text that could not be sent comes back. */
export async function sendText(field, send) {
  const text = field.value.trim()
  if (text === '') return
  field.value = ''
  const isSent = await send(text)
  if (!isSent && field.value === '') field.value = text
}

/** With seconds. */
export function exactClock(ms) {
  return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}

/** The initials of a name on a colour of its own. */
export function face(name, isPage = false) {
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 6, 7)
  return h('span', { class: isPage ? 'face page-face' : `face hue-${hue}`, 'aria-hidden': 'true' }, initials)
}
