/** Plays a transcript with a storyboard, without network. Returns the expected and the actual lines. */
import { asProfileId } from '../../domain/ids.ts'
import type { CustomerProfile } from '../../domain/reply.ts'
import type { Understand, Understanding } from '../../domain/understanding.ts'
import { decodeHubResponse } from '../hub-response.ts'
import type { CallHub, LoadedStoryboard } from '../storyboard.ts'
import { type Chat, openChat } from './chat.ts'
import { compareBot, type Seen } from './compare.ts'
import { describeCustomer } from './customer-acts.ts'
import type { BotDoes, CustomerStep, Transcript, TranscriptStep } from './schema.ts'
import { readSpan } from './span.ts'

export interface PlayedTranscript {
  readonly title: string
  readonly expected: readonly string[]
  readonly actual: readonly string[]
  /** The acts of both sides, for a drawing. */
  readonly dialogue: readonly DialogueLine[]
}

export type DialogueLine =
  | { readonly who: 'customer'; readonly what: string }
  | { readonly who: 'bot'; readonly seen: Seen }

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
  const { page, now } = transcript
  const chat = openChat({
    storyboard,
    understand,
    profile: toProfile(transcript.profile ?? {}),
    ...(page === undefined ? {} : { page }),
    ...(now === undefined ? {} : { startAt: Date.parse(now) }),
  })
  const hubs = transcript.hubs ?? {}
  const playback: Playback = { storyboard, chat, hubs, pending: [], expected: [], actual: [], dialogue: [] }
  for (const step of transcript.steps) await play(playback, step)
  settle(playback, [])
  const { expected, actual, dialogue } = playback
  return { title: transcript.title, expected, actual, dialogue }
}

async function play(playback: Playback, step: TranscriptStep): Promise<void> {
  if ('bot' in step) return settle(playback, step.bot === 'nothing' ? [] : [step.bot].flat())
  settle(playback, [])
  if ('person' in step) await act(playback, step)
  else if ('wait' in step) playback.chat.wait(readSpan(step.wait) ?? 0)
  else if ('hubs' in step) playback.hubs = { ...playback.hubs, ...step.hubs }
  else if ('remembers' in step) {
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

/** Compares the pending actions with the expected ones. Extra and missing actions both show as differences. */
function settle(playback: Playback, expected: readonly BotDoes[]): void {
  const compared = compareBot(expected, playback.pending)
  playback.expected.push(...compared.expected)
  playback.actual.push(...compared.actual)
  playback.pending = []
}

async function act(playback: Playback, step: CustomerStep): Promise<void> {
  const what = describeCustomer(step.person)
  playback.expected.push(`person: ${what}`)
  playback.dialogue.push({ who: 'customer', what })
  const understanding = understandingIn(step)
  const result = await playback.chat.act(step.person, {
    hub: hubOf(playback.hubs),
    ...(understanding === undefined ? {} : { understanding }),
    ...(step.refused === undefined ? {} : { refused: step.refused }),
  })
  const isImpossible = 'impossible' in result
  playback.actual.push(`person: ${what}${isImpossible ? ` (${result.impossible})` : ''}`)
  if (isImpossible) return
  playback.pending = result.shown
  playback.dialogue.push(...result.shown.map((seen) => ({ who: 'bot' as const, seen })))
}

function understandingIn({ understood }: CustomerStep): Understanding | undefined {
  if (understood === undefined) return undefined
  const { intent, confidence = 1, entities = {}, language } = understood
  return {
    provider: 'local',
    version: 'transcript',
    ...(intent === undefined ? {} : { intent: { name: intent, confidence } }),
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
    playback.expected.push(`${what} ${name}: ${JSON.stringify(value)}`)
    playback.actual.push(`${what} ${name}: ${JSON.stringify(actual[name] ?? null)}`)
  }
}

function toProfile(given: NonNullable<Transcript['profile']>): CustomerProfile {
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  return { pId: asProfileId('1'), ...known }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
