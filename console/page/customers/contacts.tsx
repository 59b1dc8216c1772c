import type { Customers } from '../../api/customers.ts'
import { useFormats, useTexts, useView } from '../parts/context.ts'

type Hit = Customers['customers'][number]

/** The name, else what a person knows of the customer. */
export function nameOf({ name, email, phone }: Hit): string | undefined {
  return name ?? email ?? phone
}

/** What tells customers of one name apart. */
export function Contacts({ of: { name, email, phone, lastTs } }: { readonly of: Hit }) {
  const texts = useTexts().customers
  const { brief } = useFormats()
  const when = useView(({ nowMs }) =>
    lastTs === undefined ? undefined : texts.lastSeen(brief(lastTs, nowMs)),
  )
  const [, ...others] = [name, email, phone].filter((one) => one !== undefined)
  return <span class="quiet">{[...others, when].filter((one) => one !== undefined).join(' · ')}</span>
}
