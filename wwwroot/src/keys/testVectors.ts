import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Bytes } from './bytes'

// The server's tests (tests/Grains.Tests/Keys) read the same files: two implementations come to the same conclusions.

export const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

export const fromText = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'base64url'))

/** Reads the vectors of this name. With CHATMUX_WRITE_VECTORS they are made first: when the protocol changes, and never otherwise. */
export async function vectorsOf<T>(name: string, make: () => Promise<T[]>): Promise<T[]> {
  const file = resolve(import.meta.dirname, `../../../tests/vectors/${name}.json`)
  if (process.env.CHATMUX_WRITE_VECTORS) writeFileSync(file, `${JSON.stringify(await make(), null, 2)}\n`)
  return JSON.parse(readFileSync(file, 'utf8')) as T[]
}
