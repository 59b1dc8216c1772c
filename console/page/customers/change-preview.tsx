import type { ChangePreview } from '../../api/customer-changes.ts'
import { useFormats, useTexts, useView } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'
import { plainLabel } from './plain-label.ts'
import { recognise } from './recognise.ts'

/** What a change would do: the customers as they are, and as they would be. */
export function Preview({ preview: { before, after, dead } }: { readonly preview: ChangePreview }) {
  const texts = useTexts().customers
  if (before.length === 0) return <p>{texts.nothingMoves}</p>
  return (
    <>
      <p class="becomes">{texts.becomes(before.length, after.length)}</p>
      <section>
        <h3>{texts.now}</h3>
        <ul class="people">
          {before.map((one) => (
            <li key={one.pId}>
              <Person one={one} rows={texts.rows(one.interactions, one.turns)} />
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{texts.afterwards}</h3>
        <ul class="people">
          {after.map((one) => (
            <li key={one.pId}>
              <Person one={one} rows={texts.rows(one.interactions, one.turns)} />
              <Values profile={one.profile} />
            </li>
          ))}
        </ul>
        {dead.map(({ cidType, id }) => (
          <p key={`${cidType}:${id}`} class="quiet">
            {texts.dead(id)}
          </p>
        ))}
      </section>
    </>
  )
}

type Shown = Pick<ChangePreview['before'][number], 'name' | 'pId' | 'ids'>

/** Who it is: a name, else an id that people know; all ids, and the key in the tables. `rows` says how much is known. */
export function Person({ one, rows }: { readonly one: Shown; readonly rows?: string }) {
  const texts = useTexts()
  const { pId, ids } = one
  return (
    <>
      <p>
        <b>
          <bdi>{recognise(one) ?? texts.noName}</bdi>
        </b>
      </p>
      {rows !== undefined && <p class="quiet">{rows}</p>}
      <ul class="ids">
        {ids.map(({ cidType, id }) => (
          <li key={`${cidType}:${id}`}>
            <span class="mark">{textOf(texts.customers.kinds, cidType) ?? cidType}</span> <bdi>{id}</bdi>
          </li>
        ))}
      </ul>
      <p class="key">
        <bdi>{pId}</bdi>
      </p>
    </>
  )
}

type Profile = ChangePreview['after'][number]['profile']

function Values({ profile }: { readonly profile: Profile }) {
  const { customers: texts, columns } = useTexts()
  const { brief } = useFormats()
  const nowMs = useView((state) => state.nowMs)
  if (profile.length === 0) return <p class="quiet">{texts.noValues}</p>
  return (
    <dl class="facts values">
      {profile.map(({ column, value, strength, sourceKind, ts }) => (
        <div key={column}>
          <dt title={column}>{plainLabel(columns, column)}</dt>
          <dd>
            <bdi>{value}</bdi>{' '}
            <span class="quiet">
              {texts.from(
                textOf(texts.strengths, strength) ?? strength,
                sourceKind === undefined ? '' : plainLabel(texts.sources, sourceKind),
              )}
              {ts !== undefined && `, ${brief(ts, nowMs)}`}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
