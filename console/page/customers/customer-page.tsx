import { useEffect, useState } from 'preact/hooks'
import type { Customer } from '../../api/customers.ts'
import { RequestError } from '../api/request.ts'
import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Face } from '../parts/face.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { CustomerActs } from './customer-acts.tsx'
import { type AskedDialog, CustomerDialogs } from './customer-dialogs.tsx'
import { Identity } from './identity.tsx'
import { Proposals } from './proposals.tsx'
import { CustomerProfile } from './customer-profile.tsx'
import { Timeline } from './timeline.tsx'

/** All that is known of one customer, and what agents and admins do with them. */
export function CustomerPage({ pId }: { readonly pId: string }) {
  const { go, store } = useConsole()
  const [asked, setAsked] = useState<AskedDialog>()
  const [changes, setChanges] = useState(0)
  return (
    <>
      <Loaded pId={pId} changes={changes} onAsk={setAsked} />
      <CustomerDialogs
        asked={asked}
        pId={pId}
        onClose={(pIds) => {
          setAsked(undefined)
          const { route } = store.get()
          // After a merge, another `pId` may name the customer.
          const to = pIds === undefined || pIds.includes(pId) ? undefined : pIds[0]
          if (to !== undefined) go({ ...route, customers: { ...route.customers, pId: to } }, 'replace')
          else if (pIds !== undefined) setChanges((count) => count + 1)
        }}
      />
    </>
  )
}

interface LoadedProps {
  readonly pId: string
  /** Another number asks again. */
  readonly changes: number
  readonly onAsk: (dialog: AskedDialog) => void
}

function Loaded({ pId, changes, onAsk }: LoadedProps) {
  const texts = useTexts()
  const { calls } = useConsole()
  const [customer, setCustomer] = useState<Customer | 'missing' | 'failed'>()
  const removals = useView((state) => state.removals)
  useEffect(() => {
    const stop = new AbortController()
    calls.customer(pId, stop.signal).then(setCustomer, (error: unknown) => {
      if (stop.signal.aborted) return
      setCustomer(error instanceof RequestError && error.status === 404 ? 'missing' : 'failed')
    })
    return () => stop.abort()
  }, [pId, changes, removals])
  if (customer === undefined) return <i class="bone" />
  if (customer === 'missing' || customer === 'failed')
    return (
      <p class="empty" role="alert">
        {customer === 'missing' ? texts.customers.missing : texts.customers.failed}
      </p>
    )
  return (
    <article class="customer-page">
      <Head customer={customer} />
      <CustomerActs pId={pId} onAsk={onAsk} />
      {customer.proposals.length > 0 && (
        <section>
          <h3>{texts.customers.proposals}</h3>
          <Proposals proposals={customer.proposals} onAsk={onAsk} />
        </section>
      )}
      <Conversations customer={customer} />
      <CustomerProfile profile={customer.profile} />
      <Identity ids={customer.ids} links={customer.links} onAsk={onAsk} />
      <Timeline timeline={customer.timeline} ads={customer.ads} />
    </article>
  )
}

function Head({ customer: { name, pId, interactions, turns } }: { readonly customer: Customer }) {
  const texts = useTexts()
  const route = useView((state) => state.route)
  return (
    <header class="head-bar">
      <Link
        class="back"
        to={{ ...route, customers: { ...route.customers, pId: undefined } }}
        aria-label={texts.customers.back}
      >
        <Icon name="back" />
      </Link>
      <Face name={name} />
      <div class="head-who">
        <h2>
          <bdi>{name ?? texts.noName}</bdi>
        </h2>
        <p class="quiet">
          <bdi>{pId}</bdi> · {texts.customers.rows(interactions, turns)}
        </p>
      </div>
    </header>
  )
}

function Conversations({ customer: { conversations } }: { readonly customer: Customer }) {
  const texts = useTexts().customers
  const pages = useView(({ session }) => session?.pages)
  if (conversations.length === 0) return null
  return (
    <section>
      <h3>{texts.conversations}</h3>
      <ul class="row">
        {conversations.map(({ id, pageId }) => (
          <li key={id}>
            <Link class="button small" to={{ screen: 'inbox', query: { state: 'all' }, conversationId: id }}>
              {texts.openConversation(pages?.find((page) => page.pageId === pageId)?.name ?? pageId)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
