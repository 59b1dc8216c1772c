/** Dialogues as chats: the customer on the right, the bot on the left, notes in the middle. */
import type { Dialogue, DialogueTurn } from './dialogue.ts'
import { escape } from './escape.ts'

export function toBubbles(dialogues: readonly Dialogue[]): string {
  return dialogues.map(toChat).join('\n')
}

function toChat({ title, about, turns }: Dialogue, index: number): string {
  const id = `dialogue-${index + 1}`
  return [
    `<article class="chat" aria-labelledby="${id}">`,
    `<h3 id="${id}">${escape(title)}</h3>`,
    about === undefined ? '' : `<p class="soft">${escape(about)}</p>`,
    `<ol>${turns.map(toBubble).join('')}</ol>`,
    '</article>',
  ].join('')
}

const speakers = { customer: 'Customer', bot: 'Bot', note: 'Note' } as const

function toBubble({ who, text, where, taps = [], isWrong = false }: DialogueTurn): string {
  const place = where === undefined ? '' : `<span class="where">${escape(where)}</span>`
  const buttons =
    taps.length === 0
      ? ''
      : `<span class="taps"><span class="unseen">To tap: </span>${taps.map((tap) => `<span class="tap">${escape(tap)}</span>`).join(' ')}</span>`
  const mark = isWrong ? '<span class="mark">Differs from the transcript</span>' : ''
  return `<li class="${who}${isWrong ? ' wrong' : ''}">${mark}<span class="unseen">${speakers[who]}: </span>${place}<span class="bubble">${escape(text)}</span>${buttons}</li>`
}
