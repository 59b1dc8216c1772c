/** Switches for the faults between Pagebeat and Facebook, and for what the customer's phone and the agents do. */
import { act, clearFaults, get, pageAct, setFault, setPhone, world } from './world.js'
import { byId, h, list, sendText, setText } from './dom.js'

const groups = [
  [
    'The call took effect, but its response does not say so',
    ['answer-lost', 'answer-late', 'answer-garbage', 'code-2-after-commit', 'code-1357046'],
  ],
  ['Echoes and receipts', ['echo-early', 'echo-late', 'echo-twice', 'echo-never', 'receipts-early']],
  [
    'The call has no effect',
    ['down', 'refuse', 'slow', 'code-2-before-commit', 'throttle-page', 'throttle-app', 'policy-block'],
  ],
]

const names = {
  'answer-lost': 'Response lost',
  'answer-late': 'Response late',
  'answer-garbage': 'Response garbled',
  'code-2-after-commit': 'Error, but sent',
  'code-1357046': 'Rare error, but sent',
  'echo-early': 'Echo early',
  'echo-late': 'Echo late',
  'echo-twice': 'Echo twice',
  'echo-never': 'No echo',
  'receipts-early': 'Receipt early',
  down: 'Graph down',
  refuse: 'Connection refused',
  slow: 'Slow',
  'code-2-before-commit': 'Error, not sent',
  'throttle-page': 'Page throttled',
  'throttle-app': 'App throttled',
  'policy-block': 'Blocked by policy',
}

export function startTrouble() {
  byId('trouble-body').append(
    h('section', { class: 'proof', 'aria-labelledby': 'proof-title' }, [
      h('h3', { id: 'proof-title' }, 'What customers saw'),
      h('p', { class: 'figures' }, [
        h('span', {}, h('b', { id: 'figure-seen' }, '0'), ' sent by the Page'),
        h('span', {}, h('b', { id: 'figure-twice' }, '0'), ' seen twice'),
      ]),
      h(
        'p',
        { class: 'quiet' },
        'The simulated Facebook counts every message that a customer sees, independently of Pagebeat.',
      ),
      h('ul', { id: 'duplicates' }),
    ]),
    h('section', { 'aria-labelledby': 'faults-title' }, [
      h('div', { class: 'row' }, [
        h('h3', { id: 'faults-title' }, 'Faults'),
        h(
          'label',
          {},
          'How often ',
          h('select', { id: 'how-often' }, [
            h('option', { value: '1' }, 'always'),
            h('option', { value: '0.5' }, 'half the time'),
            h('option', { value: '0.1' }, '1 in 10'),
          ]),
        ),
        h('button', { type: 'button', id: 'faults-off', onclick: () => void clearFaults() }, 'All off'),
      ]),
      h('div', { id: 'faults' }),
    ]),
    h('section', { 'aria-labelledby': 'hands-title' }, [
      h('h3', { id: 'hands-title' }, 'Your phone'),
      h('label', { class: 'row' }, 'When a message comes, it ', phoneChoice()),
      h('button', { type: 'button', onclick: () => void act('read') }, 'Read all messages now'),
      h(
        'label',
        { class: 'row' },
        h('input', { type: 'checkbox', id: 'blocked', role: 'switch', onchange: blockOrNot }),
        'Block the Page',
      ),
      h('h3', {}, 'Other ways to the Page'),
      byHand('refer', {
        label: 'Open an m.me link',
        hint: 'The link, or what is behind ref=.',
        button: 'Open',
        send: (text) => act('refer', { ref: refOf(text) }),
      }),
      byHand('fillForm', {
        label: 'Complete a lead form',
        hint: 'With your name and this e-mail address.',
        type: 'email',
        send: (email) => act('fillForm', { email }),
      }),
      h('h3', {}, 'Agents'),
      byHand('inbox', {
        label: 'Write in this chat as an agent',
        hint: 'The bot is then silent.',
        send: (text) => pageAct('inbox', { text }),
      }),
      byHand('post', {
        label: 'Post as the Page',
        hint: 'Customers can comment on it.',
        send: (text) => pageAct('post', { text }),
      }),
      h('div', { class: 'row' }, [
        h('button', { type: 'button', onclick: () => void pageAct('take') }, 'Take thread control'),
        h(
          'button',
          { type: 'button', onclick: () => void pageAct('pass') },
          'Pass thread control to the bot',
        ),
      ]),
    ]),
  )
  byId('how-often').addEventListener('change', ({ target }) => {
    for (const name of Object.keys(world.faults)) void setFault(name, Number(target.value))
  })
  void get('/faults').then(drawFaults)
}

