/**
 * `npm run build:console [-- <folder>]`: bundles the page of the console into `console/site/`, or into the folder. Names of
 * scripts and styles hold a hash of their content, so browsers may keep them for ever; `index.html` names them.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

const root = path.join(import.meta.dirname, '..')
const page = path.join(root, 'console', 'page')

/** Where `npm start` and the tests expect the page. Git ignores it. */
export const siteFolder = path.join(root, 'console', 'site')

export interface BuiltConsole {
  /** Paths of the files within the folder, with `/`. */
  readonly files: readonly string[]
}

/**
 * The folder holds `index.html` and `assets/`, and nothing else. The page is one script and one style sheet, and loads
 * nothing from other origins. Throws an Error when the page does not compile.
 */
export async function buildConsole(folder: string = siteFolder): Promise<BuiltConsole> {
  const { outputFiles } = await build({
    entryPoints: { console: path.join(page, 'main.tsx'), style: path.join(page, 'styles', 'index.css') },
    outdir: path.join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfig: path.join(page, 'tsconfig.json'),
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
  })
  const files = new Map(
    outputFiles.map(({ path: file, contents }) => [path.relative(folder, file), contents] as const),
  )
  const icon = readFileSync(path.join(page, 'shared', 'icon.svg'))
  files.set(path.join('assets', `icon-${digest(icon)}.svg`), icon)
  files.set('index.html', Buffer.from(fillIndex([...files.keys()])))
  empty(folder)
  mkdirSync(path.join(folder, 'assets'), { recursive: true })
  for (const [file, contents] of files) writeFileSync(path.join(folder, file), contents)
  return { files: [...files.keys()].map(toUrlPath).toSorted() }
}

/** Removes an earlier build and nothing else. */
function empty(folder: string): void {
  const isBuild = existsSync(path.join(folder, 'index.html')) && existsSync(path.join(folder, 'assets'))
  if (existsSync(folder) && !isBuild && readdirSync(folder).length > 0)
    throw new Error(`${folder} holds something else than the built page: remove it, or name another folder`)
  rmSync(folder, { recursive: true, force: true })
}

function fillIndex(files: readonly string[]): string {
  return readFileSync(path.join(page, 'index.html'), 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, ending) => {
    const file = files.find((name) => name.endsWith(`.${ending}`))
    if (file === undefined) throw new Error(`the page of the console has no .${ending} file`)
    return `/${toUrlPath(file)}`
  })
}

function toUrlPath(file: string): string {
  return file.replaceAll(path.sep, '/')
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8)
}

if (import.meta.main) {
  const folder = process.argv[2] === undefined ? siteFolder : path.resolve(process.argv[2])
  const { files } = await buildConsole(folder)
  console.log(`built ${files.length} files in ${path.relative(process.cwd(), folder) || '.'}`)
}
