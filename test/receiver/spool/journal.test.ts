import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { type Journal, openJournal } from '../../../src/receiver/spool/journal.ts'
import { readRecords, toRecord } from '../../../src/receiver/spool/record.ts'

const appendForEver = fileURLToPath(new URL('./append-for-ever.ts', import.meta.url))

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-journal-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return folder
}

function payloads(...texts: readonly string[]): Buffer[] {
  return texts.map((text) => Buffer.from(text))
}

async function drain(journal: Journal): Promise<string[]> {
  const all: string[] = []
  for (;;) {
    const segment = await journal.oldest()
    if (segment === undefined) return all
    all.push(...segment.payloads.map((payload) => payload.toString()))
    await journal.remove(segment.name)
  }
}

test('gives back what was appended, in order, also after it was opened again, and then is empty', async (t) => {
  const folder = folderOf(t)
  const first = await openJournal({ folder, segmentBytes: 40 })
  await first.append(payloads('a', 'b'.repeat(50)))
  await first.append(payloads('z', 'c'))
  await first.close()
  const second = await openJournal({ folder, segmentBytes: 40 })
  t.is(second.records, 4)
  await second.append(payloads('d'))
  t.deepEqual(await drain(second), ['a', 'b'.repeat(50), 'z', 'c', 'd'])
  t.deepEqual([second.records, second.bytes, readdirSync(folder)], [0, 0, []])
  await second.append(payloads('e'))
  t.deepEqual(await drain(second), ['e'])
  await second.close()
})

test('appends and drains at the same time lose nothing', async (t) => {
  const journal = await openJournal({ folder: folderOf(t), segmentBytes: 200 })
  const numbers = Array.from({ length: 300 }, (_, index) => String(index))
  const appends = { areOver: false }
  const drained: string[] = []
  const draining = (async () => {
    while (!appends.areOver) drained.push(...(await drain(journal)))
  })()
  for (const number of numbers) await journal.append(payloads(number))
  appends.areOver = true
  await draining
  drained.push(...(await drain(journal)))
  t.deepEqual(drained, numbers)
  await journal.close()
})

test('records that are cut off at any byte, or damaged, end the file, and those before stay', (t) => {
  const whole = Buffer.concat(payloads('one', 'two', 'three').map(toRecord))
  const ends = [11, 22, 35]
  for (let bytes = 0; bytes <= whole.length; bytes += 1) {
    const read = readRecords(whole.subarray(0, bytes))
    t.is(read.payloads.length, ends.filter((end) => end <= bytes).length, String(bytes))
    t.is(read.wholeBytes, [0, ...ends].findLast((end) => end <= bytes) ?? 0)
    if (bytes === whole.length) continue
    const damaged = Buffer.from(whole)
    damaged[bytes] = (damaged[bytes] ?? 0) ^ 0x41
    t.is(readRecords(damaged).payloads.length, ends.filter((end) => end <= bytes).length)
  }
})

test('a torn end is cut off when the journal is opened, so that later records are found', async (t) => {
  const folder = folderOf(t)
  const first = await openJournal({ folder })
  await first.append(payloads('a'))
  await first.close()
  const [name = ''] = readdirSync(folder)
  appendFileSync(path.join(folder, name), toRecord(Buffer.from('torn')).subarray(0, -1))
  writeFileSync(path.join(folder, '000000000009-1.journal'), 'x')
  const second = await openJournal({ folder })
  await second.append(payloads('b'))
  t.deepEqual(await drain(second), ['a', 'b'])
  await second.close()
})

test('a file that the disk changed gives its first records, and the rest is kept aside', async (t) => {
  const folder = folderOf(t)
  const first = await openJournal({ folder })
  await first.append(payloads('a', 'b', 'c'))
  await first.close()
  const [name = ''] = readdirSync(folder)
  const file = path.join(folder, name)
  const bytes = readFileSync(file)
  bytes[17] = 0x7a // the payload of the second record
  writeFileSync(file, bytes)
  const damaged: string[] = []
  const second = await openJournal({ folder, onDamage: (kept) => damaged.push(kept) })
  t.deepEqual(await drain(second), ['a'])
  t.deepEqual(damaged, readdirSync(folder))
  t.deepEqual(readFileSync(path.join(folder, damaged[0] ?? '')), bytes.subarray(9))
  t.is(second.bytes, 0)
})

test('zeros at the end of a file, as after a power failure, are no records', async (t) => {
  const folder = folderOf(t)
  writeFileSync(
    path.join(folder, '000000000001-1.journal'),
    Buffer.concat([...payloads('a').map(toRecord), Buffer.alloc(4_096)]),
  )
  writeFileSync(path.join(folder, '000000000002-2.journal'), Buffer.alloc(64))
  const journal = await openJournal({ folder })
  t.is(journal.oldestAt, 1)
  t.deepEqual(await drain(journal), ['a'])
  t.deepEqual(readdirSync(folder), [])
})

test('whatever was on disk is there after kill -9, ten times in a row', async (t) => {
  const folder = folderOf(t)
  const acked = new Set<number>()
  for (let round = 0; round < 10; round += 1) {
    const child = spawn(process.execPath, [appendForEver, folder, String(round * 1_000_000)])
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    await once(child.stdout, 'data')
    const killing = setTimeout(() => child.kill('SIGKILL'), 7 * round)
    await once(child, 'close')
    clearTimeout(killing)
    for (const line of output.split('\n').slice(0, -1)) acked.add(Number(line))
  }
  const journal = await openJournal({ folder })
  const found = (await drain(journal)).map((text) => {
    const [number = '', filler = ''] = text.split(' ')
    t.is(filler.length, Number(number) % 3_000)
    return Number(number)
  })
  t.deepEqual(
    found,
    found.toSorted((a, b) => a - b),
  )
  t.is(new Set(found).size, found.length)
  t.true(acked.size >= 10)
  t.deepEqual(
    [...acked].filter((number) => !found.includes(number)),
    [],
  )
})

test('a full disk rejects the append, and what was there before stays', async (t) => {
  const folder = folderOf(t)
  // `ulimit -f` counts blocks of 512 or 1,024 bytes. Node ignores SIGXFSZ, so that the write fails with EFBIG.
  const code = `
    import { openJournal } from ${JSON.stringify(new URL('../../../src/receiver/spool/journal.ts', import.meta.url).href)}
    const journal = await openJournal({ folder: ${JSON.stringify(folder)} })
    let stored = 0
    for (let round = 0; round < 50; round += 1)
      await journal.append([Buffer.alloc(1_000, 'a')]).then(() => (stored += 1), () => undefined)
    console.log(stored)`
  const child = spawn('sh', [
    '-c',
    `ulimit -f 8; exec "$0" --input-type=module-typescript -e "$1"`,
    process.execPath,
    code,
  ])
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  await once(child, 'close')
  const stored = Number(output)
  const journal = await openJournal({ folder })
  t.true(stored >= 4)
  t.is((await drain(journal)).length, stored)
})
