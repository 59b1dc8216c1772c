/**
 * A path of the console that a link or the identity provider asks to return to; `/` for anything else, so that nobody
 * can make the console lead elsewhere. Browsers read `\` as `/`, and leave out tabs and line ends.
 */
export function toLocalPath(given: unknown): string {
  if (typeof given !== 'string' || given.length > 500 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(given))
    return '/'
  const url = URL.parse(given, 'http://console.invalid')
  if (url === null || url.host !== 'console.invalid' || url.pathname.startsWith('//')) return '/'
  const path = `${url.pathname}${url.search}`
  return /^\/(?:api|enter)(?:\/|\?|$)/.test(path) ? '/' : path
}
