/** What happens in a scene, one action after the other. Each is an object whose verb is its first key. */
import { z } from 'zod'
import { platformLimits } from '../platform-limits.ts'
import { buttons, cards, quickReplies } from './messages.ts'
import {
  condition,
  entityName,
  hubName,
  label,
  sceneName,
  template,
  text,
  url,
  variableName,
} from './names.ts'

const quickRepliesOption = quickReplies.optional()

const sayAction = z
  .strictObject({ say: text, quick_replies: quickRepliesOption, buttons: buttons.optional() })
  .refine((value) => value.buttons === undefined || value.quick_replies === undefined, {
    error: 'has buttons and quick_replies: Facebook hides one of them on some phones, choose one',
  })
  .describe('A message in Messenger')

const media = {
  image: z
    .strictObject({ image: url, quick_replies: quickRepliesOption })
    .describe('A picture, at most 8 MB'),
  video: z.strictObject({ video: url, quick_replies: quickRepliesOption }).describe('A film, at most 25 MB'),
  audio: z.strictObject({ audio: url, quick_replies: quickRepliesOption }).describe('A sound, at most 25 MB'),
  file: z.strictObject({ file: url, quick_replies: quickRepliesOption }).describe('A file, at most 25 MB'),
}

const cardsAction = z
  .strictObject({ cards, quick_replies: quickRepliesOption })
  .describe('Cards side by side')

const choice = z
  .union([
    template.describe('Title and value'),
    z.strictObject({
      title: label,
      value: z.union([z.string(), z.number(), z.boolean()]),
      image_url: url.optional(),
    }),
  ])
  .describe('One of the possible answers, shown as a quick reply')

const slotTypes = ['text', 'number', 'email', 'phone', 'date', 'money', 'yes_no'] as const

const askParts = z.strictObject({
  ask: variableName.describe('The slot that the answer fills: slots.<name> from then on'),
  question: text,
  type: z
    .enum(slotTypes)
    .optional()
    .describe('What the answer must be; text if neither type, entity nor choices'),
  entity: entityName.optional().describe('The answer must hold this entity'),
  choices: z
    .array(choice)
    .min(1)
    .max(platformLimits.quickReplies, 'has more than the 13 quick replies that Facebook shows')
    .optional()
    .describe('Answers as quick replies; with neither type nor entity no other answer counts'),
  request: z
    .literal(true)
    .optional()
    .describe("With type email or phone: show the person's own as a quick reply"),
  valid: condition.optional().describe('Only a value for which this is true: value >= 1 and value <= 12'),
  again: text.optional().describe('Asked in place of the question after an answer that does not fit'),
  attempts: z.int().min(1).max(10).optional().describe('Answers that may not fit before it gives up; 3'),
  cancel: z
    .array(z.string().min(1))
    .optional()
    .describe('Words that end the question; those of questions.cancel if absent'),
  change_of_mind: z
    .boolean()
    .optional()
    .describe('Whether another clear intent leaves the question; as questions.change_of_mind'),
  prefill: z
    .boolean()
    .optional()
    .describe(
      'Take the value from the message that led here instead of asking, if its entity is in it; true',
    ),
  keep: z.boolean().optional().describe('Do not ask when the slot is filled already; false'),
})

const askAction = askParts
  .extend({
    on_failure: z
      .lazy(() => actions)
      .optional()
      .describe('When it gives up; without it, what fallback does at its end'),
    on_cancel: z
      .lazy(() => actions)
      .optional()
      .describe('When the person cancels; without it, questions.cancelled is said'),
  })
  .refine((value) => value.type === undefined || value.entity === undefined, {
    error: 'has type and entity: choose one',
  })
  .refine((value) => value.request === undefined || value.type === 'email' || value.type === 'phone', {
    error: 'has request, which goes with type email or phone only',
  })
  .describe('A question; the scene goes on with the answer')

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
      .describe('context.<name>, slots.<name>, profile.<column>; texts are templates, null forgets'),
  })
  .describe('Remembers something')

const goAction = z.strictObject({ go: sceneName }).describe('Goes on with another scene')

const ifAction = z
  .strictObject({
    if: condition,
    // oxlint-disable-next-line unicorn/no-thenable -- the word of the format; a list is not called
    then: z.lazy(() => actions),
    else: z.lazy(() => actions).optional(),
  })
  .describe('Does one or the other')

const replyPubliclyAction = z
  .strictObject({ reply_publicly: text, image: url.optional() })
  .describe('A comment under the comment, post, mention or rating')

const replyPrivatelyAction = z
  .strictObject({ reply_privately: text, quick_replies: quickRepliesOption, buttons: buttons.optional() })
  .refine((value) => value.buttons === undefined || value.quick_replies === undefined, {
    error: 'has buttons and quick_replies: choose one',
  })
  .describe('The one message in Messenger that Facebook allows for a comment or post, within 7 days')

const hideAction = z.strictObject({ hide: z.literal(true) }).describe('Hides the comment or post')
const likeAction = z.strictObject({ like: z.literal(true) }).describe('Likes the comment or post')

const handOverAction = z
  .strictObject({
    hand_over: z
      .string()
      .regex(/^(?:page_inbox|\d{5,20})$/, "must be page_inbox or an app's id in quotation marks")
      .describe('page_inbox, or the id of the app that takes over'),
    note: template.optional().describe('For the one who takes over'),
  })
  .describe('A person takes over; the bot is silent from then on')

const hubAction = z
  .strictObject({
    hub: hubName,
    question: z.string().min(1).max(200).optional().describe('Told to the hub: what is wanted'),
    when_silent: text
      .optional()
      .describe("Said when the hub does not answer; without it, the hub's own when_silent"),
    publicly: z.literal(true).optional().describe('Texts go under the comment instead of a private reply'),
  })
  .describe("Asks the brand's decision service; its texts are said, its profile and context remembered")

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
  .describe('Actions, done in this order')
  .meta({ id: 'actions' })

export type SayAction = z.output<typeof sayAction>
export type MediaAction = z.output<(typeof media)[keyof typeof media]>
export type CardsAction = z.output<typeof cardsAction>
export type Choice = z.output<typeof choice>
export type SlotType = (typeof slotTypes)[number]
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
