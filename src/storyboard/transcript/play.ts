/** Plays a transcript with a storyboard, without network. Returns the expected and the actual lines. */
import { asProfileId } from '../../domain/ids.ts'
import type { CustomerProfile } from '../../domain/reply.ts'
import type { Understand, Understanding } from '../../domain/understanding.ts'
import { decodeHubResponse } from '../hub-response.ts'
import type { CallHub, LoadedStoryboard } from '../storyboard.ts'
import { type Chat, openChat } from './chat.ts'
import { compareBot, type Seen } from './compare.ts'
import { describeCustomer } from './customer-acts.ts'
import type { BotDoes, CustomerActs, CustomerStep, PageWrites, Transcript, TranscriptStep } from './schema.ts'
import { readSpan } from './span.ts'

export interface PlayedTranscript {
  readonly title: string
  readonly about?: string
  readonly expected: readonly string[]
  readonly actual: readonly string[]
  /** The acts of both sides, for a drawing. */
  readonly dialogue: readonly DialogueLine[]
}

/** `differs`: it is not as the transcript says. */
export type DialogueLine =
  | { readonly who: 'customer'; readonly acts: CustomerActs; readonly impossible?: string }
  | { readonly who: 'bot'; readonly seen: Seen; readonly differs: boolean }
  /** The transcript expects it, and the bot did not do it. */
  | { readonly who: 'missing'; readonly lines: readonly string[] }
  | { readonly who: 'note'; readonly text: string; readonly differs: boolean }

interface Playback {
  readonly storyboard: LoadedStoryboard
  readonly chat: Chat
  hubs: NonNullable<Transcript['hubs']>
  /** Actions of the bot since its last step, not yet compared. */
  pending: readonly Seen[]
  readonly expected: string[]
  readonly actual: string[]
  readonly dialogue: DialogueLine[]
}

export async function playTranscript(
  transcript: Transcript,
  { storyboard, understand }: { readonly storyboard: LoadedStoryboard; readonly understand: Understand },
): Promise<PlayedTranscript> {
  const { page, now, about } = transcript
  const chat = openChat({
    storyboard,
    understand,
    profile: toProfile(transcript),
    ...(page === undefined ? {} : { page }),
    ...(now === undefined ? {} : { startAt: Date.parse(now) }),
  })
  const hubs = transcript.hubs ?? {}
  const playback: Playback = { storyboard, chat, hubs, pending: [], expected: [], actual: [], dialogue: [] }
  for (const step of transcript.steps) await play(playback, step)
  settle(playback, [])
  const { expected, actual, dialogue } = playback
  const { title } = transcript
  return { title, ...(about === undefined ? {} : { about }), expected, actual, dialogue }
}

async function play(playback: Playback, step: TranscriptStep): Promise<void> {
  if ('bot' in step) {
    if (step.bot === 'nothing' && playback.pending.length === 0) note(playback, 'no reply, on purpose')
    return settle(playback, step.bot === 'nothing' ? [] : [step.bot].flat())
  }
  if ('page' in step) {
    note(playback, `${nameOf(step.page.by)}: ${step.page.writes}`)
    return playback.chat.pageWrites(step.page.by)
  }
  settle(playback, [])
  if ('person' in step) await act(playback, step)
  else if ('wait' in step) {
    note(playback, `${step.wait} later`)
    playback.pending = playback.chat.wait(readSpan(step.wait) ?? 0)
  } else if ('hubs' in step) {
    playback.hubs = { ...playback.hubs, ...step.hubs }
    note(playback, "from now on the brand's own service gives another response")
  } else if ('remembers' in step) {
    const { variables, slots } = playback.chat.context()
    const actual = { ...playback.storyboard.definition.variables, ...asRecord(slots), ...asRecord(variables) }
    compareValues(playback, { what: 'remembers', expected: step.remembers, actual })
  } else
    compareValues(playback, {
      what: 'profile',
      expected: step.profile,
      actual: { ...playback.chat.profile() },
    })
}

