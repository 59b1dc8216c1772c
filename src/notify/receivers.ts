/** The addresses in NOTIFY_URL. */

const most = 10

/** Each once. A comma or a blank separates them: an address holds neither, but in its encoded form. */
export function splitReceivers(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((url) => url !== ''))]
}

/** A user name would be a second secret, which belongs into the address itself. */
export function areReceivers(urls: readonly string[]): boolean {
  return urls.length > 0 && urls.length <= most && urls.every(isReceiver)
}

function isReceiver(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return /^https?:$/.test(url?.protocol ?? '') && url?.username === '' && url.password === ''
}
