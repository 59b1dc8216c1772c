import type { Customer } from '../../api/customers.ts'
import { useFormats, useTexts, useView } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'
import { plainLabel } from './plain-label.ts'

/** Each value of the profile, and where it comes from. */
export function CustomerProfile({ profile }: Pick<Customer, 'profile'>) {
  const { customers: texts, columns } = useTexts()
  const { brief } = useFormats()
  const nowMs = useView((state) => state.nowMs)
  if (profile.length === 0) return null
  return (
    <section>
      <h3>{texts.profile}</h3>
      <dl class="facts sourced">
        {profile.map(({ column, value, strength, sourceKind, ts }) => (
          <div key={column}>
            <dt title={column}>{plainLabel(columns, column)}</dt>
            <dd>
              <bdi>{value}</bdi>
              <p class="quiet">
                {texts.from(
                  textOf(texts.strengths, strength) ?? strength,
                  sourceKind === undefined ? '' : plainLabel(texts.sources, sourceKind),
                )}
                {ts !== undefined && `, ${brief(ts, nowMs)}`}
              </p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
