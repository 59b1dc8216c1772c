/** Customers: who they are, by which evidence, and what they did on every channel. */
import { z } from 'zod'
import { proposalSchema } from './customer-changes.ts'
import { asPersonal } from './personal.ts'

/** The query of `GET /api/customers`. */
export const customersQuerySchema = z.strictObject({
  /** A part of a name; or an id of any kind: PSID, e-mail, phone, the brand's own number. */
  text: z.string().trim().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

export const customersSchema = z.object({
  customers: z.array(
    z.object({
      pId: asPersonal('pId', z.string()),
      name: asPersonal('name', z.string()).optional(),
      email: asPersonal('contact', z.string()).optional(),
      phone: asPersonal('contact', z.string()).optional(),
      /** Their latest event, or message to them, ms. */
      lastTs: z.number().optional(),
    }),
  ),
})
export type Customers = z.infer<typeof customersSchema>

const idSchema = z.object({ cidType: z.string(), id: asPersonal('contact', z.string()) })

/** `GET /api/customers/:pId` */
export const customerSchema = z.object({
  pId: asPersonal('pId', z.string()),
  name: asPersonal('name', z.string()).optional(),
  /** Rows of `interaction` and `turn`. */
  interactions: z.number(),
  turns: z.number(),
  /** What the customer said of themselves, and nobody has accepted or refused. */
  proposals: z.array(proposalSchema),
  /** The ids, and whether many customers share one: then it merges nobody. */
  ids: z.array(idSchema.extend({ isShared: z.boolean() })),
  /** Why ids belong together. `claimed` only proposes. */
  links: z.array(
    z.object({
      id: z.string(),
      a: idSchema,
      b: idSchema,
      /** In words. */
      evidence: z.string(),
      /** A code, as `lead_form`. */
      evidenceCode: z.string(),
      strength: z.string(),
      ts: z.number(),
      /** The operator or user who said so, and who revoked it. */
      by: z.string().optional(),
      revokedTs: z.number().optional(),
      revokedBy: z.string().optional(),
    }),
  ),
  /** Columns of `profile` that have a value, and where it comes from. */
  profile: z.array(
    z.object({
      column: z.string(),
      value: asPersonal('text', z.string()),
      /** `brand`, `verified`, `attested` or `claimed`. */
      strength: z.string(),
      sourceKind: z.string().optional(),
      ts: z.number().optional(),
    }),
  ),
  /** Their conversations in the Inbox. */
  conversations: z.array(z.object({ id: z.string(), pageId: z.string() })),
  /** The latest, the newest first: the feed, Messenger, lead forms. */
  timeline: z.array(
    z.object({
      ts: z.number(),
      /** `facebookFeed`, `facebookMessenger`, `lead`. */
      channel: z.string(),
      /** Facebook's words: `message`, `comment add`. */
      kind: z.string(),
      direction: z.string(),
      pageId: z.string().optional(),
      text: asPersonal('text', z.string()).optional(),
    }),
  ),
  /** Ads and links that brought them, the newest first. */
  ads: z.array(
    z.object({
      ts: z.number(),
      pageId: z.string(),
      adId: z.string().optional(),
      title: asPersonal('text', z.string()).optional(),
      ref: asPersonal('text', z.string()).optional(),
      source: z.string().optional(),
    }),
  ),
})
export type Customer = z.infer<typeof customerSchema>
