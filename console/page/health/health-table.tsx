import type { ComponentChildren } from 'preact'

interface HealthTableProps {
  /** Of the heading. */
  readonly id: string
  readonly title: string
  /** Of the columns. An empty one has buttons. */
  readonly heads: readonly string[]
  /** Stands there instead of a table without rows. */
  readonly empty?: string | undefined
  /** Rows. */
  readonly children: ComponentChildren
}

/** A table with its heading. Where it is wider than the screen, it scrolls sideways in its box. */
export function HealthTable({ id, title, heads, empty, children }: HealthTableProps) {
  return (
    <section>
      <h2 id={id}>{title}</h2>
      {empty === undefined ? (
        <div class="sideways" role="region" aria-labelledby={id} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {heads.map((head) => (head === '' ? <td key={head} /> : <Head key={head} text={head} />))}
              </tr>
            </thead>
            <tbody>{children}</tbody>
          </table>
        </div>
      ) : (
        <p class="quiet">{empty}</p>
      )}
    </section>
  )
}

function Head({ text }: { readonly text: string }) {
  return <th scope="col">{text}</th>
}
