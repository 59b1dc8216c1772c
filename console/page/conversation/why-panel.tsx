import { useEffect, useRef, useState } from 'preact/hooks'
import type { Why } from '../../api/why.ts'
import { useConsole, useFormats, useMayAct, useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'

/** Why a message has, or has not, got a reply. */
export function WhyPanel({ messageId }: { readonly messageId: string }) {
  const texts = useTexts()
  const { store, calls } = useConsole()
  const conversationId = useView((state) => state.open?.id)
  const [why, setWhy] = useState<Why | 'failed'>()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const asked = new AbortController()
    setWhy(undefined)
    panel.current?.focus()
    if (conversationId !== undefined)
      calls.why(conversationId, messageId, asked.signal).then(setWhy, () => {
        if (!asked.signal.aborted) setWhy('failed')
      })
    return () => asked.abort()
  }, [messageId, conversationId])
  return (
    <aside
      class="side why"
      aria-label={texts.whyTitle}
      tabIndex={-1}
      ref={panel}
      aria-busy={why === undefined}
    >
      <header class="row between">
        <h3>{texts.whyTitle}</h3>
        <button
          type="button"
          class="plain square"
          aria-label={texts.close}
          onClick={() => store.set({ side: undefined })}
        >
          <Icon name="close" />
        </button>
      </header>
      {why === undefined && <i class="bone" />}
      {why === 'failed' && <p role="alert">{texts.whyFailed}</p>}
      {why !== undefined && why !== 'failed' && <Told why={why} />}
      <Teach messageId={messageId} />
    </aside>
  )
}

/** Where the texts that the bot did not understand get their intent. */
function Teach({ messageId }: { readonly messageId: string }) {
  const texts = useTexts()
  const mayAct = useMayAct()
  const page = useView(({ open }) => open?.head?.pageId)
  const outcome = useView(({ open }) => open?.messages.find(({ id }) => id === messageId)?.outcome)
  const query = useView(({ route }) => route.query)
  if (!mayAct || outcome !== 'not_understood') return null
  const insights = { period: 'month', shows: 'not_understood', page } as const
  return (
    <p>
      <Link to={{ screen: 'insights', query, conversationId: undefined, insights }}>{texts.teach}</Link>
    </p>
  )
}

function Told({ why }: { readonly why: Why }) {
  const texts = useTexts()
  const { exact } = useFormats()
  return (
    <>
      <p class="why-became">{why.became}</p>
      <p>{why.because}</p>
      <p class="quiet">
        <bdi>{why.title}</bdi>
      </p>
      {why.change !== undefined && (
        <p class="why-change">
          <strong>{texts.whyNow}:</strong> <Change text={why.change} />
        </p>
      )}
      <h4>{texts.whySteps}</h4>
      <ol class="steps">
        {why.steps.map(({ ts, says }, at) => (
          <li key={`${at} ${says}`}>
            {ts !== undefined && <time dateTime={new Date(ts).toISOString()}>{exact(ts)}</time>}
            <p>{withLocalTimes(says, exact)}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

/** Commands of the advice stand in backticks. */
function Change({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>))}</>
}

/** The server's sentences hold times in UTC. */
function withLocalTimes(says: string, exact: (ts: number) => string): string {
  return says.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => exact(Date.parse(time)))
}
