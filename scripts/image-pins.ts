/** The images of others that a Dockerfile starts from or docker-compose.yml runs, and their digests. */

/** `name:tag`, perhaps `@sha256:…`: after FROM, or after `image:`. Names without a tag are stages, and `pagebeat` is ours. */
const imagePattern =
  /^(?<before>FROM +| *image: )(?<image>[\w./-]+:[\w.-]+)(?<digest>@sha256:[0-9a-f]{64})?(?=\s|$)/gm

/** The images named in the text, `name:tag` without a digest. */
export function imagesIn(text: string): string[] {
  return [...text.matchAll(imagePattern)].map(({ groups = {} }) => groups['image'] ?? '')
}

/** The images named without a digest: the registry may give another image under the same tag tomorrow. */
export function unpinnedIn(text: string): string[] {
  const all = [...text.matchAll(imagePattern)]
  return all.flatMap(({ groups = {} }) => (groups['digest'] === undefined ? (groups['image'] ?? '') : []))
}

/** The text with the digest of every image. Throws when a digest is missing or is none. */
export function pin(text: string, digests: ReadonlyMap<string, string>): string {
  return text.replaceAll(imagePattern, (...match) => {
    const { before, image }: { before: string; image: string } = match.at(-1)
    const digest = digests.get(image) ?? ''
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`the registry gave no digest for ${image}`)
    return `${before}${image}@${digest}`
  })
}
