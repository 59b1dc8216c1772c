import { readFileSync } from 'node:fs'

export type FoundSecret = { readonly value: string | undefined } | { readonly problem: string }

/**
 * The secret of this name: the variable, or the content of the file that `<NAME>_FILE` names, as container platforms
 * mount secrets. One newline at the file's end is cut off. A problem repeats neither the value nor the path: one may
 * stand in the place of the other.
 */
export function findSecret(env: Readonly<Record<string, string | undefined>>, name: string): FoundSecret {
  const value = env[name] || undefined
  const file = env[`${name}_FILE`] || undefined
  if (file === undefined) return { value }
  if (value !== undefined) return { problem: `${name} and ${name}_FILE are both set: remove one of them` }
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    return content === '' ? { problem: `${name}_FILE names an empty file` } : { value: content }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    return { problem: `${name}_FILE names a file that cannot be read: ${reason}` }
  }
}
