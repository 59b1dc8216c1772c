/** The actions of a scene, performed one after the other. Each is an object whose first key is its verb. */
import { z } from 'zod'
import { actParts, type AnyActParts, type HandOverParts } from './acts.ts'
import type { ReplyPrivatelyParts, ReplyPubliclyParts } from './acts.ts'
import { readSpan, spanPattern } from '../transcript/span.ts'
import { askParts } from './ask.ts'
import { condition, hubName, sceneName, text } from './names.ts'
import { verifyParts } from './verify.ts'
import { type CardsAction, cardsAction, media, type MediaAction, type SayAction, sayAction } from './says.ts'

const askAction = askParts
  .extend({
    on_failure: z
      .lazy(() => actions)
      .optional()
      .describe('Actions when the bot gives up; the last step of fallback if absent'),
    on_cancel: z
      .lazy(() => actions)
      .optional()
      .describe('Actions when the customer cancels; questions.cancelled is said if absent'),
  })
  .refine((value) => value.type === undefined || value.entity === undefined, {
    error: 'has type and entity: remove one',
  })
  .refine((value) => value.request === undefined || value.type === 'email' || value.type === 'phone', {
    error: 'has request, which needs type email or phone: add the type or remove request',
  })
  .describe('A question; the scene continues with the value')

const verifyAction = verifyParts
  .extend({
    on_failure: z
      .lazy(() => actions)
      .optional()
      .describe(
        'Actions when no code can be sent, or the right one does not come; the last step of fallback if absent',
      ),
    on_cancel: z
      .lazy(() => actions)
      .optional()
      .describe('Actions when the customer cancels; questions.cancelled is said if absent'),
  })
  .describe(
    'Proves an e-mail or phone by a code that your hub sends; the scene continues after the right one',
  )

/** Columns of the customer's tables that a storyboard may set. */
export const profileColumns = [
  'firstName',
  'lastName',
  'country',
  'city',
  'industry',
  'loyaltyPoints',
  'favoriteProduct',
  'productsInterestedIn',
  'email',
  'phone',
] as const

const target = z
  .string()
  .regex(
    /^(?:context|profile|slots)\.[A-Za-z]\w*$/,
    'must be context.<name>, profile.<column> or slots.<name>',
  )

const setAction = z
  .strictObject({
    set: z
      .record(target, z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .describe(
        'Values of context.<name>, slots.<name>, profile.<column>; texts are templates, null deletes',
      ),
  })
  .describe('Stores values')

const goAction = z.strictObject({ go: sceneName }).describe('Continues with another scene')

const ifAction = z
  .strictObject({
    if: condition,
    // oxlint-disable-next-line unicorn/no-thenable -- the word of the format; a list is not called
    then: z.lazy(() => actions),
    else: z.lazy(() => actions).optional(),
  })
  .describe('Performs one or the other list of actions')

const onFailure = {
  on_failure: z
    .lazy(() => actions)
    .optional()
    .describe('Actions when Facebook refuses this one for good; without ask, set, go and hub'),
}

const acts = [
  actParts.replyPublicly.extend(onFailure).describe('A comment under the comment, post, mention or rating'),
  actParts.replyPrivately
    .extend(onFailure)
    .refine((value) => value.buttons === undefined || value.quick_replies === undefined, {
      error: 'has buttons and quick_replies: remove one',
    })
    .describe('The one message in Messenger that Facebook allows for a comment or post, within 7 days'),
  actParts.hide.extend(onFailure).describe('Hides the comment or post'),
  actParts.unhide.extend(onFailure).describe('Shows a hidden comment or post again'),
  actParts.delete.extend(onFailure).describe('Deletes the comment for ever; `hide` can be undone'),
  actParts.like.extend(onFailure).describe('Likes the comment or post'),
  actParts.block
    .extend(onFailure)
    .describe('Blocks the customer, who can no longer write to the Page nor comment'),
  actParts.handOver.extend(onFailure).describe('An agent takes over; the bot is silent from then on'),
] as const

const afterAction = z
  .strictObject({
    after: z
      .string()
      .regex(spanPattern, 'must be a time, for example 30 minutes or 2 hours')
      .refine(isWithinWindow, 'must be from 1 minute to 23 hours: Facebook closes the window after 24 hours')
      .describe('30 minutes, 2 hours … 23 hours'),
    do: z.lazy(() => actions).describe('Actions without ask, set, go and hub'),
  })
  .describe('Follows up later in Messenger, unless the customer or an agent writes before')

function isWithinWindow(span: string): boolean {
  const ms = readSpan(span)
  return ms === undefined || (ms >= 60_000 && ms <= 23 * 3_600_000)
}

const hubAction = z
  .strictObject({
    hub: hubName,
    question: z.string().min(1).max(200).optional().describe('What the hub is asked for'),
    when_silent: text
      .optional()
      .describe('Said when the hub gives no usable response; when_silent of the hub if absent'),
    publicly: z
      .literal(true)
      .optional()
      .describe('Put the texts under the comment instead of into a private reply'),
  })
  .describe("Asks the brand's decision service: says its texts, stores its profile and context")

const action: z.ZodType<Action> = z.union([
  sayAction,
  media.image,
  media.video,
  media.audio,
  media.file,
  cardsAction,
  askAction,
  verifyAction,
  setAction,
  goAction,
  ifAction,
  ...acts,
  afterAction,
  hubAction,
])

export const actions: z.ZodType<Action[]> = z
  .array(action)
  .min(1)
  .describe('Actions, performed in this order')
  .meta({ id: 'actions' })

export interface AskAction extends z.output<typeof askParts> {
  on_failure?: Action[] | undefined
  on_cancel?: Action[] | undefined
}
export interface VerifyAction extends z.output<typeof verifyParts> {
  on_failure?: Action[] | undefined
  on_cancel?: Action[] | undefined
}
export type SetAction = z.output<typeof setAction>
export type GoAction = z.output<typeof goAction>
export interface IfAction {
  if: string
  then: Action[]
  else?: Action[] | undefined
}
interface Failing {
  on_failure?: Action[] | undefined
}
export type ReplyPubliclyAction = ReplyPubliclyParts & Failing
export type ReplyPrivatelyAction = ReplyPrivatelyParts & Failing
export type HandOverAction = HandOverParts & Failing
/** An action that Facebook may refuse for good. */
export type ActAction = AnyActParts & Failing
export interface AfterAction {
  after: string
  do: Action[]
}
export type HubAction = z.output<typeof hubAction>
export type Action =
  | SayAction
  | MediaAction
  | CardsAction
  | AskAction
  | VerifyAction
  | SetAction
  | GoAction
  | IfAction
  | ActAction
  | AfterAction
  | HubAction
