import { useState } from 'preact/hooks'
import type { Proposal } from '../../api/customer-changes.ts'
import { useConsole, useFormats, useMayAct, useTexts, useView } from '../parts/context.ts'
import { Link } from '../parts/link.tsx'
import { useAsked } from '../parts/use-asked.ts'
import { textOf } from '../texts/texts.ts'
import { type AskedDialog, CustomerDialogs } from './customer-dialogs.tsx'

/** What customers said of themselves, and nobody has accepted or refused. */
export function ProposalList() {
  const [asked, setAsked] = useState<AskedDialog>()
  const [changes, setChanges] = useState(0)
  return (
    <>
      <Waiting changes={changes} onAsk={setAsked} />
      <CustomerDialogs
        asked={asked}
        pId=""
        onClose={() => {
          setAsked(undefined)
          setChanges((count) => count + 1)
        }}
      />
    </>
  )
}

interface WaitingProps {
  readonly changes: number
  readonly onAsk: (dialog: AskedDialog) => void
}

function Waiting({ changes, onAsk }: WaitingProps) {
  const texts = useTexts().customers
  const { calls } = useConsole()
  const removals = useView((state) => state.removals)
  const { value, isFailed } = useAsked(`${removals} ${changes}`, async (signal) => calls.proposals(signal))
  if (value === undefined && isFailed)
    return (
      <p class="empty" role="alert">
        {texts.failed}
      </p>
    )
  if (value === undefined) return <div />
  if (value.proposals.length === 0) {
    const [title, hint] = texts.noProposals
    return (
      <div class="empty">
        <h2>{title}</h2>
        <p>{hint}</p>
      </div>
    )
  }
  return (
    <div class="scroll">
      <Proposals proposals={value.proposals} onAsk={onAsk} />
    </div>
  )
}

interface ProposalsProps {
  readonly proposals: readonly Proposal[]
  readonly onAsk: (dialog: AskedDialog) => void
}

export function Proposals({ proposals, onAsk }: ProposalsProps) {
  return (
    <ol class="proposals">
      {proposals.map((one) => (
        <Item key={one.linkId} proposal={one} onAsk={onAsk} />
      ))}
    </ol>
  )
}

interface ItemProps {
  readonly proposal: Proposal
  readonly onAsk: (dialog: AskedDialog) => void
}

function Item({ proposal, onAsk }: ItemProps) {
  const texts = useTexts().customers
  const mayAct = useMayAct()
  const { brief } = useFormats()
  const nowMs = useView((state) => state.nowMs)
  const { linkId, a, b, evidence, says, ts, customers } = proposal
  return (
    <li>
      <p>
        {textOf(texts.evidences, evidence) ?? says}, {brief(ts, nowMs)}
      </p>
      <ul>
        <Side of={customers.a} id={a} />
        <Side of={customers.b} id={b} />
      </ul>
      {mayAct && (
        <div class="row">
          <button type="button" class="small" onClick={() => onAsk({ act: 'accept', linkId })}>
            {texts.accept}
            <span class="unseen"> {linkId}</span>
          </button>
          <button type="button" class="small" onClick={() => onAsk({ act: 'refuse', linkId })}>
            {texts.refuse}
            <span class="unseen"> {linkId}</span>
          </button>
        </div>
      )}
    </li>
  )
}

interface SideProps {
  readonly of: Proposal['customers']['a']
  readonly id: Proposal['a']
}

/** One of the two customers, with the id by which the proposal names them. */
function Side({ of: { pId, name }, id: { cidType, id } }: SideProps) {
  const texts = useTexts()
  const route = useView((state) => state.route)
  return (
    <li>
      <span class="mark">{textOf(texts.customers.kinds, cidType) ?? cidType}</span> <bdi>{id}</bdi>{' '}
      <Link
        to={{ ...route, screen: 'customers', customers: { ...route.customers, pId } }}
        aria-current={route.customers?.pId === pId ? 'true' : undefined}
      >
        <bdi>{name ?? texts.noName}</bdi>
      </Link>
    </li>
  )
}
