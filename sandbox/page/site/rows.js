/** The rows of this customer in Pagebeat's tables, shown as they arrive. */
import { byId, dayAndClock, exactClock, face, h, list, setText } from './dom.js'
import { moodOf } from './outcomes.js'
import { world } from './world.js'

const tables = {
  interaction: ['channel', 'interactionType', 'direction', 'ts', 'kwInteractionId'],
  chanFacebookMessenger: ['direction', 'text', 'payload', 'deliveredTs', 'readTs', 'mid', 'kwInteractionId'],
  chanFacebookFeed: ['item', 'verb', 'message', 'reaction_type', 'post_id', 'comment_id', 'kwInteractionId'],
  lead: ['answers', 'state', 'foundBy', 'createdTs', 'formId', 'adId', 'leadId', 'kwInteractionId'],
}

export function showRows() {
  const body = byId('rows-body')
  if (body.childElementCount === 0) body.append(...skeleton())
  const { rows, person } = world
  const isKnown = Boolean(rows?.profile)
  body.querySelector('.unknown').hidden = isKnown
  setText(
    body.querySelector('.unknown'),
    rows === undefined
      ? 'Loading …'
      : `No rows yet. They appear when ${person.firstName} writes, comments or reacts.`,
  )
  for (const section of body.querySelectorAll('.known')) section.hidden = !isKnown
  if (!isKnown) return
  showProfile(body, rows)
  showTurns(body.querySelector('.replies'), rows)
  list(body.querySelector('.links'), rows.identityLink, { key: keyOfLink, draw: drawLink })
  body.querySelector('.no-links').hidden = rows.identityLink.length > 0
  for (const [name, columns] of Object.entries(tables))
    showTable(body.querySelector(`[data-table=${name}]`), { rows: rows[name], columns })
}

function skeleton() {
  return [
    h('p', { class: 'unknown empty' }),
    h('section', { class: 'known', 'aria-label': 'Profile' }, [
      h('div', { class: 'customer' }),
      h('p', { class: 'silent', hidden: true }),
      h('h3', {}, 'profile'),
      h('dl', { class: 'facts', 'data-facts': 'profile' }),
      h('h3', {}, 'context'),
      h('dl', { class: 'facts', 'data-facts': 'context' }),
    ]),
    h('section', { class: 'known' }, h('h3', {}, 'turn and outbound'), h('ol', { class: 'turns replies' })),
    h('section', { class: 'known' }, [
      h('h3', {}, 'identityLink'),
      h('ol', { class: 'turns links' }),
      h('p', { class: 'empty no-links' }, 'Nothing links this customer to another id yet.'),
    ]),
    ...Object.entries(tables).map(([name, columns]) =>
      h('section', { class: 'known', 'data-table': name }, [
        h('h3', { id: `table-${name}` }, name),
        h(
          'div',
          { class: 'sideways', tabindex: 0, role: 'region', 'aria-labelledby': `table-${name}` },
          h('table', {}, [
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                columns.map((column) => h('th', { scope: 'col' }, column)),
              ),
            ),
            h('tbody'),
          ]),
        ),
        h('p', { class: 'empty' }, 'No rows yet.'),
      ]),
    ),
    h('section', { class: 'known' }, [
      h('h3', {}, 'profileFacebook'),
      h('dl', { class: 'facts', 'data-facts': 'profileFacebook' }),
    ]),
  ]
}

function showProfile(body, { profile, profileFacebook, conversation }) {
  const name = [profile.firstName, profile.lastName].filter(Boolean).join(' ') || 'No name yet'
  list(body.querySelector('.customer'), [{ name, pId: profile.pId }], {
    key: () => 'customer',
    draw: () =>
      h('div', {}, face(name), h('div', {}, h('strong', {}, name), h('p', { class: 'quiet' }, profile.pId))),
  })
  const silent = body.querySelector('.silent')
  const until = Number(conversation?.silentUntil ?? 0)
  silent.hidden = until <= Date.now()
  setText(silent, `The bot is silent until ${dayAndClock(until)}: ${words(conversation?.silentReason ?? '')}`)
  const { pId: _, ...own } = profile
  const { pId: __, ...facebook } = profileFacebook ?? {}
  showFacts(body, 'profile', own)
  showFacts(body, 'profileFacebook', facebook)
  showFacts(body, 'context', conversation?.context ?? {})
}

function showFacts(body, name, bag) {
  const facts = Object.entries(bag)
    .map(([key, value]) => ({
      key,
      value: plain(key, value ?? ''),
      isWide: typeof value === 'object' || key === 'metaRaw',
    }))
    .filter(({ value }) => value !== '' && value !== '{}')
  const shown = facts.length === 0 ? [{ key: 'none', value: 'yet' }] : facts
  list(body.querySelector(`[data-facts=${name}]`), shown, {
    key: ({ key }) => key,
    draw: ({ key, value, isWide }) =>
      h('div', { class: isWide ? 'fresh wide' : 'fresh' }, h('dt', {}, key), h('dd', {}, value)),
  })
}

