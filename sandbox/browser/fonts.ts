import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Env } from '../servers/debian-packages.ts'

/** The environment in which a program uses the fonts of the folder: a bare machine has neither fonts nor settings. */
export function fontsIn(folder: string, fonts: string): Env {
  const file = path.join(folder, 'fontconfig.xml')
  const cache = path.join(folder, 'font-cache')
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${path.join(folder, fonts)}</dir><dir>/usr/share/fonts</dir><cachedir>${cache}</cachedir></fontconfig>
`
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    mkdirSync(cache, { recursive: true })
    writeFileSync(file, text)
  }
  return { FONTCONFIG_FILE: file }
}
