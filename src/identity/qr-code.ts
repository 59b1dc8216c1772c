/** QR codes of links: for a terminal, as SVG for print, as PNG for a mail. */
import { crc32, deflateSync } from 'node:zlib'
import encodeQr from 'qr'

/** Light modules around the code, which a camera needs. */
const border = 4

/** Two rows of modules in a line of text. */
export function toTerminalCode(link: string): string {
  const modules = encodeQr(link, 'raw', { ecc: 'medium', border })
  const lines: string[] = []
  for (let y = 0; y < modules.length; y += 2) {
    const [upper = [], lower = []] = modules.slice(y, y + 2)
    lines.push(upper.map((dark, x) => blockOf(dark, lower[x] ?? false)).join(''))
  }
  return lines.join('\n')
}

/** Light modules are drawn, as a terminal is usually dark. */
function blockOf(upper: boolean, lower: boolean): string {
  if (upper) return lower ? ' ' : '▄'
  return lower ? '▀' : '█'
}

/** One path, without a size of its own: it can be printed at any. */
export function toSvgCode(link: string): string {
  const modules = encodeQr(link, 'raw', { ecc: 'medium', border })
  const size = modules.length
  const dark = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${dark.join('')}"/></svg>\n`
  )
}

/** Black on white, `scale` pixels a module. */
export function toPngCode(link: string, scale = 8): Buffer {
  const modules = encodeQr(link, 'raw', { ecc: 'medium', border })
  const size = modules.length * scale
  const rowBytes = 1 + Math.ceil(size / 8)
  const rows = modules.map((row) => {
    const bytes = Buffer.alloc(rowBytes, 0xff)
    bytes[0] = 0 // no filter
    for (let x = 0; x < size; x += 1)
      if (row[Math.floor(x / scale)]) bytes[1 + (x >> 3)] = (bytes[1 + (x >> 3)] ?? 0) & ~(0x80 >> (x & 7))
    return bytes
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header[8] = 1 // one bit a pixel, grey
  const pixels = deflateSync(Buffer.concat(rows.flatMap((row) => Array.from({ length: scale }, () => row))))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
