/** Every template and condition of a storyboard, with its place and the length that Facebook allows. */
import type { Path } from '../document.ts'
import { platformLimits as limits } from '../platform-limits.ts'
import type { Action, AskAction } from '../schema/actions.ts'
import type { ButtonSpec, CardSpec, QuickReplySpec } from '../schema/messages.ts'
import type { Label, Text } from '../schema/names.ts'
import type { StoryboardFile } from '../schema.ts'
import { templatesIn } from '../texts.ts'
import { walkActions } from '../walk-actions.ts'

export interface FoundTemplate {
  readonly source: string
  readonly path: Path
  readonly isCondition?: true
  /** The language that it is written under. */
  readonly language?: string
  /** Characters; absent: Facebook sets no limit. */
  readonly limit?: number
  /** It may use `value`, the value that the customer gives for a question. */
  readonly knowsValue?: true
}

export function findTemplates(definition: StoryboardFile): FoundTemplate[] {
  const {
    bot,
    questions,
    fallback,
    too_late: late,
    too_many: many,
    hubs = {},
    other_language: other,
    unsure,
  } = definition
  return [
    ...of(bot.disclosure, ['bot', 'disclosure'], limits.text),
    ...of(bot.public_note, ['bot', 'public_note'], 200),
    ...of(questions?.cancelled, ['questions', 'cancelled'], limits.text),
    ...fallback.texts.flatMap((text, index) => of(text, ['fallback', 'texts', index], limits.text)),
    ...of(late?.say, ['too_late', 'say'], limits.text),
    ...of(many?.say === false ? undefined : many?.say, ['too_many', 'say'], limits.text),
    ...of(unsure?.question, ['unsure', 'question'], limits.text),
    ...of(unsure?.something_else, ['unsure', 'something_else'], limits.quickReplyTitle),
    ...Object.entries(unsure?.titles ?? {}).flatMap(([name, title]) =>
      of(title, ['unsure', 'titles', name], limits.quickReplyTitle),
    ),
    ...of(other?.say === false ? undefined : other?.say, ['other_language', 'say'], limits.text),
    ...Object.entries(hubs).flatMap(([name, hub]) =>
      of(hub.when_silent, ['hubs', name, 'when_silent'], limits.text),
    ),
    ...Object.entries(definition.scenes).flatMap(([name, scene]) => [
      ...condition(scene.when, ['scenes', name, 'when']),
      ...(scene.on ?? []).flatMap((trigger, index) =>
        condition(trigger.when, ['scenes', name, 'on', index, 'when']),
      ),
    ]),
    ...walkActions(definition).flatMap(({ action, path }) => ofAction(action, path)),
  ]
}

function of(text: Text | Label | undefined, path: Path, limit?: number): FoundTemplate[] {
  return templatesIn(text ?? []).map((found) => ({
    source: found.source,
    path: [...path, ...found.path],
    ...(typeof found.path[0] === 'string' ? { language: found.path[0] } : {}),
    ...(limit === undefined ? {} : { limit }),
  }))
}

function condition(source: string | undefined, path: Path): FoundTemplate[] {
  return source === undefined ? [] : [{ source, path, isCondition: true }]
}

function ofAction(action: Action, path: Path): FoundTemplate[] {
  const replies =
    'quick_replies' in action ? ofList(action.quick_replies, [...path, 'quick_replies'], ofQuickReply) : []
  const buttons = 'buttons' in action ? ofList(action.buttons, [...path, 'buttons'], ofButton) : []
  return [...ofVerb(action, path), ...replies, ...buttons]
}

function ofVerb(action: Action, path: Path): FoundTemplate[] {
  if ('say' in action) return of(action.say, [...path, 'say'], textLimit(action))
  if ('reply_privately' in action)
    return [
      ...of(action.reply_privately, [...path, 'reply_privately'], textLimit(action)),
      ...of(action.then_public, [...path, 'then_public'], limits.comment),
    ]
  if ('reply_publicly' in action) {
    return [
      ...of(action.reply_publicly, [...path, 'reply_publicly'], limits.comment),
      ...of(action.image, [...path, 'image']),
    ]
  }
  if ('ask' in action) return ofAsk(action, path)
  if ('verify' in action)
    return [
      ...of(action.of, [...path, 'of']),
      ...of(action.question, [...path, 'question'], limits.text),
      ...of(action.again, [...path, 'again'], limits.text),
    ]
  if ('cards' in action) return ofList(action.cards, [...path, 'cards'], ofCard)
  if ('if' in action) return condition(action.if, [...path, 'if'])
  if ('set' in action) {
    return Object.entries(action.set).flatMap(([key, value]) =>
      typeof value === 'string' ? of(value, [...path, 'set', key]) : [],
    )
  }
  if ('hub' in action) return of(action.when_silent, [...path, 'when_silent'], limits.text)
  if ('hand_over' in action) return of(action.note, [...path, 'note'], limits.payload)
  return (['image', 'video', 'audio', 'file'] as const).flatMap((kind) => {
    const address: unknown = Reflect.get(action, kind)
    return typeof address === 'string' ? of(address, [...path, kind]) : []
  })
}

function textLimit({ buttons }: { readonly buttons?: unknown }): number {
  return buttons === undefined ? limits.text : limits.buttonText
}

function ofAsk(action: AskAction, path: Path): FoundTemplate[] {
  const valid = condition(action.valid, [...path, 'valid']).map((found) => ({
    ...found,
    knowsValue: true as const,
  }))
  const choices = ofList(action.choices, [...path, 'choices'], (choice, at) =>
    typeof choice === 'string'
      ? of(choice, at, limits.quickReplyTitle)
      : [
          ...of(choice.title, [...at, 'title'], limits.quickReplyTitle),
          ...of(choice.image_url, [...at, 'image_url']),
        ],
  )
  return [
    ...of(action.question, [...path, 'question'], limits.text),
    ...of(action.again, [...path, 'again'], limits.text),
    ...valid,
    ...choices,
  ]
}

function ofList<Item>(
  list: readonly Item[] | undefined,
  path: Path,
  each: (item: Item, path: Path) => FoundTemplate[],
): FoundTemplate[] {
  return (list ?? []).flatMap((item, index) => each(item, [...path, index]))
}

function ofQuickReply(reply: QuickReplySpec, path: Path): FoundTemplate[] {
  if (typeof reply === 'string') return of(reply, path, limits.quickReplyTitle)
  if ('request' in reply) return []
  return [
    ...of(reply.title, [...path, 'title'], limits.quickReplyTitle),
    ...of(reply.image_url, [...path, 'image_url']),
  ]
}

function ofButton(button: ButtonSpec, path: Path): FoundTemplate[] {
  if ('log_out' in button) return []
  if ('log_in' in button) return of(button.log_in, [...path, 'log_in'])
  const address = 'url' in button ? of(button.url, [...path, 'url']) : []
  return [...of(button.title, [...path, 'title'], limits.buttonTitle), ...address]
}

function ofCard(card: CardSpec, path: Path): FoundTemplate[] {
  return [
    ...of(card.title, [...path, 'title'], limits.cardTitle),
    ...of(card.subtitle, [...path, 'subtitle'], limits.cardSubtitle),
    ...of(card.image, [...path, 'image']),
    ...ofList(card.buttons, [...path, 'buttons'], ofButton),
  ]
}
