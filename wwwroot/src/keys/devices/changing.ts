import { refusalOf } from '../../connections/calls'
import type { Refusal } from '../../contract'
import type { Identity } from '../../messages/directIdentities'
import { bytesOf } from '../chainEntry'
import { changeDevices, type DeviceChange, type WantedChange } from '../deviceChange'
import type { OwnChange } from '../deviceRows'
import { encodeEntryKeys } from '../entryKeys'
import type { Driver } from './driver'
import { sendOwnChange, settleOwnChange } from './ownChanges'

/** Changes the list of devices. `wanted` says what of it is still to be done, from the chain as it is then; undefined for nothing. */
export type ChangeOwn = (wanted: (identity: Identity) => WantedChange | undefined) => Promise<Refusal | undefined>

// Two devices change something at once now and then; more than a few times in a row they do not.
const TriesAtMost = 5

export function createChangeOwn(driver: Driver): ChangeOwn {
  const { desk, store, own, alone } = driver
  const tools = { call: desk.call, store }

  async function change(account: string, wanted: Parameters<ChangeOwn>[0]): Promise<Refusal | undefined> {
    for (let tries = 0; tries < TriesAtMost; tries++) {
      const now = await driver.signer(account)
      if (now.refusal) return now.refusal
      if (await settleOwnChange(tools, now.identity)) continue
      const wants = wanted(now.identity)
      if (!wants) return undefined
      const made = await changeDevices(now.keys, now.identity.entries, now.grant, wants)
      if ('fault' in made) return refusalOf('invalidChainEntry')
      const row = rowOf(account, now.keys.device, made)
      // On disk before the server can have it: a crash must not leave a chain whose key this device does not have.
      await store.keepOwnChange(row)
      const sent = await sendTwice(row)
      if (sent === 'done') return undefined
      if (sent !== 'lost') return 'stays' in sent ? sent.stays : sent.refused
    }
    return refusalOf('chainMovedOn')
  }

  /** An answer that was lost is given again. What has no answer then is sent with the next socket. */
  async function sendTwice(row: OwnChange) {
    const sent = await sendOwnChange(tools, row)
    return typeof sent === 'object' && 'stays' in sent ? sendOwnChange(tools, row) : sent
  }

  return async (wanted) => {
    const refusal = await alone((account) => change(account, wanted))
    await own.changed()
    const state = driver.identities.state(driver.account() ?? '')
    // What had no answer may be in the chain by now.
    return refusal && state.kind === 'known' && !wanted(state.identity) ? undefined : refusal
  }
}

function rowOf(account: string, device: string, { signed, keys, identityKeys }: DeviceChange): OwnChange {
  const grant = keys.grants.find((one) => one.device === device)?.sealed
  const version = signed.entry.encryptionKeyVersion
  return {
    account,
    entry: bytesOf(signed),
    entryKeys: encodeEntryKeys(keys),
    rotated: identityKeys && grant ? { version, identityKeys, grant } : undefined,
  }
}