/** Newest first: each turn with its intent, its outcome and its outbound messages. */
function showTurns(element, { turn, outbound }) {
  const turns = turn.map((each) => ({
    ...each,
    outbound: outbound.filter(({ turnId }) => turnId === each.id).toReversed(),
  }))
  list(element, turns, { key: ({ id }) => id, draw: drawTurn })
}

function drawTurn({ id, ts, facts, understanding, state, outcome, scene, alsoScene, handledTs, outbound }) {
  const intent = understanding?.intent
  const entities = (understanding?.entities ?? []).map(
    (entity) => `${entity.name} = ${plain(entity.name, entity.value)}`,
  )
  const others = (understanding?.alternatives ?? []).map(
    ({ name, confidence, isAlso }) => `${isAlso ? 'also' : 'or'} ${name} ${Math.round(confidence * 100)} %`,
  )
  return h('li', { class: 'turn fresh', 'data-outcome': outcome ?? state }, [
    h('header', {}, [
      h(
        'strong',
        {},
        facts?.text ?? facts?.payload ?? facts?.ref ?? facts?.reaction ?? words(facts?.kind ?? ''),
      ),
      h('span', { class: `chip ${moodOf(outcome)}` }, words(outcome ?? 'open')),
    ]),
    h('p', { class: 'quiet' }, [
      `turn ${id}, ${words(facts?.kind ?? '')}`,
      scene ? `, scene ${scene}` : '',
      alsoScene ? ` and ${alsoScene}` : '',
      handledTs === null ? '' : `, ${Math.max(0, Number(handledTs) - Number(ts))} ms`,
    ]),
    understanding && understanding.provider !== 'none'
      ? h('div', { class: 'meaning' }, [
          h('span', { class: 'chip' }, intent ? intent.name : 'no intent'),
          intent
            ? h('meter', { min: 0, max: 1, value: intent.confidence, 'aria-label': 'Confidence' })
            : undefined,
          intent ? h('span', { class: 'quiet' }, `${Math.round(intent.confidence * 100)} %`) : undefined,
          h('span', { class: 'quiet' }, `by ${understanding.provider}`),
          ...others.map((other) => h('span', { class: 'chip' }, other)),
          ...entities.map((entity) => h('span', { class: 'chip' }, entity)),
        ])
      : undefined,
    outbound.length === 0 ? undefined : h('ul', { class: 'outbound' }, outbound.map(drawOutbound)),
  ])
}

function drawOutbound({ step, action, state, reason, attempts }) {
  const good =
    state === 'sent' ? 'good' : ['failed', 'expired', 'held', 'unknown'].includes(state) ? 'bad' : 'busy'
  const { do: what = `step ${step}`, text, message = {} } = action?.action ?? {}
  const { text: asked, elements = [] } = message.attachment?.payload ?? {}
  const said = text ?? message.text ?? asked ?? elements.map(({ title }) => title).join(', ')
  return h('li', {}, [
    h('span', { class: `chip ${good}` }, state),
    h('span', {}, said === '' ? words(what) : said),
    reason || attempts > 1
      ? h('span', { class: 'quiet' }, [
          reason ? words(reason) : '',
          attempts > 1 ? ` ${attempts} attempts` : '',
        ])
      : undefined,
  ])
}

/** A link that is revoked is drawn anew. */
function keyOfLink({ id, revokedTs }) {
  return `${id} ${revokedTs ?? ''}`
}

/** What is linked, why, and how much it counts: a claim merges nobody. */
function drawLink({ ids, reason, strength, evidence, ts, revokedTs }) {
  const isRevoked = revokedTs !== undefined
  const mood = isRevoked ? 'bad' : strength === 'claimed' ? 'busy' : 'good'
  return h('li', { class: 'turn fresh' }, [
    h('header', {}, [
      h('strong', {}, ids.join(' = ')),
      h('span', { class: `chip ${mood}` }, isRevoked ? 'revoked' : strength),
    ]),
    h('p', { class: 'quiet' }, [
      `${words(evidence)}, ${exactClock(ts)}: ${reason}`,
      strength === 'claimed' && !isRevoked ? '. It only proposes' : '',
      isRevoked ? `. Revoked ${exactClock(revokedTs)}` : '',
    ]),
  ])
}

function showTable(section, { rows, columns }) {
  section.querySelector('.sideways').hidden = rows.length === 0
  section.querySelector('.empty').hidden = rows.length > 0
  list(section.querySelector('tbody'), rows, {
    key: ({ kwInteractionId, id }) => kwInteractionId ?? id,
    draw: (row) =>
      h(
        'tr',
        { class: 'fresh' },
        columns.map((column) => h('td', {}, row[column] === null ? '' : plain(column, row[column]))),
      ),
  })
}

/** Times as clock times, objects as JSON, everything else as text. */
function plain(key, value) {
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return exactClock(Date.parse(value))
  if (key.endsWith('Ts') && Number(value) > 1e12) return exactClock(Number(value))
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function words(name) {
  return name.replaceAll('_', ' ')
}
