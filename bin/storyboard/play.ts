/**
 * A chat with a storyboard in the terminal, without network: no hub is called, and the local language understanding is
 * used.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { CustomerProfile } from '../../src/domain/reply.ts'
import { createUnderstand } from '../../src/nlp/understand.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import { describeSeen, type Seen } from '../../src/storyboard/transcript/compare.ts'
import { createExplainer } from './explain.ts'
import { type Chat, openChat } from '../../src/storyboard/transcript/chat.ts'
import { type CustomerActs, refusable } from '../../src/storyboard/transcript/schema.ts'
import { readSpan } from '../../src/storyboard/transcript/span.ts'
import { printableLines } from '../command-line/terminal.ts'

interface Terminal {
  readonly profile: CustomerProfile
  /** ms; absent: the present. */
  readonly now?: number
  /** Print how each message was understood. */
  readonly explain?: boolean
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

const help = `Write as a customer. A number taps a button. Commands:
  /payload NAME   /ref NAME   /ad ID   /optin NAME   /optout NAME   /lead email=ada@example.org, city=Leeds
  /attach image   /sticker like   /unsupported   /edit text   /editcomment text
  /comment text   /photo text   /post text   /mention text   /rate positive|negative   /react love   /reactpost angry
  /refuse reply_privately hand_over (Facebook refuses these from now on; /refuse alone: nothing)
  /profile   /remembers   /wait 1 day   /start   /quit`

export async function playInTerminal(file: string, terminal: Terminal): Promise<void> {
  const { profile, input, output, now = Date.now(), explain = false } = terminal
  const storyboard = loadStoryboard(file)
  const understand = createUnderstand({ examples: storyboard.examples })
  const explainer = explain ? createExplainer(storyboard) : undefined
  const chat = openChat({ storyboard, understand, profile, startAt: now })
  const print = (line: string) => void output.write(`${printableLines(line)}\n`)
  print(
    `${storyboard.name}\nIt is ${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC.\n${help}\n`,
  )
  const lines = createInterface({ input, output, prompt: 'you: ' })
  let isOpen = true
  const closed = once(lines, 'close').then(() => (isOpen = false))
  lines.prompt()
  let shown: readonly Seen[] = []
  let refused: readonly string[] = []
  for await (const line of lines) {
    const said = line.trim()
    if (said === '/quit') break
    if (said === '/profile') print(JSON.stringify(chat.profile(), null, 2))
    else if (said === '/remembers') print(JSON.stringify(chat.context(), null, 2))
    else if (said === '/help') print(help)
    else if (said.startsWith('/wait')) print(waitFor(chat, said.slice('/wait'.length).trim()))
    else if (said.startsWith('/refuse')) {
      refused = said.split(/\s+/).slice(1)
      print(describeRefused(refused))
    } else if (said !== '') {
      const seen = await chat.act(toActs(said, { shown, storyboard }), { refused })
      if ('impossible' in seen) print(`(${seen.impossible})`)
      else {
        for (const row of explainer?.(seen) ?? []) print(row)
        if (seen.shown.length > 0) shown = seen.shown
        for (const one of seen.shown) for (const row of describeSeen(one)) print(row)
        if (seen.shown.length === 0) print(`(no reply: ${seen.silentBecause ?? 'no_scene'})`)
        else print(tapsOf(shown))
      }
    }
    if (isOpen) lines.prompt()
  }
  lines.close()
  await closed
}

function waitFor(chat: Chat, given: string): string {
  const ms = readSpan(given)
  if (ms === undefined) return '(write the time: /wait 10 minutes, /wait 3 hours, /wait 2 days)'
  const lines = chat.wait(ms).flatMap(describeSeen)
  return [`(${given} later)`, ...lines].join('\n')
}

function describeRefused(refused: readonly string[]): string {
  const unknown = refused.filter((act) => !refusable.some((known) => known === act))
  if (unknown.length > 0) return `(there is no ${unknown.join(', ')}; there are: ${refusable.join(', ')})`
  return refused.length === 0 ? '(Facebook refuses nothing)' : `(Facebook refuses: ${refused.join(', ')})`
}

function tapsOf(shown: readonly Seen[]): string {
  const titles = titlesOf(shown)
  return titles.length === 0
    ? ''
    : `  tap: ${titles.map((title, index) => `${index + 1} ${title}`).join('   ')}`
}

function titlesOf(shown: readonly Seen[]): string[] {
  return shown.flatMap(({ taps }) => taps.map(({ title }) => title))
}

interface Showing {
  readonly shown: readonly Seen[]
  readonly storyboard: LoadedStoryboard
}

function toActs(said: string, { shown, storyboard }: Showing): CustomerActs {
  const title = /^\d{1,2}$/.test(said) ? titlesOf(shown)[Number(said) - 1] : undefined
  if (title !== undefined) return { tap: title }
  const { command = '', rest = '' } = /^\/(?<command>\w+)\s*(?<rest>.*)$/s.exec(said)?.groups ?? {}
  switch (command) {
    case 'start':
      return { payload: storyboard.messengerProfile.get_started?.payload ?? 'GET_STARTED' }
    case 'payload':
      return { payload: rest }
    case 'ref':
      return { ref: rest }
    case 'optin':
      return { optin: rest }
    case 'ad':
      return { ad: rest }
    case 'lead':
      return { lead: toValues(rest) }
    case 'optout':
      return { optin_stopped: rest }
    case 'sticker':
      return { sticker: rest || 'like' }
    case 'unsupported':
      return { unsupported: true }
    case 'edit':
      return { edited: rest, of: 'message' }
    case 'editcomment':
      return { edited: rest, of: 'comment' }
    case 'attach':
      return { attachment: rest || 'image' }
    case 'comment':
      return { comment: rest }
    case 'photo':
      return { comment: rest, attachment: 'image' }
    case 'post':
      return { visitor_post: rest }
    case 'mention':
      return { mention: rest }
    case 'rate':
      return { rating: rest.startsWith('n') ? 'negative' : 'positive' }
    case 'react':
      return { reaction: rest || 'love', of: 'message' }
    case 'reactpost':
      return { reaction: rest || 'love', of: 'post' }
    default:
      return said
  }
}

/** `city=Leeds, size=L` */
function toValues(given: string): Record<string, string> {
  const pairs = given.split(',').map((part) => part.split('='))
  return Object.fromEntries(
    pairs.flatMap(([name = '', ...value]) =>
      name.trim() === '' ? [] : [[name.trim(), value.join('=').trim()]],
    ),
  )
}
