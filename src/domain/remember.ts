/**
 * The function, with its results kept by their argument: at most `most`. Then it begins anew: the arguments are texts of
 * storyboards, and those of old storyboards are not asked for again.
 */
export function remember<Result>(make: (text: string) => Result, most: number): (text: string) => Result {
  const known = new Map<string, Result>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = make(text)
    if (known.size >= most) known.clear()
    known.set(text, made)
    return made
  }
}
