/** One message: text, picture, card or buttons, and whether it was delivered and read. */
import { clock, h, setText, unseen } from './dom.js'
import { sign } from './signs.js'
import { act, world } from './world.js'

const ticks = { Sent: '✓', Delivered: '✓✓', Seen: '✓✓', 'on its way': '·', received: '✓', read: '✓✓' }

export function drawBubble({ from, at, mid, text, attachment, about, isTap }) {
  const isPage = from === 'page'
  const who = isPage ? world.page.name : 'You'
  return h('li', { class: `bubble-row ${isPage ? 'by-page' : 'by-me'}`, 'data-mid': mid }, [
    about ? h('p', { class: 'quiet about' }, 'About your comment') : undefined,
    h('div', { class: 'bubble-line' }, [
      h('div', { class: isTap ? 'bubble tap' : 'bubble' }, [
        unseen(`${who}: `),
        text ? h('p', { class: 'words' }, text) : undefined,
        ...attachments(attachment),
      ]),
      isPage ? heart(mid) : undefined,
    ]),
    h('p', { class: 'meta quiet' }, [
      h('time', { datetime: new Date(at).toISOString() }, clock(at)),
      h('span', { class: 'tick' }, h('span', { 'aria-hidden': 'true' }), h('span', { class: 'tick-word' })),
    ]),
    h('p', { class: 'why', hidden: true }),
  ])
}

export function updateBubble(element, { tick, isLast, follows, reaction, from, why }) {
  const reason = element.querySelector('.why')
  setText(reason, why)
  reason.hidden = why === ''
  const mark = element.querySelector('.tick')
  mark.dataset.is = tick
  setText(mark.firstElementChild, ticks[tick])
  setText(mark.lastElementChild, from === 'page' ? `You have ${tick} it` : tick)
  if (tick === 'on its way') setText(mark.lastElementChild, 'On its way to your phone')
  mark.lastElementChild.classList.toggle('unseen', !isLast)
  element.classList.toggle('follows', follows)
  const button = element.querySelector('.heart')
  if (button !== null) {
    button.setAttribute('aria-pressed', String(Boolean(reaction)))
  }
}

function heart(mid) {
  return h(
    'button',
    {
      type: 'button',
      class: 'heart',
      'aria-pressed': 'false',
      async onclick({ currentTarget }) {
        const isOn = currentTarget.getAttribute('aria-pressed') === 'true'
        await act('react', { target: mid, ...(isOn ? {} : { reaction: 'love' }) })
      },
    },
    unseen('React with love'),
    sign('love'),
  )
}

function attachments(attachment) {
  if (attachment === null || attachment === undefined) return []
  return [attachment].flat().map(({ type, payload }) => {
    if (type !== 'template') return picture(type, payload?.url)
    if (payload.template_type === 'button')
      return h(
        'div',
        { class: 'buttoned' },
        h('p', { class: 'words' }, payload.text),
        choices(payload.buttons),
      )
    return h(
      'ul',
      {
        class: 'cards',
        tabindex: (payload.elements ?? []).length > 1 ? 0 : undefined,
        'aria-label': 'Cards',
      },
      (payload.elements ?? []).map((card) =>
        h(
          'li',
          { class: 'card' },
          card.image_url ? picture('image', card.image_url) : undefined,
          h('strong', {}, card.title),
          card.subtitle ? h('p', { class: 'quiet' }, card.subtitle) : undefined,
          choices(card.buttons),
        ),
      ),
    )
  })
}

/** The page loads no pictures from other servers, so it shows the name of a picture. */
function picture(type, url = '') {
  const name = decodeURIComponent(url.split(/[?#]/)[0].split('/').at(-1) ?? '')
  const stem = name.replace(/\.\w+$/, '').replaceAll(/[-_]+/g, ' ')
  return h(
    'div',
    { class: 'picture', role: 'img', 'aria-label': `${type}: ${name}` },
    h('span', {}, stem || type),
  )
}

function choices(buttons = []) {
  return h(
    'div',
    { class: 'choices' },
    buttons.map(({ type, title, payload, url }) => {
      if (type === 'web_url')
        return h(
          'a',
          { href: url, target: '_blank', rel: 'noreferrer noopener' },
          title,
          unseen(' (opens outside)'),
        )
      // The brand's log-in page gives a code, as that of the customer's own card.
      if (type === 'account_link')
        return h(
          'button',
          { type: 'button', onclick: () => void act('logIn', { code: `card-${world.person.key}` }) },
          'Log in',
        )
      if (type === 'account_unlink')
        return h('button', { type: 'button', onclick: () => void act('logOut') }, 'Log out')
      if (type === 'phone_number') return h('a', { href: `tel:${payload}` }, title)
      const onclick = () => void act('tap', { postback: { title, payload } })
      return h('button', { type: 'button', onclick }, title)
    }),
  )
}
