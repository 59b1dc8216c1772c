import type { Console } from '../control/console.ts'

/**
 * With a conversation open, the next one opens in its place. Without, the focus goes to the next one of the list. True
 * when the list has any.
 */
export function moveInList({ store, list, go }: Console, by: 1 | -1): boolean {
  const { list: shown, route } = store.get()
  if (route.screen !== 'inbox') return moveInLinks(by)
  const { items } = shown
  if (items.length === 0) return false
  const focused = document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset['id']
  const at = items.findIndex(({ id }) => id === (route.conversationId ?? focused))
  const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + by))]
  if (next === undefined) return false
  if (at >= items.length - 5) void list.more()
  const link = document.querySelector<HTMLElement>(`[data-id="${CSS.escape(next.id)}"]`)
  link?.scrollIntoView({ block: 'nearest' })
  if (route.conversationId === undefined) link?.focus({ preventScroll: true })
  else go({ ...route, conversationId: next.id }, 'replace')
  return true
}

/** Lists of other screens: from one link to the next. */
function moveInLinks(by: 1 | -1): boolean {
  const links = [...document.querySelectorAll<HTMLElement>('.items .item')]
  const at = links.findIndex((link) => link === document.activeElement)
  links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
  return links.length > 0
}
