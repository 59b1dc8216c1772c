import { useEffect, useState } from 'preact/hooks'
import type { Customers } from '../../api/customers.ts'
import { useConsole, useFormats, useTexts, useView } from '../parts/context.ts'
import { Face } from '../parts/face.tsx'
import { Link } from '../parts/link.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { nameOf } from './contacts.tsx'
import { ProposalList } from './proposals.tsx'

/** Customers by a part of a name, or by an id; or what waits to be accepted or refused. */
export function CustomerSearch() {
  const texts = useTexts().customers
  const isProposals = useView(({ route }) => route.customers?.shows === 'proposals')
  return (
    <>
      <div class="list-tools">
        <h2 class="list-title">{texts.title}</h2>
        <Tabs isProposals={isProposals} />
        {!isProposals && <Search />}
      </div>
      {isProposals ? <ProposalList /> : <Results />}
    </>
  )
}

function Tabs({ isProposals }: { readonly isProposals: boolean }) {
  const texts = useTexts().customers
  const route = useView((state) => state.route)
  const to = (shows: 'proposals' | undefined) => ({ ...route, customers: { ...route.customers, shows } })
  return (
    <nav class="row tabs" aria-label={texts.lists}>
      <Link class="button small" to={to(undefined)} aria-current={isProposals ? undefined : 'page'}>
        {texts.searchTab}
      </Link>
      <Link class="button small" to={to('proposals')} aria-current={isProposals ? 'page' : undefined}>
        {texts.proposals}
      </Link>
    </nav>
  )
}

function Search() {
  const texts = useTexts().customers
  const { store, go } = useConsole()
  const text = useView(({ route }) => route.customers?.text ?? '')
  return (
    <SearchField
      label={texts.search}
      text={text}
      onSearch={(words) => {
        const { route } = store.get()
        go({ ...route, customers: { ...route.customers, text: words } }, 'replace')
      }}
    />
  )
}

function Results() {
  const text = useView(({ route }) => route.customers?.text ?? '')
  return <Found found={useFound(text)} text={text} />
}

type Answer = Customers['customers'] | 'asking' | 'failed'

/** A later search makes an earlier one void. */
function useFound(text: string): Answer {
  const { calls } = useConsole()
  const [found, setFound] = useState<Answer>([])
  const removals = useView((state) => state.removals)
  useEffect(() => {
    const asked = new AbortController()
    if (text === '') setFound([])
    else {
      setFound((before) => (before === 'failed' ? 'asking' : before))
      calls.customers(text, asked.signal).then(
        ({ customers }) => setFound(customers),
        () => asked.signal.aborted || setFound('failed'),
      )
    }
    return () => asked.abort()
  }, [text, removals])
  return found
}

function Found({ found, text }: { readonly found: Answer; readonly text: string }) {
  const texts = useTexts()
  if (text === '') return <p class="empty">{texts.customers.hint}</p>
  if (found === 'asking') return <div />
  if (found === 'failed')
    return (
      <p class="empty" role="alert">
        {texts.customers.failed}
      </p>
    )
  if (found.length === 0) {
    const [title, hint] = texts.customers.none
    return (
      <div class="empty">
        <h2>{title}</h2>
        <p>{hint}</p>
      </div>
    )
  }
  return (
    <div class="scroll">
      <ol class="items">
        {found.map((one) => (
          <Item key={one.pId} customer={one} />
        ))}
      </ol>
    </div>
  )
}

function Item({ customer }: { readonly customer: Customers['customers'][number] }) {
  const { pId, email, phone, lastTs } = customer
  const name = nameOf(customer)
  const contacts = [email, phone].filter((one) => one !== undefined && one !== name).join(' · ')
  const texts = useTexts()
  const { brief } = useFormats()
  const route = useView((state) => state.route)
  const when = useView(({ nowMs }) => (lastTs === undefined ? '' : brief(lastTs, nowMs)))
  return (
    <li>
      <Link
        class="item"
        to={{ ...route, customers: { ...route.customers, pId } }}
        aria-current={route.customers?.pId === pId ? 'true' : undefined}
        data-id={pId}
      >
        <Face name={name} />
        <span class="item-name">
          <bdi>{name ?? texts.noName}</bdi>
        </span>
        <span class="item-when">{when}</span>
        <span class="item-text">
          <bdi>{contacts === '' ? pId : contacts}</bdi>
        </span>
      </Link>
    </li>
  )
}
