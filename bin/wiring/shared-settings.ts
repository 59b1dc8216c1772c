/** The settings that must be the same in all processes of an installation, as each process shares them. */
import { createHmac } from 'node:crypto'
import type { StageName } from '../../src/domain/stage-name.ts'
import {
  type Difference,
  notSet,
  type SettingsStore,
  type SettingsWatch,
  type SharedSettings,
  watchSettings,
} from '../../src/redis/shared-settings.ts'
import type { LoadedStoryboard } from '../../src/storyboard/storyboard.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import type { ConversationConfig } from './open-conversation.ts'

/** These stages need a storyboard. The others do not read it, and need not have it. */
const conversationStages: ReadonlySet<StageName> = new Set(['stitch', 'enrich', 'nlp', 'respond'])

/** Of these, the ones that understand texts. The others do not use a reader. */
export const readingStages: ReadonlySet<StageName> = new Set(['nlp', 'respond'])

export interface WorkerSettings {
  readonly stages: readonly StageName[]
  readonly databaseUrl: string
  readonly ledgerDays: number
  readonly unsentMessages?: string
  /** Undefined: the worker has no STORYBOARD. */
  readonly conversation: ConversationConfig | undefined
  readonly storyboard: (() => Pick<LoadedStoryboard, 'name' | 'version'>) | undefined
}

export function settingsOfWorker({
  stages,
  databaseUrl,
  ledgerDays,
  unsentMessages,
  conversation,
  storyboard,
}: WorkerSettings): SharedSettings {
  const always = {
    DATABASE_URL: `database ${new URL(databaseUrl).pathname.slice(1)}`, // hosts may have several names
    PAGEBEAT_LEDGER_DAYS: String(ledgerDays),
    ...(unsentMessages === undefined ? {} : { PAGEBEAT_UNSENT_MESSAGES: unsentMessages }),
  }
  if (!stages.some((stage) => conversationStages.has(stage))) return always
  if (conversation === undefined || storyboard === undefined) return { ...always, STORYBOARD: notSet }
  const { name, version } = storyboard()
  return {
    ...always,
    STORYBOARD: `${name} ${version}`,
    FACEBOOK_APP_SECRET: fingerprint(conversation.appSecret),
    PAGEBEAT_SECRET_KEY: fingerprint(conversation.secretKeys.join()),
    FACEBOOK_APP_ID: conversation.appId ?? notSet,
    GRAPH_API_URL: conversation.graphUrl,
    GRAPH_API_VERSION: conversation.graphVersion,
    PAGEBEAT_ANSWER_MINUTES: String(conversation.replyMinutes),
    PAGEBEAT_SILENCE_MINUTES: String(conversation.silenceMinutes),
    PAGEBEAT_REPLIES_PER_MINUTE: String(conversation.repliesPerMinute),
    WIT_TOKEN: conversation.wit === undefined ? notSet : fingerprint(conversation.wit.token),
    WIT_API_URL: conversation.wit?.url ?? notSet,
    ...(stages.some((stage) => readingStages.has(stage)) ? settingsOfReader(conversation.reader) : {}),
  }
}

function settingsOfReader(reader: ConversationConfig['reader']): SharedSettings {
  return {
    READER_URL: reader?.url ?? notSet,
    READER_KIND: reader?.kind ?? notSet,
    READER_MODEL: reader?.model ?? notSet,
    READER_TOKEN: reader?.token === undefined ? notSet : fingerprint(reader.token),
  }
}

/** The first secret signs calls; while it is rotated, some processes know the old one too. */
export function settingsOfReceiver(appSecrets: readonly string[]): SharedSettings {
  return { FACEBOOK_APP_SECRET: fingerprint(appSecrets[0] ?? '') }
}

/** Equal for equal secrets. It tells nothing about a secret that cannot be guessed. */
function fingerprint(secret: string): string {
  const digest = createHmac('sha256', secret).update('Pagebeat fingerprint').digest('base64url')
  return `fingerprint ${digest.slice(0, 12)}`
}

/** Differences are logged and counted. They stop no process: docs/decisions/0015-settings-that-differ.md says why. */
export function logDifferentSettings(
  store: SettingsStore,
  {
    prefix,
    settings,
    log,
  }: {
    readonly prefix: string
    readonly settings: () => SharedSettings
    readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  },
): SettingsWatch {
  return watchSettings(store, {
    prefix,
    settings,
    onDifference(difference) {
      const isUnanswered = difference.setting === 'STORYBOARD' && isMissingSomewhere(difference)
      log[isUnanswered ? 'error' : 'warn'](difference, describe(difference, isUnanswered))
    },
    onAgreement: (setting) => log.info({ setting }, 'all processes have the same value again'),
  })
}

function isMissingSomewhere({ here, elsewhere }: Difference): boolean {
  return here === notSet || elsewhere[notSet] !== undefined
}

function describe({ here, setting }: Difference, isUnanswered: boolean): string {
  if (!isUnanswered) return `${setting} differs between processes: set it equally and start them again`
  return here === notSet
    ? 'this worker has no STORYBOARD, and others have one: customers get no reply to what it handles'
    : 'another worker has no STORYBOARD: customers get no reply to what it handles'
}