function nameOf(by: PageWrites['by']): string {
  if (typeof by === 'object') return `the app ${by.app} writes`
  return { agent: 'an agent writes', instant_reply: 'instant reply', ad_greeting: 'greeting of the ad' }[by]
}

function note(playback: Playback, text: string, differs = false): void {
  playback.dialogue.push({ who: 'note', text, differs })
}

/** Compares the pending actions with the expected ones. Extra and missing actions both show as differences. */
function settle(playback: Playback, expected: readonly BotDoes[]): void {
  const { pending } = playback
  for (let at = 0; at < Math.max(expected.length, pending.length); at++) {
    const compared = compareBot(expected.slice(at, at + 1), pending.slice(at, at + 1))
    const differs = compared.expected.join('\n') !== compared.actual.join('\n')
    const seen = pending[at]
    playback.expected.push(...compared.expected)
    playback.actual.push(...compared.actual)
    if (seen !== undefined) playback.dialogue.push({ who: 'bot', seen, differs })
    if (differs && at < expected.length) playback.dialogue.push({ who: 'missing', lines: compared.expected })
  }
  playback.pending = []
}

async function act(playback: Playback, step: CustomerStep): Promise<void> {
  const what = describeCustomer(step.person)
  playback.expected.push(`person: ${what}`)
  const understanding = understandingIn(step)
  const result = await playback.chat.act(step.person, {
    hub: hubOf(playback.hubs),
    ...(understanding === undefined ? {} : { understanding }),
    ...(step.refused === undefined ? {} : { refused: step.refused }),
  })
  const isImpossible = 'impossible' in result
  playback.actual.push(`person: ${what}${isImpossible ? ` (${result.impossible})` : ''}`)
  playback.dialogue.push({
    who: 'customer',
    acts: step.person,
    ...(isImpossible ? { impossible: result.impossible } : {}),
  })
  for (const verb of step.refused ?? []) note(playback, `Facebook refuses: ${verb.replaceAll('_', ' ')}`)
  if (!isImpossible) playback.pending = result.shown
}

function understandingIn({ understood }: CustomerStep): Understanding | undefined {
  if (understood === undefined) return undefined
  const { intent, confidence = 1, alternatives = {}, also, entities = {}, language } = understood
  const others = [
    ...(also === undefined ? [] : [{ name: also, confidence: 1, isAlso: true as const }]),
    ...Object.entries(alternatives).map(([name, share]) => ({ name, confidence: share })),
  ]
  return {
    provider: 'local',
    version: 'transcript',
    ...(intent === undefined ? {} : { intent: { name: intent, confidence } }),
    ...(others.length === 0 ? {} : { alternatives: others }),
    entities: Object.entries(entities).map(([name, value]) => ({
      name,
      value,
      text: String(value),
      confidence: 1,
    })),
    ...(language === undefined ? {} : { language }),
  }
}

/** The responses in the transcript, decoded like those of a real hub. */
function hubOf(hubs: NonNullable<Transcript['hubs']>): CallHub {
  return async function respondAsWritten({ hub }) {
    const response = hubs[hub.name]
    if (response === undefined || response === 'silent') return { silent: 'unreachable' }
    return decodeHubResponse(JSON.stringify(response)) ?? { silent: 'malformed' }
  }
}

interface ValueComparison {
  readonly what: string
  readonly expected: Readonly<Record<string, unknown>>
  readonly actual: Readonly<Record<string, unknown>>
}

function compareValues(playback: Playback, { what, expected, actual }: ValueComparison): void {
  for (const [name, value] of Object.entries(expected)) {
    const wanted = `${what} ${name}: ${JSON.stringify(value)}`
    const found = `${what} ${name}: ${JSON.stringify(actual[name] ?? null)}`
    playback.expected.push(wanted)
    playback.actual.push(found)
    if (wanted !== found) note(playback, `${found}, not ${JSON.stringify(value)}`, true)
  }
}

function toProfile({ profile = {}, profile_columns: own }: Transcript): CustomerProfile {
  const known = Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== null))
  return { pId: asProfileId('1'), ...known, ...(own === undefined ? {} : { own }) }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
