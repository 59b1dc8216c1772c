import { createReceiptBook, expectedContent, type Acceptable } from './expected-state.ts'
import type { FoundRow } from './found-rows.ts'
import { feedColumns, fingerprint, hash, messengerColumns } from './identity.ts'
import { flag, type EventLedger } from './event-ledger.ts'
import type { Findings } from './verdict.ts'

/** `firstNew`: rows with this id or a smaller one were there before, and need not be explained. */
export function createRowCheck(ledger: EventLedger, findings: Findings, firstNew: bigint) {
  const index = createKeyIndex(ledger)
  const receiptsOf = createReceiptBook(ledger)
  const seen = new Uint8Array(ledger.length)

  return {
    /** Judges one row; rows of other Pages and rows from before this run are let be. */
    see(row: FoundRow): void {
      const event = index.find(hash(row.identity))
      const described = () => `row ${row.id} (${row.identity})`
      if (event === undefined || row.medium === 'none') {
        if (ledger.pages.has(row.pageId) && BigInt(row.id) > firstNew) findings.add('unexpected', described)
        return
      }
      if (ledger.isForged(event)) {
        findings.add('unexpected', () => `forged event stored, ${described()}`)
        return
      }
      seen[event] = Math.min(255, (seen[event] ?? 0) + 1)
      if ((seen[event] ?? 0) > 1) {
        findings.add('duplicated', described)
        return
      }
      const faults = faultsOf(row, event)
      if (faults.length > 0) findings.add('wrong', () => `${described()}: ${faults.join('; ')}`)
    },
    /** After the last row: what was acked and not seen is missing. Returns how many different events were seen. */
    finish(): number {
      for (const [event, times] of seen.entries())
        if (times === 0 && ledger.wasAcked(event) && !ledger.isForged(event))
          findings.add('missing', () => `event ${event}: ${detailOf(event).filter(Boolean).join(' ')}`)
      return seen.reduce((stored, times) => stored + Math.min(1, times), 0)
    },
  }

  /** The values that were sent, and the text as the last. */
  function detailOf(event: number): readonly string[] {
    return ledger.details[event]?.split('\u0001') ?? ['(no detail kept)']
  }

  function faultsOf(row: FoundRow, event: number): string[] {
    const flags = ledger.flags.at(event)
    const isMessenger = (flags & flag.messenger) !== 0
    if (isMessenger !== (row.medium === 'messenger')) return ['in the wrong channel table']
    const isSame = fingerprint(row.values, ledger.mask.at(event)) === ledger.print.at(event)
    const faults = isSame ? [] : row.isMasked ? unmaskedColumns(row) : wrongColumns(row, event)

    const content = expectedContent(ledger, event)
    const isOriginal = (flags & flag.looseText) !== 0 || hash(row.text) === ledger.textHash.at(event)
    // An unsent message may be masked: then it has no words, and neither have its edits.
    if (row.isMasked) {
      const isUnsent = !row.isContent || content.removedTs.some((ts) => ts !== '')
      if (!isUnsent) faults.push('masked, and not unsent')
      if (row.text !== '') faults.push(`text ${show(row.text)} in a masked row`)
    } else if (!(content.maybeOriginal && isOriginal) && !content.text.includes(row.text)) {
      const original = content.maybeOriginal ? detailOf(event).slice(-1) : []
      faults.push(`text ${show(row.text)}, sent ${[...original, ...content.text].map(show).join(' or ')}`)
    }
    const expectOne = (name: string, found: string, acceptable: Acceptable) => {
      if (!acceptable.includes(found))
        faults.push(`${name} ${show(found)}, expected ${acceptable.map(show).join(' or ')}`)
    }
    // Only rows of content have a state; the columns of others (a hide, an edit) belong to the reader.
    if (row.isContent) {
      expectOne('edited time', row.editedTs, content.editedTs)
      expectOne('removedTs', row.removedTs, content.removedTs)
      if (!isMessenger) expectOne('is_hidden', row.hidden, content.hidden)
    }
    if (!isMessenger) return faults
    const receipts = receiptsOf(event)
    expectOne('deliveredTs', row.deliveredTs, receipts.deliveredTs)
    expectOne('readTs', row.readTs, receipts.readTs)
    expectOne('deliveredFlag', row.deliveredFlag, row.deliveredTs === '' ? ['', '0'] : ['1'])
    expectOne('readFlag', row.readFlag, row.readTs === '' ? ['', '0'] : ['1'])
    if (row.timestamp !== '')
      expectOne('epochTs', row.epochTs, [String(Math.floor(Number(row.timestamp) / 1000) * 1000)])
    expectOne('standby', row.standby === '0' ? '' : row.standby, expectedStandby(event, flags))
    return faults
  }

  /** 1 only if the event was seen under standby[] alone; open while its other copy was sent and not acked. */
  function expectedStandby(event: number, flags: number): Acceptable {
    if ((flags & flag.standby) === 0) return ['']
    if ((flags & flag.direct) === 0) return ['1']
    return (ledger.fate.at(event) & 2) !== 0 ? [''] : ['', '1']
  }

  function wrongColumns(row: FoundRow, event: number): string[] {
    const columns = row.medium === 'feed' ? feedColumns : messengerColumns
    const sent = detailOf(event)
    if (sent.length < columns.length) return ['some column (no detail kept)']
    return columns.flatMap((column, at) => {
      const value = row.values[at] ?? ''
      const isRight = ((ledger.mask.at(event) >>> at) & 1) === 1 || value === sent[at]
      return isRight ? [] : [`${column} ${show(value)}, sent ${show(sent[at] ?? '')}`]
    })
  }
}

function unmaskedColumns({ values }: FoundRow): string[] {
  const words = ['payload', 'attachments'] as const
  return words
    .filter((column) => (values[messengerColumns.indexOf(column)] ?? '') !== '')
    .map((column) => `${column} in a masked row`)
}

function show(value: string): string {
  return value === '' ? 'NULL' : JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
}

/**
 * Finds an event by the hash of its identity: open addressing in typed arrays, 24 bytes an event. Only events that were sent: a
 * row of any other is one that nobody sent.
 */
function createKeyIndex(ledger: EventLedger) {
  let size = 1024
  while (size < ledger.length * 2) size *= 2
  const keys = new Float64Array(size)
  const events = new Int32Array(size).fill(-1)
  const slotOf = (key: number) => (key >>> 0) & (size - 1)
  for (let event = 0; event < ledger.length; event += 1) {
    if (!ledger.wasSent(event)) continue
    const key = ledger.key.at(event)
    let slot = slotOf(key)
    while ((events[slot] ?? -1) !== -1) slot = (slot + 1) & (size - 1)
    keys[slot] = key
    events[slot] = event
  }
  return {
    find(key: number): number | undefined {
      for (let slot = slotOf(key); ; slot = (slot + 1) & (size - 1)) {
        const event = events[slot] ?? -1
        if (event === -1) return undefined
        if (keys[slot] === key) return event
      }
    },
  }
}
