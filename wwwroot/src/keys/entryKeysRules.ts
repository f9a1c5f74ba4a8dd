import { equal } from './bytes'
import { type ChainEntry, type DeviceRecord, encodeDevice, type SignedEntry } from './chainEntry'
import type { EntryKeys } from './entryKeys'
import { hashOf, isPoint } from './primitives'

/** The first thing that is wrong with the keys that go with an entry. */
export type EntryKeysFault = 'entry' | 'grants' | 'keyBefore' | 'recovery'

/** Those for whom the key of an entry has to be sealed: all when it is another one, else those who came. */
export const needGrants = (entry: ChainEntry, before: ChainEntry | undefined): readonly DeviceRecord[] =>
  entry.encryptionKeyVersion === before?.encryptionKeyVersion ? newIn(entry, before) : entry.devices

/**
 * What is wrong with keys that are to go with an entry, which may follow the one before; undefined when nothing is, as far as it can be
 * told without opening them: nobody is left out, and nothing is there that nobody needs.
 */
export async function faultOfKeys(
  { entry, body }: SignedEntry,
  before: ChainEntry | undefined,
  { entryHash, grants, keyBefore, recovery }: EntryKeys,
): Promise<EntryKeysFault | undefined> {
  if (!equal(entryHash, await hashOf(body))) return 'entry'
  const needed = needGrants(entry, before).map(({ id }) => id)
  const given = grants.map(({ device }) => device)
  if (needed.toSorted().join() !== given.join()) return 'grants'
  const points = await Promise.all(grants.map(({ sealed }) => isPoint(sealed.encapsulated)))
  if (!points.every(Boolean)) return 'grants'
  const another = before !== undefined && before.encryptionKeyVersion !== entry.encryptionKeyVersion
  if (another !== (keyBefore !== undefined)) return 'keyBefore'
  if (keyBefore && !(await isPoint(keyBefore.encapsulated))) return 'keyBefore'
  const printed = newIn(entry, before).some(({ kind }) => kind === 'paper')
  return printed === (recovery !== undefined) ? undefined : 'recovery'
}

const newIn = (entry: ChainEntry, before: ChainEntry | undefined): readonly DeviceRecord[] =>
  entry.devices.filter((device) => !before?.devices.some((known) => equal(encodeDevice(known), encodeDevice(device))))
