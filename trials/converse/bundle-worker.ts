import { copyFile, glob } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'

const script = path.join(import.meta.dirname, 'worker.ts')
const root = path.join(import.meta.dirname, '../..')

/**
 * The worker's program as a few files in `folder`, and the path of the first: a process that lives for a second or two starts in
 * a third of the time, of which its thousand modules would take the most.
 */
export async function bundleWorker(folder: string): Promise<string> {
  await build({
    entryPoints: [script],
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    // Packages that are CommonJS ask for `require`, which a module does not have.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(script)});`,
    },
    logLevel: 'error',
  })
  await copyLuaScripts(folder)
  return path.join(folder, 'worker.mjs')
}

/** The code reads each script from beside itself, and all code is in one folder now. */
async function copyLuaScripts(folder: string): Promise<void> {
  for await (const file of glob(['queues/*.lua', 'src/**/*.lua'], { cwd: root }))
    await copyFile(path.join(root, file), path.join(folder, path.basename(file)))
}
