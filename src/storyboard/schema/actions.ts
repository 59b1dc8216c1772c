/** The actions of a scene, performed one after the other. Each is an object whose first key is its verb. */
import { z } from 'zod'
import { askParts } from './ask.ts'
import { buttons, cards, quickReplies } from './messages.ts'
import { condition, hubName, sceneName, template, text, url } from './names.ts'

const quickRepliesOption = quickReplies.optional()

const sayAction = z
  .strictObject({ say: text, quick_replies: quickRepliesOption, buttons: buttons.optional() })
  .refine((value) => value.buttons === undefined || value.quick_replies === undefined, {
    error: 'has buttons and quick_replies: some phones show only one of them, remove one',
  })
  .describe('A message in Messenger')

const media = {
  image: z
    .strictObject({ image: url, quick_replies: quickRepliesOption })
    .describe('A picture, at most 8 MB'),
  video: z.strictObject({ video: url, quick_replies: quickRepliesOption }).describe('A video, at most 25 MB'),
  audio: z
    .strictObject({ audio: url, quick_replies: quickRepliesOption })
    .describe('An audio file, at most 25 MB'),
  file: z.strictObject({ file: url, quick_replies: quickRepliesOption }).describe('A file, at most 25 MB'),
}

const cardsAction = z
  .strictObject({ cards, quick_replies: quickRepliesOption })
  .describe('Cards side by side')

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

const replyPubliclyAction = z
  .strictObject({ reply_publicly: text, image: url.optional() })
  .describe('A comment under the comment, post, mention or rating')

const replyPrivatelyAction = z
  .strictObject({ reply_privately: text, quick_replies: quickRepliesOption, buttons: buttons.optional() })
  .refine((value) => value.buttons === undefined || value.quick_replies === undefined, {
    error: 'has buttons and quick_replies: remove one',
  })
  .describe('The one message in Messenger that Facebook allows for a comment or post, within 7 days')

const hideAction = z.strictObject({ hide: z.literal(true) }).describe('Hides the comment or post')
const likeAction = z.strictObject({ like: z.literal(true) }).describe('Likes the comment or post')

const handOverAction = z
  .strictObject({
    hand_over: z
      .string()
      .regex(/^(?:page_inbox|\d{5,20})$/, 'must be page_inbox, or the id of an app in quotation marks')
      .describe('page_inbox, or the id of the app that takes over'),
    note: template.optional().describe('A note for the agent or app that takes over'),
  })
  .describe('An agent takes over; the bot is silent from then on')

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
  setAction,
  goAction,
  ifAction,
  replyPubliclyAction,
  replyPrivatelyAction,
  hideAction,
  likeAction,
  handOverAction,
  hubAction,
])

export const actions: z.ZodType<Action[]> = z
  .array(action)
  .min(1)
  .describe('Actions, performed in this order')
  .meta({ id: 'actions' })

export type SayAction = z.output<typeof sayAction>
export type MediaAction = z.output<(typeof media)[keyof typeof media]>
export type CardsAction = z.output<typeof cardsAction>
export interface AskAction extends z.output<typeof askParts> {
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
export type ReplyPubliclyAction = z.output<typeof replyPubliclyAction>
export type ReplyPrivatelyAction = z.output<typeof replyPrivatelyAction>
export type HandOverAction = z.output<typeof handOverAction>
export type HubAction = z.output<typeof hubAction>
export type Action =
  | SayAction
  | MediaAction
  | CardsAction
  | AskAction
  | SetAction
  | GoAction
  | IfAction
  | ReplyPubliclyAction
  | ReplyPrivatelyAction
  | z.output<typeof hideAction>
  | z.output<typeof likeAction>
  | HandOverAction
  | HubAction
