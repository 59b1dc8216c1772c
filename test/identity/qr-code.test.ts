import { inflateSync } from 'node:zlib'
import test from 'ava'
import decodeQr from 'qr/decode.js'
import { toPngCode, toSvgCode, toTerminalCode } from '../../src/identity/qr-code.ts'

const link = `https://m.me/1122334455?ref=pbc1.${'Ab-_9'.repeat(14)}`

/** What a camera reads: `isDark` tells each module, as many pixels wide as a camera needs. */
function read(size: number, isDark: (x: number, y: number) => boolean): string {
  const scale = 4
  const side = size * scale
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      if (isDark(Math.floor(x / scale), Math.floor(y / scale)))
        data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
  return decodeQr({ width: side, height: side, data })
}

test('a camera reads the link from the PNG', (t) => {
  const png = toPngCode(link, 1)
  t.is(png.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n')
  const size = png.readUInt32BE(16)
  const dataAt = 33
  t.is(png.toString('latin1', dataAt + 4, dataAt + 8), 'IDAT')
  const pixels = inflateSync(png.subarray(dataAt + 8, dataAt + 8 + png.readUInt32BE(dataAt)))
  const rowBytes = 1 + Math.ceil(size / 8)
  t.is(pixels.length, size * rowBytes)
  const isDark = (x: number, y: number) =>
    (((pixels[y * rowBytes + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 0
  t.is(read(size, isDark), link)
  t.is(toPngCode(link, 8).readUInt32BE(16), size * 8)
})

test('a camera reads the link from the SVG', (t) => {
  const svg = toSvgCode(link)
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const dark = new Set([...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
  t.is(
    read(size, (x, y) => dark.has(`${x} ${y}`)),
    link,
  )
})

test('a camera reads the link from a terminal', (t) => {
  const lines = toTerminalCode(link).split('\n')
  const size = lines[0]?.length ?? 0
  const isDark = (x: number, y: number) => {
    const block = lines[y >> 1]?.[x] ?? '█'
    return block === ' ' || block === (y % 2 === 0 ? '▄' : '▀')
  }
  t.is(read(size, isDark), link)
})
