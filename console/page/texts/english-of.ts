/** The browser's own English, else British: its dates are those of most readers. */
export function englishOf(wanted: readonly string[]): string {
  return wanted.find((one) => one.startsWith('en-') && isLanguage(one)) ?? 'en-GB'
}

/** Chromium without a locale names `en-US@posix`, which its own Intl refuses. */
function isLanguage(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}