export function showTrouble() {
  const { verdict, faults, person, thread } = world
  for (const box of document.querySelectorAll('[data-fault]')) box.checked = faults[box.dataset.fault] > 0
  document.body.dataset.trouble = String(Object.keys(faults).length > 0)
  byId('phone').value = person.phone
  byId('blocked').checked = thread?.isBlocked === true
  if (verdict === undefined) return
  setText(byId('figure-seen'), String(verdict.seen))
  setText(byId('figure-twice'), String(verdict.twice.length))
  for (const count of document.querySelectorAll('[data-count]')) {
    const times = verdict.faults[count.dataset.count] ?? 0
    setText(count, times === 0 ? '' : `happened ${times === 1 ? 'once' : `${times} times`}`)
  }
  list(
    byId('duplicates'),
    verdict.twice.map((each, index) => ({ ...each, index })),
    {
      key: ({ index }) => index,
      draw: ({ times, text }) => h('li', {}, `${times} times: ${text}`),
    },
  )
}

function drawFaults(catalogue) {
  byId('faults').append(
    ...groups.map(([title, keys]) =>
      h('fieldset', {}, [
        h('legend', {}, title),
        ...keys
          .filter((key) => catalogue[key] !== undefined)
          .map((key) =>
            h('label', { class: 'fault' }, [
              h('input', {
                type: 'checkbox',
                role: 'switch',
                'data-fault': key,
                'aria-describedby': `about-${key}`,
                onchange: ({ target }) =>
                  void setFault(key, target.checked ? Number(byId('how-often').value) : 0),
              }),
              h('span', { class: 'fault-name' }, names[key] ?? key),
              h('span', { class: 'count', 'data-count': key }),
              h('span', { class: 'quiet', id: `about-${key}` }, catalogue[key]),
            ]),
          ),
      ]),
    ),
  )
  showFaults()
}

function showFaults() {
  for (const box of document.querySelectorAll('[data-fault]'))
    box.checked = world.faults[box.dataset.fault] > 0
}

function phoneChoice() {
  return h('select', { id: 'phone', onchange: ({ target }) => void setPhone(target.value) }, [
    h('option', { value: 'reads' }, 'shows it at once'),
    h('option', { value: 'delivers' }, 'receives it, unread'),
    h('option', { value: 'off' }, 'is switched off'),
  ])
}

function blockOrNot({ target }) {
  void act(target.checked ? 'block' : 'unblock')
}

/** `https://m.me/<page>?ref=<ref>`, or the ref alone. */
function refOf(text) {
  return URL.parse(text)?.searchParams.get('ref') ?? text
}

function byHand(name, { label, hint, send, type = 'text', button = 'Send' }) {
  return h(
    'form',
    {
      class: 'by-hand',
      onsubmit(event) {
        event.preventDefault()
        void sendText(event.target.elements.text, send)
      },
    },
    [
      h('label', { for: `by-hand-${name}` }, label, h('span', { class: 'quiet' }, ` ${hint}`)),
      h(
        'div',
        { class: 'row' },
        h('input', { id: `by-hand-${name}`, name: 'text', type, autocomplete: 'off', maxlength: 2000 }),
        h('button', {}, button),
      ),
    ],
  )
}
