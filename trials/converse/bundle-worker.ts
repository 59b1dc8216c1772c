import path from 'node:path'
import { build } from 'esbuild'

const script = path.join(import.meta.dirname, 'worker.ts')

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
  return path.join(folder, 'worker.mjs')
}
