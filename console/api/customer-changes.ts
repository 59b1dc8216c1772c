/** Who is who: proposals, changes with their preview, export and forgetting. */
import { z } from 'zod'
import { asPersonal } from './personal.ts'

const pId = z.string().min(1).max(60)
const linkId = z.string().regex(/^[1-9]\d{0,18}$/)
const idSchema = z.object({ cidType: z.string(), id: asPersonal('contact', z.string()) })
const personSchema = z.object({
  pId: asPersonal('pId', z.string()),
  name: asPersonal('name', z.string()).optional(),
})

/** What a customer said of themselves. It waits for a user who accepts or refuses it. */
export const proposalSchema = z.object({
  linkId: z.string(),
  a: idSchema,
  b: idSchema,
  /** A code, as `typed`, and the same in words. */
  evidence: z.string(),
  says: z.string(),
  ts: z.number(),
  pageId: z.string().optional(),
  /** The two who would be one customer: of `a`, and of `b`. */
  customers: z.object({ a: personSchema, b: personSchema }),
})
export type Proposal = z.infer<typeof proposalSchema>

/** The query of `GET /api/customer-proposals`. */
export const proposalsQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
/** The oldest first. */
export const proposalsSchema = z.object({ proposals: z.array(proposalSchema) })
export type Proposals = z.infer<typeof proposalsSchema>

export const linkedKinds = ['email', 'phone', 'customer', 'facebook'] as const

/** What is asked: of `POST /api/customer-changes/preview`, and with `seen` of `POST /api/customer-changes`. */
export const changeSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('merge'), pId, otherPId: pId }),
  z.strictObject({
    act: z.literal('link'),
    pId,
    kind: z.enum(linkedKinds),
    value: z.string().trim().min(1).max(255),
  }),
  /** `relink`: a revoked link holds again. Of a proposal: `accept`, `refuse`; `restore`: it was refused, and waits again. */
  z.strictObject({ act: z.enum(['relink', 'accept', 'unlink', 'refuse', 'restore']), linkId }),
])
export type CustomerChange = z.infer<typeof changeSchema>

const sumSchema = personSchema.extend({
  ids: z.array(idSchema),
  /** Rows of `interaction` and `turn`. */
  interactions: z.number(),
  turns: z.number(),
})

export const previewSchema = z.object({
  /** The customers who change, as they are, and as they would be. Both empty: no customer changes. */
  before: z.array(sumSchema),
  after: z.array(
    sumSchema.extend({
      profile: z.array(
        z.object({
          column: z.string(),
          value: asPersonal('text', z.string()),
          strength: z.string(),
          sourceKind: z.string().optional(),
          ts: z.number().optional(),
        }),
      ),
    }),
  ),
  /** Ids that nothing names then. */
  dead: z.array(idSchema),
  /** The id of a `link` as it would be stored. */
  key: idSchema.optional(),
  /** To be sent with the change: it is done only as it was shown. */
  seen: z.string(),
})
export type ChangePreview = z.infer<typeof previewSchema>

const seen = z.string().regex(/^[0-9a-f]{64}$/)
export const askedChangeSchema = z.strictObject({ change: changeSchema, seen })

/** 202. A worker does it, within a second or two. */
export const askedSchema = z.object({ requestId: z.string() })
export type Asked = z.infer<typeof askedSchema>

/** `GET /api/customer-changes/:id`, for the user who asked. */
export const changeStateSchema = z.object({
  is: z.enum(['waiting', 'done', 'refused']),
  reason: z.string().optional(),
  says: z.string().optional(),
  /** The new link. `unlink` it to undo; after `restore`, `refuse` it. */
  linkId: z.string().optional(),
  /** Of a forgetting: `isDone` once a worker has removed everything, with the number of rows by store. */
  receipt: z
    .object({ id: z.string(), isDone: z.boolean(), removed: z.record(z.string(), z.number()) })
    .optional(),
})
export type ChangeState = z.infer<typeof changeStateSchema>

/** `GET /api/customers/:pId/forgetting`: what would go. */
export const forgettingSchema = z.object({
  pId: asPersonal('pId', z.string()),
  name: asPersonal('name', z.string()).optional(),
  ids: z.array(idSchema),
  interactions: z.number(),
  conversations: z.number(),
  firstTs: z.number().optional(),
  lastTs: z.number().optional(),
  seen: z.string(),
})
export type Forgetting = z.infer<typeof forgettingSchema>

/** `POST /api/customers/:pId/forget`. `word`: that the admin meant it. */
export const forgetSchema = z.strictObject({ word: z.literal('forget'), seen })

/** `POST /api/customers/:pId/export`: the rows of each table, with their columns. For admins only, so nothing is masked. */
export const exportSchema = z.object({
  pId: asPersonal('pId', z.string()),
  madeTs: z.string(),
  stores: z.record(
    z.string(),
    z.array(asPersonal('text', z.record(z.string(), z.union([z.string(), z.number(), z.null()])))),
  ),
})
