import type { Conversation } from '../../api/conversation.ts'
import { useConsole, useFormats, useMayAct, useTexts, useView } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { plainLabel } from '../customers/plain-label.ts'
import { textOf } from '../texts/texts.ts'
import { useConversationActs } from './use-conversation-acts.ts'
import { Words } from './words.tsx'

/** Who the customer is: the profile, the ids with their evidence, and the notes of agents. */
export function CustomerPanel() {
  const texts = useTexts()
  const { store } = useConsole()
  const head = useView((state) => state.open?.head)
  if (head === undefined) return null
  return (
    <aside class="side customer" aria-label={texts.customer}>
      <button
        type="button"
        class="plain square side-close"
        aria-label={texts.close}
        onClick={() => store.set({ side: undefined })}
      >
        <Icon name="close" />
      </button>
      <Assigned head={head} />
      <Profile head={head} />
      <Notes head={head} />
      <Ids head={head} />
      <p>
        <Link
          to={{
            screen: 'customers',
            query: { state: 'waiting' },
            conversationId: undefined,
            customers: { pId: head.pId },
          }}
        >
          {texts.customers.all}
        </Link>
      </p>
    </aside>
  )
}

function Profile({ head: { customer } }: { readonly head: Conversation }) {
  const texts = useTexts()
  const names = ['email', 'phone', 'language', 'city', 'country'] as const
  const known = names.flatMap((name) => {
    const value = customer[name]
    return value === undefined ? [] : ([[name, value]] as const)
  })
  const facts = [...known, ...Object.entries(customer.columns)]
  return (
    <section>
      <h3>{texts.profile}</h3>
      {facts.length === 0 && <p class="quiet">{texts.noProfile}</p>}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt title={name}>{plainLabel(texts.columns, name)}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Ids({ head: { customer } }: { readonly head: Conversation }) {
  const texts = useTexts()
  return (
    <section>
      <h3>{texts.ids}</h3>
      <ul class="ids" aria-label={texts.idsHint}>
        {customer.ids.map(({ cidType, id, evidence, evidenceCode }) => (
          <li key={`${cidType}:${id}`}>
            <span class="mark">{textOf(texts.customers.kinds, cidType) ?? cidType}</span> <bdi>{id}</bdi>
            {evidence !== undefined && (
              <p class="quiet">{textOf(texts.customers.evidences, evidenceCode) ?? evidence}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Notes({ head: { notes } }: { readonly head: Conversation }) {
  const texts = useTexts()
  const { brief } = useFormats()
  const nowMs = useView((state) => state.nowMs)
  return (
    <section>
      <h3>{texts.notes}</h3>
      {notes.length === 0 && <p class="quiet">{texts.noNotes}</p>}
      <ul class="notes">
        {notes.map(({ id, by, ts, text }) => (
          <li key={id}>
            <p class="quiet">
              <bdi>{by.name}</bdi> · {brief(ts, nowMs)}
            </p>
            <Words text={text} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Assigned({ head }: { readonly head: Conversation }) {
  const texts = useTexts()
  const mayAct = useMayAct()
  const { assign } = useConversationActs()
  const agents = useView((state) => state.agents)
  const me = useView((state) => state.session?.user)
  if (me === undefined) return null
  const { assignedTo } = head
  const others = agents.filter(({ id }) => id !== me.id)
  const isKnown = assignedTo === undefined || [me, ...others].some(({ id }) => id === assignedTo.id)
  return (
    <section>
      <h3>
        <label for="assigned">{texts.assignedTo}</label>
      </h3>
      <select
        id="assigned"
        disabled={!mayAct}
        value={assignedTo?.id ?? ''}
        onChange={({ currentTarget: { value } }) => void assign(value === '' ? null : value)}
      >
        <option value="">{texts.nobody}</option>
        <option value={me.id}>
          {texts.me} ({me.name})
        </option>
        {[...others, ...(isKnown ? [] : [assignedTo])].map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </section>
  )
}
