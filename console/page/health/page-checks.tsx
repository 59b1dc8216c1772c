import type { Health } from '../../api/health.ts'
import { useTexts } from '../parts/context.ts'
import { Advice, Command } from './advice.tsx'
import { useAgo } from './use-ago.ts'

/** What the last check of each Page found, and what is to be done about it. */
export function PageChecks({ health: { pages, nowMs } }: { readonly health: Health }) {
  const texts = useTexts().health
  const ago = useAgo(nowMs)
  const checked = pages.flatMap(({ check, ...page }) => (check === undefined ? [] : [{ ...page, check }]))
  if (checked.length === 0) return null
  return (
    <section>
      <h2>{texts.checks}</h2>
      <ul class="checks">
        {checked.map(({ pageId, name, check: { ts, fine, findings } }) => (
          <li key={pageId}>
            <details open={findings.length > 0}>
              <summary>
                <bdi>{name ?? pageId}</bdi>{' '}
                <span class="quiet">
                  {texts.found(
                    findings.filter(({ state }) => state === 'wrong').length,
                    findings.filter(({ state }) => state === 'unsure').length,
                    fine,
                  )}
                  , {ago(ts)}
                </span>
              </summary>
              <ul class="findings">
                {findings.map(({ check, state, says, fix }) => (
                  <li key={`${check} ${says}`}>
                    <p>
                      <span class={state === 'wrong' ? 'tag bad' : 'tag busy'}>
                        {state === 'wrong' ? texts.isWrong : texts.isUnsure}
                      </span>{' '}
                      {says}
                    </p>
                    {fix !== undefined && <Advice text={fix} />}
                  </li>
                ))}
              </ul>
              <p class="row">
                <span class="quiet">{texts.checkAgain}</span>
                <Command command={`pagebeat page check ${pageId}`} />
              </p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  )
}
