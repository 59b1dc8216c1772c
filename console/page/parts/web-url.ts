/** True for addresses that the page may show or open: of the web, and of its own files. Never `javascript:`. */
export function isWebUrl(url: string): boolean {
  if (/^data:image\/(?:png|jpeg|gif|webp);/.test(url)) return true
  try {
    const { protocol, origin } = new URL(url, location.origin)
    return protocol === 'https:' || origin === location.origin
  } catch {
    return false
  }
}
