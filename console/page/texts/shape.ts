/** The names of the texts, and what each of them is given. */
import type { enReasons } from './en-reasons.ts'
import type { enConversation } from './en-conversation.ts'
import type { enIdentity } from './en-identity.ts'
import type { en } from './en.ts'

type Wider<T> = T extends string
  ? string
  : T extends readonly string[]
    ? readonly string[]
    : T extends (...given: infer Given) => string
      ? (...given: Given) => string
      : { readonly [Name in keyof T]: Wider<T[Name]> }

/** The names and shapes of the English texts. */
export type Texts = Wider<typeof en>

/** Those of the open conversation. */
export type ConversationTexts = Wider<typeof enConversation>

/** Those of who is who. */
export type IdentityTexts = Wider<typeof enIdentity>

/** Those of the codes of the server. */
export type ReasonTexts = Wider<typeof enReasons>
