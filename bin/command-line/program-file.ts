import path from 'node:path'

/**
 * The file that runs as `pagebeat`: TypeScript in the repository, JavaScript in the package that `npm run build` makes.
 */
export const programFile = path.join(
  import.meta.dirname,
  '..',
  `pagebeat${path.extname(import.meta.filename)}`,
)
