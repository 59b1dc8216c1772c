import { useEffect, useRef, useState } from 'preact/hooks'
import type { Why } from '../../api/why.ts'
import { useConsole, useFormats, useMayAct, useSay, useTexts, useView } from '../parts/context.ts'
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

function Told({ why: { title, became, because, change, said, steps } }: { readonly why: Why }) {
  const texts = useTexts()
  const { exact } = useFormats()
  const say = useSay()
  return (
    <>
      <p class="why-became">{say('why', became, said?.became)}</p>
      <p>{say('why', because, said?.because)}</p>
      <p class="quiet">
        <bdi>{say('why', title, said?.title)}</bdi>
      </p>
      {change !== undefined && (
        <p class="why-change">
          <strong>{texts.whyNow}:</strong> <Change text={say('why', change, said?.change)} />
        </p>
      )}
      <h4>{texts.whySteps}</h4>
      <ol class="steps">
        {steps.map(({ ts, says, said: step }, at) => (
          <li key={`${at} ${says}`}>
            {ts !== undefined && <time dateTime={new Date(ts).toISOString()}>{exact(ts)}</time>}
            <p>{say('why', says, step)}</p>
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
