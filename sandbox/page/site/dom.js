/** Elements, and lists of them that keep what has not changed: focus and half-written texts stay where they are. */

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

/** Only for people who listen. */
export function unseen(text) {
  return h('span', { class: 'unseen' }, text)
}

const drawn = new WeakMap()

/**
 * The parent's children are these items, in this order. An item is drawn again only when it has changed; `update` may do
 * that inside the element that is there.
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

/** Draws `element`'s inside again only when `value` is another one. */
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

/** With seconds. */
export function exactClock(ms) {
  return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}

/** Initials on a colour of their own. */
export function face(name, isPage = false) {
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 6, 7)
  return h('span', { class: isPage ? 'face page-face' : `face hue-${hue}`, 'aria-hidden': 'true' }, initials)
}
