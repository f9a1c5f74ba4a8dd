import type { Bytes } from './bytes'

// The server's tests (tests/Grains.Tests/Keys) read the same files: two implementations come to the same conclusions.
const files = import.meta.glob<unknown>('../../../tests/vectors/*.json', { import: 'default' })

export const toText = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

export const fromText = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

/** Reads the vectors of this name. With CHATMUX_WRITE_VECTORS they are made first: when the protocol changes, and never otherwise. */
export async function vectorsOf<T>(name: string, make: () => Promise<T[]>): Promise<T[]> {
  const file = `../../../tests/vectors/${name}.json`
  if (globalThis.process?.env.CHATMUX_WRITE_VECTORS) {
    const [{ writeFileSync }, { resolve }] = await Promise.all([import('node:fs'), import('node:path')])
    const made = await make()
    writeFileSync(resolve(import.meta.dirname, file), `${JSON.stringify(made, null, 2)}\n`)
    return made
  }
  return (await files[file]?.()) as T[]
}
