/** The Page's feed: posts, comments, replies to comments, and reactions. */
import { byId, clock, face, fill, h, list, sendText, setText, unseen } from './dom.js'
import { reactions, sign } from './signs.js'
import { act, world } from './world.js'
import { whyNoReply } from './outcomes.js'

export function startFeed() {
  byId('post-form').addEventListener('submit', (event) => {
    event.preventDefault()
    void sendText(byId('post-text'), (text) => act('postOnPage', { text }))
  })
  sendOnEnter(byId('post-text'))
}

export function showFeed() {
  setText(byId('feed-title'), world.page.name)
  byId('no-posts').hidden = world.posts.length > 0
  const mine = world.thread === undefined ? [] : [world.thread.psid]
  const posts = world.posts.map((post) => ({
    ...post,
    mine,
    comments: post.comments.map((comment) => withContext(comment, mine)),
  }))
  list(byId('posts'), posts, { key: ({ id }) => id, draw: drawPost, update: updatePost })
}

/** The parts that never change; among them the form, with its half-written comment. */
function drawPost({ id, at, text, author }) {
  return h(
    'li',
    { class: 'post', 'data-id': id },
    h('article', { 'aria-label': `Post of ${author.name}` }, [
      h('header', {}, face(author.name, author.is === 'page'), [
        h('div', {}, h('strong', {}, author.name), h('p', { class: 'quiet' }, clock(at))),
      ]),
      h('p', { class: 'words' }, text),
      h('div', { class: 'bar' }),
      h('ol', { class: 'comments' }),
      commentForm(id, `Comment on the post of ${author.name}`),
    ]),
  )
}

function updatePost(element, post) {
  showBar(element.querySelector('.bar'), post, post.mine)
  const ways = { key: ({ id }) => id, draw: drawComment, update: updateComment }
  list(element.querySelector('.comments'), post.comments, ways)
}

/** With the customer's ids on this Page, and why their comment has no reply. */
function withContext(comment, mine) {
  const why = whyNoReply(({ commentId }) => commentId === comment.id)
  const replies = (comment.replies ?? []).map((reply) => withContext(reply, mine))
  return { ...comment, mine, why, replies }
}

function drawComment({ id, at, author, parentId }) {
  return h(
    'li',
    { class: 'comment', 'data-id': id, 'data-parent': parentId },
    face(author.name, author.is === 'page'),
    h(
      'div',
      { class: 'comment-body' },
      h('div', { class: author.is === 'page' ? 'said by-page' : 'said' }, [
        h('strong', {}, author.name),
        h('p', { class: 'words' }),
        h('p', { class: 'notes quiet' }),
      ]),
      h('div', { class: 'bar', 'data-at': clock(at) }),
      h('ol', { class: 'comments' }),
    ),
  )
}

function updateComment(element, comment) {
  const body = element.querySelector('.comment-body')
  setText(body.querySelector('.words'), comment.text)
  const notes = [
    comment.isHidden && 'hidden by the Page',
    comment.isLikedByPage && 'liked by the Page',
    comment.isPrivatelyReplied && 'replied to in Messenger',
    comment.why,
  ].filter(Boolean)
  setText(body.querySelector('.notes'), notes.join(', '))
  element.classList.toggle('is-hidden', comment.isHidden)
  showBar(body.querySelector(':scope > .bar'), comment, comment.mine)
  list(body.querySelector(':scope > .comments'), comment.replies, {
    key: ({ id }) => id,
    draw: drawComment,
    update: updateComment,
  })
}

/** The reactions, the button to react, and the buttons to reply and delete. */
function showBar(bar, { id, author, reactions: given }, mine) {
  const own = mine.map((psid) => given[psid]).find(Boolean)
  const isComment = bar.closest('.comment') !== null
  if (bar.childElementCount === 0) {
    bar.append(
      reactionPicker(id),
      ...(isComment ? [replyButton(id, author), removeButton(id)] : []),
      h('span', { class: 'tally' }),
      ...(bar.dataset.at === undefined ? [] : [h('span', { class: 'quiet' }, bar.dataset.at)]),
    )
  }
  bar.querySelector('.remove')?.toggleAttribute('hidden', author.id !== world.person.key)
  const summary = bar.querySelector('summary')
  fill(summary, own ?? 'none', (reaction) => [sign(reaction), h('span', {}, reactions[reaction] ?? 'React')])
  summary.dataset.on = String(own !== undefined)
  for (const button of bar.querySelectorAll('[data-reaction]'))
    button.setAttribute('aria-pressed', String(button.dataset.reaction === own))
  const counts = Map.groupBy(Object.values(given), (each) => each)
  const tally = [...counts].map(([reaction, all]) => ({ reaction, count: all.length }))
  fill(bar.querySelector('.tally'), tally, () =>
    tally.map(({ reaction, count }) =>
      h('span', {}, sign(reaction), unseen(`${reactions[reaction] ?? 'Like'}: `), String(count)),
    ),
  )
}

function reactionPicker(id) {
  const summary = h('summary')
  async function react({ currentTarget }) {
    const isOn = currentTarget.getAttribute('aria-pressed') === 'true'
    picker.open = false
    summary.focus()
    await act('react', { target: id, ...(isOn ? {} : { reaction: currentTarget.dataset.reaction }) })
  }
  const buttons = Object.entries(reactions).map(([reaction, name]) =>
    h(
      'button',
      { type: 'button', 'data-reaction': reaction, 'aria-label': name, title: name, onclick: react },
      sign(reaction),
    ),
  )
  const picker = h(
    'details',
    {
      class: 'react',
      onkeydown({ key }) {
        if (key !== 'Escape') return
        picker.open = false
        summary.focus()
      },
    },
    summary,
    h('div', { class: 'reactions', role: 'group', 'aria-label': 'Reactions' }, buttons),
  )
  return picker
}

function replyButton(id, author) {
  return h(
    'button',
    {
      type: 'button',
      class: 'link',
      onclick({ currentTarget }) {
        const body = currentTarget.closest('.comment-body')
        const form = body.querySelector(':scope > form') ?? commentForm(id, `Reply to ${author.name}`)
        body.append(form)
        form.querySelector('input').focus()
      },
    },
    'Reply',
  )
}

function removeButton(id) {
  const onclick = () => void act('removeComment', { id })
  return h('button', { type: 'button', class: 'link remove', onclick }, 'Delete')
}

function commentForm(target, label) {
  return h(
    'form',
    {
      class: 'comment-form',
      onsubmit(event) {
        event.preventDefault()
        void sendText(event.target.elements.text, (text) => act('comment', { target, text }))
      },
    },
    h('input', {
      name: 'text',
      'aria-label': label,
      placeholder: label.startsWith('Reply') ? label : 'Write a comment',
      autocomplete: 'off',
      maxlength: 2000,
    }),
    h('button', {}, 'Comment'),
  )
}

function sendOnEnter(field) {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    field.form.requestSubmit()
  })
}
