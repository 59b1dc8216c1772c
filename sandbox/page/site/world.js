/** The state of the simulated world. Events say that something has changed; the page then loads it again. */

const state = {
  page: undefined,
  person: undefined,
  pages: [],
  people: [],
  posts: [],
  thread: undefined,
  /** Taps by the customer's key. The thread does not hold them as messages. */
  taps: new Map(),
  rows: undefined,
  verdict: undefined,
  faults: {},
  /** mids that are in the tables. */
  recorded: new Set(),
  isLost: false,
  /** The last error, shown for a few seconds. */
  problem: undefined,
}

const listeners = new Set()
let newsFrom = 0
let rowStream
let isDue = false

export const world = state

/** Calls the listener after changes, once for all changes of the same moment. */
export function onChange(listener) {
  listeners.add(listener)
}

/** Is called with each new message of the Page to this customer. */
let tellNews = () => undefined
export function onNews(listener) {
  tellNews = listener
}

export async function begin({ page, person }) {
  await refreshOverview()
  newsFrom = world.seq
  state.page =
    state.pages.find(({ id }) => id === page) ??
    state.pages.find(({ isSubscribed }) => isSubscribed) ??
    state.pages[0]
  const wanted =
    state.people.find(({ key }) => key === person) ??
    state.people.find(({ isScripted }) => !isScripted) ??
    state.people[0]
  followLedger()
  // Posts of the Page itself are in no event.
  setInterval(() => {
    if (!document.hidden) void refreshPosts()
  }, 2_000)
  await become(wanted.key)
}

export async function become(key) {
  state.person = state.people.find((each) => each.key === key)
  state.thread = undefined
  state.rows = undefined
  followRows()
  changed()
  await Promise.all([refreshThread(), refreshPosts()])
}

export async function turnTo(pageId) {
  state.page = state.pages.find(({ id }) => id === pageId)
  await become(state.person.key)
}

/** True when the customer was made. */
export async function makePerson({ name, locale }) {
  const made = await doing('POST', '/_world/people', { name, locale })
  if (made === undefined) return false
  await refreshOverview()
  await become(made.key)
  return true
}

/** The customer does something. True when it was done. */
export async function act(name, body = {}) {
  const path = `/_world/people/${state.person.key}/${name}`
  const isDone = (await doing('POST', path, { page: state.page.id, ...body })) !== undefined
  await Promise.all([refreshThread(), refreshPosts()])
  return isDone
}

/** An agent does something. True when it was done. */
export async function pageAct(name, body = {}) {
  const path = `/_world/pages/${state.page.id}/${name}`
  const isDone = (await doing('POST', path, { person: state.person.key, ...body })) !== undefined
  await Promise.all([refreshThread(), refreshPosts()])
  return isDone
}

export async function setFault(name, probability) {
  state.faults = (await doing('POST', '/_world/faults', { name, probability })) ?? state.faults
  changed()
}

export async function clearFaults() {
  const isDone = (await doing('DELETE', '/_world/faults', {})) !== undefined
  if (isDone) state.faults = {}
  changed()
}

export async function setPhone(phone) {
  await doing('POST', `/_world/people/${state.person.key}/phone`, { page: state.page.id, phone })
  await refreshOverview()
}

export async function get(path) {
  return send('GET', path)
}

/** Undefined when it could not be done. The page then shows the reason. */
async function doing(method, path, body) {
  try {
    return await send(method, path, body)
  } catch (error) {
    state.problem = `That did not work: ${error.message}`
    changed()
    setTimeout(() => {
      state.problem = undefined
      changed()
    }, 6_000)
    return undefined
  }
}

async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ?? `status ${response.status}`)
  return answer
}

async function refreshOverview() {
  const { pages, people, faults, seq } = await get('/_world')
  Object.assign(state, { pages, people, faults, seq })
  state.page = pages.find(({ id }) => id === state.page?.id)
  state.person = people.find(({ key }) => key === state.person?.key)
  changed()
}

const refreshThread = once(async () => {
  const { page, person } = state
  const thread = await get(`/_world/threads/${page.id}/${person.key}`)
  if (page === state.page && person.key === state.person.key) state.thread = thread
  changed()
  // The three dots go by themselves when nothing comes.
  if (thread.isTyping) setTimeout(() => void refreshThread(), 1_000)
})

const refreshPosts = once(async () => {
  const { page } = state
  const posts = await get(`/_world/pages/${page.id}/posts`)
  if (page === state.page) state.posts = posts.slice(0, 25)
  changed()
})

/** Runs one request at a time, and once more when it was asked for in between. */
function once(work) {
  let running
  let again = false
  return async function run() {
    if (running !== undefined) {
      again = true
      return running
    }
    running = (async () => {
      do {
        again = false
        await work().then(found, lost)
      } while (again)
    })()
    await running
    running = undefined
  }
}

function followLedger() {
  const stream = new EventSource('/_world/events?after=0')
  stream.addEventListener('action', ({ data }) => {
    const entry = JSON.parse(data)
    if (entry.action === 'postback' || entry.action === 'referral')
      state.taps.set(entry.person, [...(state.taps.get(entry.person) ?? []), entry])
    heard(entry)
  })
  stream.addEventListener('seen', ({ data }) => {
    const entry = JSON.parse(data)
    if (isMine(entry) && entry.seq > newsFrom) tellNews(entry)
    heard(entry)
  })
  stream.addEventListener('signal', ({ data }) => heard(JSON.parse(data)))
  stream.addEventListener('open', found)
  stream.addEventListener('error', lost)
}

function heard(entry) {
  if (entry.seq <= newsFrom || entry.page !== state.page?.id) return
  if (isMine(entry)) void refreshThread()
  if (entry.via !== 'messenger' && entry.upTo === undefined) void refreshPosts()
}

function isMine({ person, page }) {
  return person === state.person?.key && page === state.page?.id
}

function followRows() {
  rowStream?.close()
  const query = new URLSearchParams({ page: state.page.id, person: state.person.key })
  rowStream = new EventSource(`/rows?${query}`)
  rowStream.addEventListener('rows', ({ data }) => {
    state.rows = JSON.parse(data)
    for (const { mid } of state.rows.chanFacebookMessenger) state.recorded.add(mid)
    found()
    changed()
  })
  // The database is away.
  rowStream.addEventListener('trouble', lost)
  rowStream.addEventListener('verdict', ({ data }) => {
    state.verdict = JSON.parse(data)
    changed()
  })
  rowStream.addEventListener('open', found)
  rowStream.addEventListener('error', lost)
}

function found() {
  if (state.isLost) {
    state.isLost = false
    changed()
  }
}

function lost() {
  state.isLost = true
  changed()
}

function changed() {
  if (isDue) return
  isDue = true
  setTimeout(() => {
    isDue = false
    if (state.page !== undefined && state.person !== undefined) for (const listener of listeners) listener()
  }, 0)
}
