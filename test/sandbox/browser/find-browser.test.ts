import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { findBrowser } from '../../../sandbox/browser/find-browser.ts'

/** A folder of programs that stands first on the PATH; CHROME_PATH is unset until the test sets it. */
function programs(t: ExecutionContext, scripts: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-browsers-'))
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(path.join(folder, name), 0o755)
  }
  const { PATH, CHROME_PATH } = process.env
  process.env['PATH'] = `${folder}:${PATH}`
  delete process.env['CHROME_PATH']
  t.teardown(() => {
    process.env['PATH'] = PATH
    if (CHROME_PATH !== undefined) process.env['CHROME_PATH'] = CHROME_PATH
    rmSync(folder, { recursive: true })
  })
  return folder
}

const silent = (): void => undefined

test.serial('takes the Chromium of CHROME_PATH before the one on the PATH', async (t) => {
  const folder = programs(t, { chromium: 'echo 1', mine: 'echo 2' })
  t.is((await findBrowser(silent)).executablePath, path.join(folder, 'chromium'))
  process.env['CHROME_PATH'] = path.join(folder, 'mine')
  t.is((await findBrowser(silent)).executablePath, path.join(folder, 'mine'))
})

test.serial('says so when the Chromium of CHROME_PATH does not start', async (t) => {
  const folder = programs(t, { mine: 'echo "no such display" >&2; exit 1' })
  process.env['CHROME_PATH'] = path.join(folder, 'mine')
  await t.throwsAsync(findBrowser(silent), {
    message: /^CHROME_PATH names no Chromium that starts: .*mine.*\n?.*no such display/,
  })
})

test.serial('passes over programs on the PATH that only look like a Chromium', async (t) => {
  const stub = 'echo "Command needs the chromium snap" >&2; exit 1'
  const folder = programs(t, { chromium: stub, 'chromium-browser': stub, 'google-chrome': 'echo 1' })
  const { executablePath } = await findBrowser(silent)
  t.notRegex(executablePath, new RegExp(`^${folder}/chromium`))
})
