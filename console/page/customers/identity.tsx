import type { Customer } from '../../api/customers.ts'
import { useFormats, useMayAct, useTexts } from '../parts/context.ts'
import { textOf } from '../texts/texts.ts'
import type { AskedDialog } from './customer-dialogs.tsx'

interface IdentityProps extends Pick<Customer, 'ids' | 'links'> {
  readonly onAsk: (dialog: AskedDialog) => void
}

/** The ids of a customer, and why they belong together. Agents take links away, and back. */
export function Identity({ ids, links, onAsk }: IdentityProps) {
  const texts = useTexts().customers
  return (
    <section>
      <h3>{texts.identity}</h3>
      <ul class="ids">
        {ids.map(({ cidType, id, isShared }) => (
          <li key={`${cidType}:${id}`}>
            <span class="mark">{textOf(texts.kinds, cidType) ?? cidType}</span> <bdi>{id}</bdi>
            {isShared && <span class="tag busy">{texts.shared}</span>}
          </li>
        ))}
      </ul>
      <ul class="links">
        {links.map((link) => (
          <Evidence key={link.id} link={link} act={actOf(link, links)} onAsk={onAsk} />
        ))}
      </ul>
    </section>
  )
}

type Link = Customer['links'][number]
type LinkAct = 'relink' | 'unlink' | 'restore'

/** A claim that waits is among the proposals. One that was refused may be proposed again, once. */
function actOf(link: Link, links: readonly Link[]): LinkAct | undefined {
  const isRevoked = link.revokedTs !== undefined
  if (link.strength !== 'claimed') return isRevoked ? 'relink' : 'unlink'
  const same = links.filter((one) => one.strength === 'claimed' && nameOf(one) === nameOf(link))
  const isLast = same.at(-1)?.id === link.id && same.every(({ revokedTs }) => revokedTs !== undefined)
  return isLast ? 'restore' : undefined
}

function nameOf({ a, b, evidenceCode }: Link): string {
  return [a.cidType, a.id, b.cidType, b.id, evidenceCode].join(' ')
}

interface EvidenceProps {
  readonly link: Link
  /** Undefined: nothing is done about it here. */
  readonly act: LinkAct | undefined
  readonly onAsk: (dialog: AskedDialog) => void
}

function Evidence({ link, act, onAsk }: EvidenceProps) {
  const texts = useTexts().customers
  const mayAct = useMayAct()
  const { exact } = useFormats()
  const { id, a, b, evidence, evidenceCode, strength, ts, by, revokedTs, revokedBy } = link
  const isRevoked = revokedTs !== undefined
  return (
    <li class={isRevoked ? 'is-revoked' : undefined}>
      <p>
        <bdi>{a.id}</bdi> {texts.and} <bdi>{b.id}</bdi>
      </p>
      <p class="quiet">
        {textOf(texts.strengths, strength) ?? strength}: {textOf(texts.evidences, evidenceCode) ?? evidence}
        {whose(by)}, {exact(ts)}
        {isRevoked && `; ${texts.revoked}${whose(revokedBy)}, ${exact(revokedTs)}`}
      </p>
      {mayAct && act !== undefined && (
        <button type="button" class="small" onClick={() => onAsk({ act, linkId: id })}>
          {texts[act]}
          <span class="unseen"> {id}</span>
        </button>
      )}
    </li>
  )
}

function whose(user: string | undefined): string {
  return user === undefined ? '' : ` (${user})`
}
