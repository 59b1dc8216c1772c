/** The permissions of Facebook that a storyboard needs, and why. https://developers.facebook.com/docs/permissions */
import { contentActs } from '../../domain/reply.ts'
import type { StoryboardFile } from '../schema.ts'
import type { triggerKinds } from '../schema/triggers.ts'
import { walkActions } from '../walk-actions.ts'
import { toWords } from './readable.ts'
import { actsOfRules } from './summary.ts'

export interface Permission {
  readonly name: string
  readonly why: string
  /** Scenes in which a reviewer can see its use; empty: it is used before any scene. */
  readonly scenes: readonly string[]
}

export function findPermissions(definition: StoryboardFile): Permission[] {
  const onFeed = scenesOn(definition, ['comment', 'visitor_post', 'mention', 'rating', 'edited'])
  const engaging = scenesDoing(definition, ['reply_publicly', ...contentActs, 'block'])
  const isModerated = definition.moderation !== undefined
  const needed: readonly (Permission & { readonly isNeeded: boolean })[] = [
    {
      name: 'pages_show_list',
      why: 'The administrator chooses the Page for which the bot replies.',
      scenes: [],
      isNeeded: true,
    },
    {
      name: 'pages_manage_metadata',
      why: 'Subscribes the Page to webhooks, and sets greeting, Get Started, ice breakers and the persistent menu.',
      scenes: [],
      isNeeded: true,
    },
    {
      name: 'pages_messaging',
      why: 'Receives messages and taps and replies within 24 hours; sends the one private reply to a comment or post.',
      scenes: scenesInMessenger(definition),
      isNeeded: true,
    },
    {
      name: 'pages_read_engagement',
      why: 'Reads the posts of the Page, to know what a comment or reaction is about.',
      scenes: onFeed,
      isNeeded: onFeed.length > 0 || isModerated,
    },
    {
      name: 'pages_read_user_content',
      why: 'Reads comments, posts and recommendations of customers on the Page, to reply to those that need a reply.',
      scenes: onFeed,
      isNeeded: onFeed.length > 0 || isModerated,
    },
    {
      name: 'pages_manage_engagement',
      why: engagementOf(definition),
      scenes: engaging,
      isNeeded: engaging.length > 0 || isModerated,
    },
    {
      name: 'leads_retrieval',
      why: 'Reads what customers fill into lead forms of the Page.',
      scenes: scenesOn(definition, ['lead']),
      isNeeded: scenesOn(definition, ['lead']).length > 0,
    },
    ...profilePermissions(definition),
    {
      name: 'business_management',
      why: 'Facebook requires it when the Page belongs to a business portfolio. Pagebeat changes nothing there.',
      scenes: [],
      isNeeded: true,
    },
  ]
  return needed
    .filter(({ isNeeded }) => isNeeded)
    .map(({ name, why, scenes }) => ({ name, why, scenes: scenes.map(toWords) }))
}

/** Only what the file does. */
function engagementOf(definition: StoryboardFile): string {
  const rules = actsOfRules(definition.moderation)
  const isDone = (verb: string) => scenesDoing(definition, [verb]).length > 0
  const uses: readonly (readonly [isUsed: boolean, use: string])[] = [
    [isDone('reply_publicly'), 'replies to comments in public'],
    [isDone('like'), 'likes comments'],
    [isDone('hide') || rules.includes('hides'), 'hides comments'],
    [isDone('unhide'), 'shows hidden comments again'],
    [isDone('delete') || rules.includes('deletes'), 'deletes comments'],
    [isDone('block'), 'blocks customers'],
  ]
  const text = uses.flatMap(([isUsed, use]) => (isUsed ? [use] : [])).join(', ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function profilePermissions(definition: StoryboardFile): (Permission & { readonly isNeeded: boolean })[] {
  const reads = (fields: string) => scenesReading(definition, new RegExp(`\\bprofile\\.(?:${fields})\\b`))
  const speaksMore = (definition.languages ?? []).length > 1
  const named = reads('firstName|lastName|pictureUrl')
  const locale = reads('locale')
  const timezone = reads('timezone')
  const gender = reads('gender')
  return [
    {
      name: 'Business Asset User Profile Access',
      why: 'Addresses customers who wrote first by their name.',
      scenes: named,
      isNeeded: named.length > 0,
    },
    {
      name: 'pages_user_locale',
      why: "Replies in the customer's language.",
      scenes: speaksMore ? ['every scene'] : locale,
      isNeeded: speaksMore || locale.length > 0,
    },
    {
      name: 'pages_user_timezone',
      why: "Shows times in the customer's time zone.",
      scenes: timezone,
      isNeeded: timezone.length > 0,
    },
    {
      name: 'pages_user_gender',
      why: 'Chooses the form of address in languages that have two.',
      scenes: gender,
      isNeeded: gender.length > 0,
    },
  ]
}

function scenesOn({ scenes }: StoryboardFile, kinds: readonly (typeof triggerKinds)[number][]): string[] {
  return Object.entries(scenes).flatMap(([name, { on = [] }]) =>
    on.some((trigger) => kinds.some((kind) => trigger[kind] !== undefined)) ? [name] : [],
  )
}

function scenesDoing(definition: StoryboardFile, verbs: readonly string[]): string[] {
  const roots = walkActions(definition).flatMap(({ action, root }) =>
    verbs.some((verb) => verb in action) ? [root] : [],
  )
  return Object.keys(definition.scenes).filter((name) => roots.includes(name))
}

function scenesInMessenger(definition: StoryboardFile): string[] {
  return scenesDoing(definition, ['say', 'ask', 'cards', 'image', 'video', 'file', 'reply_privately'])
}

function scenesReading({ scenes }: StoryboardFile, field: RegExp): string[] {
  return Object.entries(scenes).flatMap(([name, scene]) => (field.test(JSON.stringify(scene)) ? [name] : []))
}
