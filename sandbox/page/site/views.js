/** Chooses the part that is shown where there is no room for all. It stands in the address, so a reload keeps it. */
import { byId } from './dom.js'
import { world } from './world.js'

const views = ['feed', 'chat', 'rows', 'trouble']
const isChatBeside = matchMedia('(min-width: 720px)')

export function startViews(view) {
  goTo(views.includes(view) ? view : 'chat')
  isChatBeside.addEventListener('change', mark)
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-goto]')
    if (button === null) return
    goTo(button.dataset.goto)
    byId(button.dataset.goto).focus({ preventScroll: true })
    showView()
  })
}

export function showView() {
  if (world.page === undefined || world.person === undefined) return
  const { view } = document.body.dataset
  const hash = new URLSearchParams({ page: world.page.id, person: world.person.key, view })
  history.replaceState(null, '', `#${hash}`)
}

function goTo(view) {
  document.body.dataset.view = view
  if (view === 'chat') document.body.dataset.unread = 'false'
  mark()
}

/** On a wide screen the chat is always visible, so the view beside it is marked. */
function mark() {
  const { view } = document.body.dataset
  const inFront = view === 'chat' && isChatBeside.matches ? 'rows' : view
  for (const button of document.querySelectorAll('nav [data-goto]'))
    button.toggleAttribute('aria-current', button.dataset.goto === inFront)
}
