/** Two short, soft tones. Made in the browser: there is no file to load. */
let context: AudioContext | undefined

/** Browsers play nothing before the user has touched the page. */
export function playChime(): void {
  if (!navigator.userActivation.hasBeenActive) return
  context ??= new AudioContext()
  const start = context.currentTime
  for (const [at, hertz] of [
    [0, 659],
    [0.14, 880],
  ] as const)
    playTone(context, start + at, hertz)
}

function playTone(audio: AudioContext, at: number, hertz: number): void {
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(0.12, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3)
  tone.connect(volume).connect(audio.destination)
  tone.start(at)
  tone.stop(at + 0.32)
}
