/** Connects the parts: shows each change of the simulated world, and sends it what the customer does. */
import { begin, onChange, onNews, world } from './world.js'
import { byId, fill, h, setText } from './dom.js'
import { showChat, startChat } from './chat.js'
import { showFeed, startFeed } from './feed.js'
import { showPeople, startPeople } from './people.js'
import { showRows } from './rows.js'
import { showTrouble, startTrouble } from './trouble.js'
import { showView, startViews } from './views.js'

const asked = new URLSearchParams(location.hash.slice(1))

startViews(asked.get('view') ?? 'chat')
startPeople()
startFeed()
startChat()
startTrouble()

onChange(() => {
  showPeople()
  showFeed()
  showChat()
  showRows()
  showTrouble()
  showView()
  showVerdict()
  const alarm = world.problem ?? (world.isLost ? 'No connection. Trying again …' : '')
  byId('alarm').hidden = alarm === ''
  setText(byId('alarm'), alarm)
})

onNews(({ via, text, attachment }) => {
  const where = via === 'comment' ? 'replies to a comment' : 'writes'
  if (via !== 'comment' && document.body.dataset.view !== 'chat') document.body.dataset.unread = 'true'
  setText(byId('news'), `${world.page.name} ${where}: ${text ?? attachment?.payload?.text ?? 'a card'}`)
})

await begin({ page: asked.get('page'), person: asked.get('person') })

function showVerdict() {
  const { verdict } = world
  const pill = byId('verdict')
  if (verdict === undefined) return
  const twice = verdict.twice.length
  pill.dataset.bad = String(twice > 0)
  fill(pill, { seen: verdict.seen, twice }, ({ seen }) => [
    h('span', {}, `${seen} sent, `),
    `${twice === 0 ? 'none' : twice} twice`,
  ])
}
