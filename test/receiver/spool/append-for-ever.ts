import { openJournal } from '../../../src/receiver/spool/journal.ts'

/** A program that appends numbered payloads and prints each number once it is on disk, until it is killed. */
const [folder = '', first = '0'] = process.argv.slice(2)
const journal = await openJournal({ folder, segmentBytes: 20_000 })
for (let number = Number(first); ; number += 2) {
  await journal.append([number, number + 1].map((one) => Buffer.from(`${one} ${'x'.repeat(one % 3_000)}`)))
  process.stdout.write(`${number}\n${number + 1}\n`)
}
