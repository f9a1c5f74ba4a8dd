import type { Bytes } from './bytes'
import type { ChainPin } from './chain'
import { type CodeAttempts, noAttempts } from './codeAttempts'
import {
  type Arrival,
  type DeviceNotes,
  type KeptJoining,
  type KeptRequest,
  noNotes,
  type OwnChange,
} from './deviceRows'
import type { Sealed } from './hpke'
import { allOf, type KeyDatabase } from './keyDatabase'
import type { DeviceKeys, Row, StoreName } from './keyLayout'

/** What a browser becomes a device with. */
export interface Adopted {
  keys: DeviceKeys
  entries: readonly Bytes[]
  pin: ChainPin
  encryptionKeyVersion: number
  identityKeys: CryptoKeyPair
  grant: Sealed
  cameBy: string | undefined
}

/** How far this browser is with becoming a device, and with what it does as one. What is written is on disk when this returns. */
export interface KeptDevices {
  joining(account: string): Promise<KeptJoining | undefined>
  keepJoining(row: KeptJoining): Promise<void>
  dropJoining(account: string): Promise<void>
  arrival(account: string): Promise<Arrival | undefined>
  keepArrival(row: Arrival): Promise<void>
  dropArrival(account: string): Promise<void>
  /** This browser is a device from here on: all that it has of the identity is what it was given. `joining`: what is still to be sent. */
  adopt(account: string, adopted: Adopted, joining?: KeptJoining): Promise<void>
  /** The same with an arrival, unless another tab has done so, or has dropped it. */
  adoptArrival(arrival: Arrival, pin: ChainPin): Promise<void>
  /** All that it knows as a device is gone, except that it was one. */
  forgetRemoved(account: string): Promise<void>
  wasRemoved(account: string): Promise<boolean>

  requests(account: string): Promise<readonly KeptRequest[]>
  /** `attempts`: together with it or not at all. */
  keepRequest(row: KeptRequest, attempts?: CodeAttempts): Promise<void>
  dropRequest(account: string, pairing: string): Promise<void>
  attempts(account: string): Promise<CodeAttempts>

  ownChange(account: string): Promise<OwnChange | undefined>
  keepOwnChange(row: OwnChange): Promise<void>
  /** It is in the chain: what it brought counts from now on. */
  finishOwnChange(row: OwnChange): Promise<void>
  dropOwnChange(account: string): Promise<void>
  keepIdentityKeys(account: string, keys: ReadonlyMap<number, CryptoKeyPair>, newest: Sealed): Promise<void>

  deviceNotes(account: string): Promise<DeviceNotes | undefined>
  changeDeviceNotes(account: string, next: (held: DeviceNotes | undefined) => DeviceNotes | undefined): Promise<void>
}

const durable: IDBTransactionOptions = { durability: 'strict' }

export function createKeptDevices(database: KeyDatabase): KeptDevices {
  const drop = async (name: 'joining' | 'arrival' | 'ownChange', account: string) => {
    await (await database.open()).delete(name, account)
  }

  /** All rows of the identity go, and these come. */
  async function replaceAll(account: string, rows: readonly NamedRow[], onlyWith?: 'arrival') {
    const opened = await database.open()
    const names = [...opened.objectStoreNames]
    const transaction = opened.transaction(names, 'readwrite', durable)
    if (onlyWith && (await transaction.objectStore(onlyWith).getKey(account)) === undefined) return transaction.done
    await Promise.all([
      ...names.flatMap((name) => [account, allOf(account)].map((some) => transaction.objectStore(name).delete(some))),
      ...rows.map(({ name, row }) => transaction.objectStore(name).put(row)),
      transaction.done,
    ])
  }

  return {
    joining: async (account) => (await database.open()).get('joining', account),
    keepJoining: async (row) => void (await (await database.open()).put('joining', row)),
    dropJoining: (account) => drop('joining', account),
    arrival: async (account) => (await database.open()).get('arrival', account),
    keepArrival: async (row) => void (await (await database.open()).put('arrival', row)),
    dropArrival: (account) => drop('arrival', account),
    adopt: (account, adopted, joining) =>
      replaceAll(account, [
        ...rowsOf(account, adopted),
        ...(joining ? [{ name: 'joining', row: joining } as const] : []),
      ]),
    adoptArrival: ({ account, paper: cameBy, ...given }, pin) =>
      replaceAll(account, rowsOf(account, { ...given, pin, cameBy }), 'arrival'),
    forgetRemoved: (account) => replaceAll(account, [{ name: 'removed', row: { account } }]),
    wasRemoved: async (account) => (await (await database.open()).getKey('removed', account)) !== undefined,

    requests: async (account) => (await database.open()).getAll('request', allOf(account)),
    async keepRequest(row, attempts) {
      const { account } = row
      await database.write(account, ['request', 'attempts'], async (transaction) => {
        await transaction.objectStore('request').put(row)
        if (attempts) await transaction.objectStore('attempts').put({ account, attempts })
      })
    },
    async dropRequest(account, pairing) {
      await (await database.open()).delete('request', [account, pairing])
    },
    attempts: async (account) => (await (await database.open()).get('attempts', account))?.attempts ?? noAttempts,

    ownChange: async (account) => (await database.open()).get('ownChange', account),
    async keepOwnChange(row) {
      await database.change(row.account, 'ownChange', row.account, () => row)
    },
    async finishOwnChange({ account, rotated }) {
      await database.write(account, ['ownChange', 'identityKey'], async (transaction) => {
        await transaction.objectStore('ownChange').delete(account)
        if (!rotated) return
        const { version, identityKeys: keys, grant } = rotated
        await transaction.objectStore('identityKey').put({ account, version, keys, grant })
      })
    },
    dropOwnChange: (account) => drop('ownChange', account),
    async keepIdentityKeys(account, all, newest) {
      const last = Math.max(...all.keys())
      await database.write(account, ['identityKey'], async (transaction) => {
        for (const [version, keys] of all) {
          const held = await transaction.objectStore('identityKey').get([account, version])
          const grant = version === last ? newest : held?.grant
          await transaction.objectStore('identityKey').put({ account, version, keys, ...(grant ? { grant } : {}) })
        }
      })
    },

    deviceNotes: async (account) => (await database.open()).get('deviceNotes', account),
    async changeDeviceNotes(account, next) {
      await database.change(account, 'deviceNotes', account, next)
    },
  }
}

type NamedRow = { [Name in StoreName]: { name: Name; row: Row<Name> } }[StoreName]

const rowsOf = (
  account: string,
  { keys, entries, pin, encryptionKeyVersion: version, identityKeys, grant, cameBy }: Adopted,
): NamedRow[] => [
  { name: 'device', row: keys },
  { name: 'chain', row: { account, other: account, entries } },
  { name: 'identity', row: { account, other: account, known: { pin, verified: false } } },
  { name: 'identityKey', row: { account, version, keys: identityKeys, grant } },
  { name: 'deviceNotes', row: { ...noNotes(account), lookedAt: pin.version, cameBy } },
]
