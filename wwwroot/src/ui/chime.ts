const notes = [659.25, 880]
const loudness = 0.06

let context: AudioContext | undefined

/** Two short soft notes. Browsers allow it once somebody has clicked or typed in the page; before that it is silent. */
export async function chime(): Promise<void> {
  const activated = (navigator as { userActivation?: UserActivation }).userActivation?.hasBeenActive ?? true
  if (!activated || typeof AudioContext === 'undefined') return
  try {
    context ??= new AudioContext()
    await context.resume()
    for (const [index, frequency] of notes.entries()) play(context, frequency, context.currentTime + index * 0.11)
  } catch {
    // No sound device, or none that is free.
  }
}

function play(audio: AudioContext, frequency: number, at: number) {
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  tone.frequency.value = frequency
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(loudness, at + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.32)
  tone.connect(volume).connect(audio.destination)
  tone.start(at)
  tone.stop(at + 0.35)
}
