import path from 'node:path'

/** What tests run as `pagebeat`: the source, or the package that a whole `npm test` has built (TEST_PAGEBEAT). */
export const pagebeatFile = path.resolve(
  import.meta.dirname,
  '..',
  process.env['TEST_PAGEBEAT'] ?? 'bin/pagebeat.ts',
)

/** Where an option of Node replaces modules of Pagebeat, which only the source has. */
export const pagebeatSource = path.join(import.meta.dirname, '..', 'bin', 'pagebeat.ts')
