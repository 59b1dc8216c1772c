import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** The program's full path, or undefined. Looks also into the sbin folders, which an ordinary user's PATH lacks. */
export function findExecutable(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin']
  const files = folders.filter((folder) => path.isAbsolute(folder)).map((folder) => path.join(folder, name))
  return files.find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
