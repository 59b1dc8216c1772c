/** The names that a template may use; `docs/reference/storyboard.md` has the table. */
import type { CustomerProfile, JsonObject, JsonValue } from '../domain/reply.ts'
import type { UnderstoodEntity } from '../domain/understanding.ts'
import type { StoryboardFile } from './schema.ts'
import type { SceneInput } from './storyboard.ts'
import { walkActions } from './walk-actions.ts'

export interface StoredValues {
  readonly slots: JsonObject
  readonly variables: JsonObject
}

export const builtInEntities = ['number', 'email', 'phone', 'date', 'time', 'money'] as const

export function createScope(
  definition: StoryboardFile,
  input: Omit<SceneInput, 'context'> & StoredValues,
): Readonly<Record<string, unknown>> {
  const { turn, understanding, profile, now } = input
  const { own, ...columns } = profile
  return {
    profile: { ...own, ...columns },
    context: { ...definition.variables, ...input.variables },
    slots: { ...noSize, ...input.slots },
    event: {
      kind: turn.kind,
      text: turn.text,
      payload: turn.payload,
      ref: turn.ref,
      adId: turn.adId,
      adTitle: turn.adTitle,
      source: turn.source,
      formId: turn.formId,
      lead: { ...noSize, ...turn.lead },
      sticker: turn.sticker,
      postId: turn.postId,
      commentId: turn.commentId,
      parentId: turn.parentId,
      reaction: turn.reaction,
      rating: turn.rating,
      name: turn.name,
      attachments: turn.attachments,
      pageId: turn.pageId,
      ts: toSeconds(turn.ts),
    },
    understanding: {
      intent: understanding.intent?.name,
      confidence: understanding.intent?.confidence,
      sentiment: understanding.sentiment,
      language: understanding.language,
    },
    entities: { ...noSize, ...entitiesByName(understanding.entities) },
    recent: input.recent.map((interaction) => ({ ...interaction, ts: toSeconds(interaction.ts) })),
    constants: definition.constants ?? {},
    bot: { name: definition.bot.name },
    now: toSeconds(now),
  }
}

/** Liquid gives the number of keys for `size`, unless there is such a key: a size that nobody named would be 0. */
const noSize = { size: undefined }

/** The filter `date` of Liquid reads a number as seconds. A Date would be printed in the time zone of the machine. */
function toSeconds(ms: number): number {
  return Math.floor(ms / 1_000)
}

function entitiesByName(entities: readonly UnderstoodEntity[]): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(entities.toReversed().map(({ name, value }) => [name, value]))
}

const profileNames: Readonly<Record<Exclude<keyof CustomerProfile, 'own'>, true>> = {
  pId: true,
  firstName: true,
  lastName: true,
  country: true,
  city: true,
  industry: true,
  loyaltyPoints: true,
  favoriteProduct: true,
  productsInterestedIn: true,
  email: true,
  phone: true,
  locale: true,
  timezone: true,
  gender: true,
  pictureUrl: true,
}

const eventNames =
  'kind text payload ref adId adTitle source formId lead sticker postId commentId parentId reaction rating name attachments pageId ts'.split(
    ' ',
  )

/** The names under each root; undefined: any name. */
export function knownNames(
  definition: StoryboardFile,
): Readonly<Record<string, readonly string[] | undefined>> {
  const placed = walkActions(definition).map(({ action }) => action)
  const asked = placed.flatMap((action) => ('ask' in action ? [action.ask] : []))
  const set = placed.flatMap((action) => ('set' in action ? Object.keys(action.set) : []))
  return {
    profile: [...Object.keys(profileNames), ...(definition.profile_columns ?? [])],
    context: [...new Set([...Object.keys(definition.variables ?? {}), ...below(set, 'context.')])],
    slots: [...new Set([...asked, ...below(set, 'slots.')])],
    event: eventNames,
    understanding: ['intent', 'confidence', 'sentiment', 'language'],
    entities: [...Object.keys(definition.entities ?? {}), ...builtInEntities],
    recent: undefined,
    constants: Object.keys(definition.constants ?? {}),
    bot: ['name'],
    now: undefined,
  }
}

function below(names: readonly string[], prefix: string): string[] {
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
}
