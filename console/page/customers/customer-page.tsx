import { useEffect, useState } from 'preact/hooks'
import type { Customer } from '../../api/customers.ts'
import { RequestError } from '../api/request.ts'
import { useConsole, useTexts, useView } from '../parts/context.ts'
import { Face } from '../parts/face.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { Identity } from './identity.tsx'
import { CustomerProfile } from './customer-profile.tsx'
import { Timeline } from './timeline.tsx'

/** All that is known of one customer. */
export function CustomerPage({ pId }: { readonly pId: string }) {
  const texts = useTexts()
  const { calls } = useConsole()
  const [customer, setCustomer] = useState<Customer | 'missing' | 'failed'>()
  useEffect(() => {
    const asked = new AbortController()
    calls.customer(pId, asked.signal).then(setCustomer, (error: unknown) => {
      if (asked.signal.aborted) return
      setCustomer(error instanceof RequestError && error.status === 404 ? 'missing' : 'failed')
    })
    return () => asked.abort()
  }, [pId])
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
      <Conversations customer={customer} />
      <CustomerProfile profile={customer.profile} />
      <Identity ids={customer.ids} links={customer.links} />
      <Timeline timeline={customer.timeline} ads={customer.ads} />
    </article>
  )
}

function Head({ customer: { name, pId } }: { readonly customer: Customer }) {
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
          <bdi>{pId}</bdi>
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
