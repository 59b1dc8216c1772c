/**
 * The command line with the packages that it uses, in a few files instead of two thousand: a process starts in half the
 * time. What must stay a package of its own is installed beside it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'

const root = path.join(import.meta.dirname, '..')

/** Packages with files that they read at run time, or with compiled code. */
export const unbundled = ['@bull-board/koa', '@bull-board/ui', 'msgpackr-extract'] as const

/** Packages of CommonJS expect these. Every file lies one folder below the root of the package. */
const banner = `import { createRequire as __createRequire } from 'node:module'
import { fileURLToPath as __toPath } from 'node:url'
const require = __createRequire(import.meta.url), __root = new URL('../', import.meta.url)
const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url)).slice(0, -1)`

/**
 * Writes `bin/pagebeat.js` and `lib/` into the folder. Returns the folders of the packages that are in them, from the
 * root of the project. Throws an Error when the code cannot be parsed or a module is missing.
 */
export async function bundleProgram(target: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { 'bin/pagebeat': 'bin/pagebeat.ts' },
    outdir: target,
    chunkNames: 'lib/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: [...unbundled],
    plugins: [keepPlaces],
    banner: { js: banner },
    legalComments: 'none', // the licences are in THIRD-PARTY.txt
    logLevel: 'error',
    metafile: true,
  })
  const packages = Object.keys(metafile.inputs).flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  )
  return [...new Set(packages)].toSorted()
}

/** Files beside the code (a Lua script, the migrations) are found from where the code was, not from where it is now. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup(context) {
    context.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const place = path.relative(root, file).replace(/\.ts$/, '.js').split(path.sep).join('/')
      if (place.startsWith('node_modules/')) return undefined
      const text = readFileSync(file, 'utf8')
      const url = `new URL(${JSON.stringify(place)}, __root)`
      const contents = text
        .replaceAll('import.meta.url', `${url}.href`)
        .replaceAll('import.meta.filename', `__toPath(${url})`)
        .replaceAll('import.meta.dirname', `__toPath(new URL('.', ${url})).slice(0, -1)`)
      return { contents, loader: 'ts' }
    })
  },
}

/** Names, versions and licences of the packages in these folders, as their licences ask for. */
export function thirdParty(folders: readonly string[]): string {
  const parts = folders.map((folder) => {
    const place = path.join(root, folder)
    const {
      name,
      version,
      license = 'no licence named',
    } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'))
    const file = readdirSync(place).find((each) => /^licen[cs]e/i.test(each))
    const text = file === undefined ? '' : readFileSync(path.join(place, file), 'utf8').trim()
    return `${name} ${version} (${license})\n\n${text}`.trim()
  })
  const line = '-'.repeat(80)
  return [
    'The files in bin/ and lib/ hold code of these packages. Their licences:',
    ...new Set(parts),
    '',
  ].join(`\n\n${line}\n\n`)
}
