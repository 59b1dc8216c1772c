import { createReceiptBook, expectedContent } from './expected-state.ts'
import type { Acceptable } from './expected-state.ts'
import type { FoundRow } from './found-rows.ts'
import { feedColumns, fingerprint, hash, messengerColumns } from './identity.ts'
import { createKeyIndex } from './key-index.ts'
import { flag } from './event-ledger.ts'
import type { EventLedger } from './event-ledger.ts'
import type { Findings } from './verdict.ts'

export interface RowCheck {
  /** Judges one row; rows of other Pages and rows from before this run are let be. */
  see(row: FoundRow): void
  /** After the last row: what was acked and not seen is missing. Returns how many different events were seen. */
  finish(): number
}

/** `firstNew`: rows with this id or a smaller one were there before, and need not be explained. */
export function createRowCheck(ledger: EventLedger, findings: Findings, firstNew: bigint): RowCheck {
  const index = createKeyIndex(ledger)
  const receiptsOf = createReceiptBook(ledger)
  const seen = new Uint8Array(ledger.length)

  return {
    see(row) {
      const event = index.find(hash(row.identity))
      if (event === undefined || row.medium === 'none') {
        if (!ledger.pages.has(row.pageId) || BigInt(row.id) <= firstNew) return
        findings.add('unexpected', () => describe(row))
        return
      }
      if ((ledger.flags.at(event) & flag.forged) !== 0) {
        findings.add('unexpected', () => `forged event stored, ${describe(row)}`)
        return
      }
      seen[event] = Math.min(255, (seen[event] ?? 0) + 1)
      if ((seen[event] ?? 0) > 1) {
        findings.add('duplicated', () => describe(row))
        return
      }
      const faults = faultsOf(row, event)
      if (faults.length > 0) findings.add('wrong', () => `${describe(row)}: ${faults.join('; ')}`)
    },
    finish() {
      let stored = 0
      for (let event = 0; event < ledger.length; event += 1) {
        if ((seen[event] ?? 0) > 0) stored += 1
        else if (ledger.wasAcked(event) && (ledger.flags.at(event) & flag.forged) === 0) {
          findings.add(
            'missing',
            () =>
              `event ${event}: ${ledger.details[event]?.split('\u0001').filter(Boolean).join(' ') ?? '(no detail kept)'}`,
          )
        }
      }
      return stored
    },
  }

  function faultsOf(row: FoundRow, event: number): string[] {
    const flags = ledger.flags.at(event)
    const faults: string[] = []
    const isMessenger = (flags & flag.messenger) !== 0
    if (isMessenger !== (row.medium === 'messenger')) return ['in the wrong channel table']
    const mask = ledger.mask.at(event)
    if (fingerprint(row.values, mask) !== ledger.print.at(event))
      faults.push(...wrongColumns(row, event, mask))

    const content = expectedContent(ledger, event)
    const isOriginal = (flags & flag.looseText) !== 0 || hash(row.text) === ledger.textHash.at(event)
    if (!(content.maybeOriginal && isOriginal) && !content.text.includes(row.text)) {
      const original = content.maybeOriginal
        ? [ledger.details[event]?.split('\u0001').at(-1) ?? '(no detail kept)']
        : []
      faults.push(`text ${show(row.text)}, sent ${[...original, ...content.text].map(show).join(' or ')}`)
    }
    // Only rows of content have a state; the columns of others (a hide, an edit) belong to the reader.
    if (isContent(row)) {
      expectOne(faults, 'edited time', row.editedTs, content.editedTs)
      expectOne(faults, 'removedTs', row.removedTs, content.removedTs)
      if (!isMessenger) expectOne(faults, 'is_hidden', row.hidden, content.hidden)
    }
    if (!isMessenger) return faults
    const receipts = receiptsOf(event)
    expectOne(faults, 'deliveredTs', row.deliveredTs, receipts?.deliveredTs ?? [''])
    expectOne(faults, 'readTs', row.readTs, receipts?.readTs ?? [''])
    expectFlag(faults, 'deliveredFlag', row.deliveredFlag, row.deliveredTs !== '')
    expectFlag(faults, 'readFlag', row.readFlag, row.readTs !== '')
    const timestamp = row.values[messengerColumns.indexOf('timestamp')] ?? ''
    if (timestamp !== '')
      expectOne(faults, 'epochTs', row.epochTs, [String(Math.floor(Number(timestamp) / 1000) * 1000)])
    expectOne(faults, 'standby', row.standby === '0' ? '' : row.standby, expectedStandby(event, flags))
    return faults
  }

  /** 1 only if the event was seen under standby[] alone; open while its other copy was sent and not acked. */
  function expectedStandby(event: number, flags: number): Acceptable {
    if ((flags & flag.standby) === 0) return ['']
    if ((flags & flag.direct) === 0) return ['1']
    return (ledger.fate.at(event) & 2) !== 0 ? [''] : ['', '1']
  }

  function wrongColumns(row: FoundRow, event: number, mask: number): string[] {
    const columns = row.medium === 'feed' ? feedColumns : messengerColumns
    const sent = ledger.details[event]?.split('\u0001')
    if (sent === undefined) return ['some column (no detail kept)']
    return columns.flatMap((column, at) => {
      const value = row.values[at] ?? ''
      const isRight = ((mask >>> at) & 1) === 1 || value === sent[at]
      return isRight ? [] : [`${column} ${show(value)}, sent ${show(sent[at] ?? '')}`]
    })
  }
}

function isContent(row: FoundRow): boolean {
  const type =
    row.values[
      row.medium === 'feed' ? feedColumns.indexOf('item') : messengerColumns.indexOf('interactionType')
    ] ?? ''
  if (row.medium === 'messenger') return type === 'message' || type === 'echo'
  const field = row.values[feedColumns.indexOf('field')]
  const verb = row.values[feedColumns.indexOf('verb')]
  return (
    field === 'feed' &&
    verb === 'add' &&
    ['status', 'photo', 'video', 'share', 'post', 'comment'].includes(type)
  )
}

function expectOne(faults: string[], name: string, found: string, acceptable: Acceptable): void {
  if (!acceptable.includes(found))
    faults.push(`${name} ${show(found)}, expected ${acceptable.map(show).join(' or ')}`)
}

function expectFlag(faults: string[], name: string, found: string, expected: boolean): void {
  if ((found === '1') !== expected)
    faults.push(`${name} ${show(found)}, expected ${expected ? '1' : '0 or NULL'}`)
}

function show(value: string): string {
  return value === '' ? 'NULL' : JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
}

function describe(row: FoundRow): string {
  return `row ${row.id} (${row.identity})`
}
