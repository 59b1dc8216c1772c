import { useTexts } from '../parts/context.ts'
import { Link } from '../parts/link.tsx'
import { Advice, Command } from './advice.tsx'
import type { Trouble } from './troubles.ts'

/** Each trouble with its cause, and its command to copy. */
export function TroubleList({ troubles }: { readonly troubles: readonly Trouble[] }) {
  const texts = useTexts().health
  if (troubles.length === 0) return null
  return (
    <section aria-label={texts.needs}>
      <ul class="troubles">
        {troubles.map(({ of, says, fix, command, to }) => (
          <li key={`${of} ${says}`}>
            <h2>
              <bdi>{of}</bdi>
            </h2>
            <p>{says}</p>
            {fix !== undefined && <Advice text={fix} />}
            {command !== undefined && (
              <p>
                <Command command={command} />
              </p>
            )}
            {to !== undefined && (
              <p>
                <Link to={to.route}>{to.says}</Link>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
