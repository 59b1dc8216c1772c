/** The choice of the customer and of the Page, and the form for a new customer. */
import { byId, h, list } from './dom.js'
import { become, makePerson, turnTo, world } from './world.js'

export function startPeople() {
  const dialog = byId('person-dialog')
  byId('person').addEventListener('change', ({ target }) => void become(target.value))
  byId('page').addEventListener('change', ({ target }) => void turnTo(target.value))
  byId('who').addEventListener('submit', (event) => event.preventDefault())
  byId('new-person').addEventListener('click', () => dialog.showModal())
  byId('person-cancel').addEventListener('click', () => dialog.close())
  byId('person-form').addEventListener('submit', (event) => {
    event.preventDefault()
    const { name, locale } = Object.fromEntries(new FormData(event.target))
    dialog.close()
    void make(event.target, { name: name.trim(), locale })
  })
}

/** The form keeps what was typed until the customer is made. */
async function make(form, person) {
  if (!(await makePerson(person))) return
  form.reset()
  byId('chat-text').focus()
}

export function showPeople() {
  // Only Pages whose bot replies, and the one in the address.
  const pages = world.pages.filter(({ id, isSubscribed }) => isSubscribed || id === world.page.id)
  const options = { key: ({ id }) => id, draw: ({ id, name }) => h('option', { value: id }, name) }
  list(
    byId('person'),
    world.people
      .filter(({ key, isScripted }) => !isScripted || key === world.person.key)
      .map(({ key, name }) => ({ id: key, name })),
    options,
  )
  list(
    byId('page'),
    pages.map(({ id, name }) => ({ id, name })),
    options,
  )
  byId('person').value = world.person.key
  byId('page').value = world.page.id
  byId('page').parentElement.hidden = pages.length < 2
}
