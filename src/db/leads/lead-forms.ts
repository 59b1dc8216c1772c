/** The table `leadForm`: the forms of each Page, and how far the sweep has read their leads. */
import { type Kysely, sql } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface KnownForm {
  readonly formId: string
  /** Its leads at Facebook when they were last read. */
  readonly leads?: number
  /** When they were last read, ms. */
  readonly sweptTs?: number
  /** Leads up to this time are known, ms. */
  readonly sweptTo?: number
}

export interface ToldForm {
  readonly formId: string
  readonly name?: string
  readonly status?: string
}

export interface LeadForms {
  /** The forms have rows with their latest name and status. Returns how far each was swept. */
  keep(pageId: PageId, forms: readonly ToldForm[]): Promise<readonly KnownForm[]>
  /** The leads of the form were read. `leads` undefined: some of them are read again next time. */
  markSwept(formId: string, swept: Omit<KnownForm, 'formId'>): Promise<void>
}

export function createLeadForms(db: Kysely<Database>): LeadForms {
  return {
    async keep(pageId, forms) {
      if (forms.length === 0) return []
      const rows = forms.map(({ formId, name = null, status = null }) => ({ formId, pageId, name, status }))
      await again(() =>
        db
          .insertInto('leadForm')
          .values(rows.toSorted((a, b) => (a.formId < b.formId ? -1 : 1)))
          .onDuplicateKeyUpdate({
            name: sql<string>`coalesce(values(name), leadForm.name)`,
            status: sql<string>`coalesce(values(status), leadForm.status)`,
          })
          .execute(),
      )
      const known = await db
        .selectFrom('leadForm')
        .select(['formId', 'leads', 'sweptTs', 'sweptTo'])
        .where(
          'formId',
          'in',
          forms.map(({ formId }) => formId),
        )
        .execute()
      return known.map(({ formId, leads, sweptTs, sweptTo }) => ({
        formId,
        ...(leads === null ? {} : { leads }),
        ...(sweptTs === null ? {} : { sweptTs: Number(sweptTs) }),
        ...(sweptTo === null ? {} : { sweptTo: Number(sweptTo) }),
      }))
    },
    async markSwept(formId, { leads = null, sweptTs = null, sweptTo = null }: Partial<Swept>) {
      const times = {
        sweptTs: sweptTs === null ? null : String(sweptTs),
        sweptTo: sweptTo === null ? null : String(sweptTo),
      }
      await again(() =>
        db
          .updateTable('leadForm')
          .set({ leads, ...times })
          .where('formId', '=', formId)
          .execute(),
      )
    },
  }
}

interface Swept {
  readonly leads: number | null
  readonly sweptTs: number | null
  readonly sweptTo: number | null
}
