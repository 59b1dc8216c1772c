import type { Customer } from '../../api/customers.ts'
import { Words } from '../conversation/words.tsx'
import { useFormats, useTexts, useView } from '../parts/context.ts'
import type { Texts } from '../texts/shape.ts'
import { textOf } from '../texts/texts.ts'
import { plainLabel } from './plain-label.ts'

/** What happened with the customer on every channel, the latest first. */
export function Timeline({ timeline, ads }: Pick<Customer, 'timeline' | 'ads'>) {
  const texts = useTexts().customers
  const { exact } = useFormats()
  return (
    <>
      {ads.length > 0 && (
        <section>
          <h3>{texts.ads}</h3>
          <ol class="timeline">
            {ads.map(({ ts, adId, title, ref, source }) => (
              <li key={`${ts} ${adId}`}>
                <time dateTime={new Date(ts).toISOString()}>{exact(ts)}</time>
                <p>
                  <bdi>
                    {[title, adId, ref, source && (textOf(texts.adSources, source) ?? source)]
                      .filter(Boolean)
                      .join(' · ')}
                  </bdi>
                </p>
              </li>
            ))}
          </ol>
        </section>
      )}
      <section>
        <h3>{texts.timeline}</h3>
        {timeline.length === 0 && <p class="quiet">{texts.nothing}</p>}
        <ol class="timeline">
          {timeline.map((one, at) => (
            <Happened key={`${at} ${one.ts}`} one={one} />
          ))}
        </ol>
      </section>
    </>
  )
}

/** `comment edited`, `lead form 17`: Facebook's words, in words of people. */
function kindOf(kind: string, { happened, verbs, channels }: Texts['customers']): readonly string[] {
  const [form, id = ''] = kind.split('lead form')
  if (form === '') return id.trim() === '' ? [] : [`${channels.lead} ${id.trim()}`]
  const [type = '', verb = 'add'] = kind.split(' ')
  return [plainLabel(happened, type), plainLabel(verbs, verb)]
}

function Happened({ one }: { readonly one: Customer['timeline'][number] }) {
  const texts = useTexts().customers
  const { exact } = useFormats()
  const page = useView(({ session }) => session?.pages.find(({ pageId }) => pageId === one.pageId)?.name)
  const { ts, channel, kind, direction, text } = one
  const words = [
    textOf(texts.channels, channel) ?? channel,
    textOf(texts.directions, direction) ?? direction,
    ...kindOf(kind, texts),
    page,
  ]
  return (
    <li>
      <time dateTime={new Date(ts).toISOString()}>{exact(ts)}</time>
      <p class="quiet">{words.filter(Boolean).join(' · ')}</p>
      {text !== undefined && text !== '' && <Words text={text} />}
    </li>
  )
}
