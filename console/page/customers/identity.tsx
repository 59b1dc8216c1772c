import type { Customer } from '../../api/customers.ts'
import { useFormats, useTexts } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'

/** The ids of a customer, and why they belong together. */
export function Identity({ ids, links }: Pick<Customer, 'ids' | 'links'>) {
  const texts = useTexts().customers
  const { exact } = useFormats()
  return (
    <section>
      <h3>{texts.identity}</h3>
      <ul class="ids">
        {ids.map(({ cidType, id, isShared }) => (
          <li key={`${cidType}:${id}`}>
            <span class="mark">{cidType}</span> <bdi>{id}</bdi>
            {isShared && <span class="tag busy">{texts.shared}</span>}
          </li>
        ))}
      </ul>
      <ul class="links">
        {links.map(({ id, a, b, evidence, strength, ts, revokedTs }) => (
          <li key={id} class={revokedTs === undefined ? undefined : 'is-revoked'}>
            <p>
              <bdi>{a.id}</bdi> {texts.and} <bdi>{b.id}</bdi>
            </p>
            <p class="quiet">
              {textOf(texts.strengths, strength) ?? strength}: {evidence}, {exact(ts)}
              {revokedTs !== undefined && `; ${texts.revoked}, ${exact(revokedTs)}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
