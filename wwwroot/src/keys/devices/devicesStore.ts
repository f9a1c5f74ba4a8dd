import { createEffect, createMemo, untrack } from 'solid-js'
import type { DevicesChanged, Pairing } from '../../contract'
import type { Identity } from '../../messages/directIdentities'
import { createChangeOwn } from './changing'
import { createDeviceList } from './deviceList'
import { createNotes } from './deviceNotes'
import type { DevicesView } from './devicesView'
import { createDriver, type DevicesDeps } from './driver'
import { createJoining } from './joining'
import { createRecoveryCodes } from './recoveryCodes'
import { createRequests } from './requests'
import { createSharedVault } from './sharedVault'
import { createStartingOver } from './startingOver'

export interface DevicesStore extends DevicesView {
  /** A socket is attached. */
  attached(): void
  changed(event: DevicesChanged): void
  moved(pairing: Pairing): void
  ended(pairing: string): void
  /** The chain of an account was asked for, and with the own one the server said when it starts over. */
  served(account: string, startsOverAtMs: number | null): void
  /** This device has seen something new of somebody. */
  knows(other: string): void
  reset(): void
}

/** Sharing keys between the devices of one identity: what is heard and kept of it, and what its owner does. Within a root, for its effects. */
export function createDevicesStore(deps: DevicesDeps): DevicesStore {
  const driver = createDriver(deps)
  const { desk, own, identities } = driver
  const changeOwn = createChangeOwn(driver)
  const joining = createJoining(driver)
  const requests = createRequests(driver)
  const notes = createNotes(driver)
  const codes = createRecoveryCodes(driver, changeOwn)
  const list = createDeviceList(driver, notes, changeOwn)
  const over = createStartingOver(driver)
  const vault = createSharedVault(driver, deps.learned)
  let turn: Promise<void> = Promise.resolve()

  /** One event after the other, as they came. An error of the browser's database is none for good: the next socket brings all again. */
  function inTurn(act: () => Promise<unknown>) {
    turn = turn.then(async () => void (await act())).catch(() => {})
  }

  async function lookAt(identity: Identity) {
    await notes.look(identity)
    // Whoever came meanwhile has a name that was not listed yet.
    if (notes.news().some(({ name }) => name === undefined)) await list.list()
  }

  async function refresh() {
    await own.proven()
    if (driver.account() === undefined) return
    const expected = [...(await joining.expected()), ...(await requests.expected())]
    let pairings: readonly Pairing[] | undefined
    await driver.patiently(async () => {
      const { value, refusal } = await desk.call('GetPairings', null)
      pairings = value?.pairings
      return refusal ?? undefined
    })
    if (!pairings) return
    await joining.refresh(pairings, expected)
    await requests.refresh(pairings, expected)
  }

  createEffect(() => {
    if (own.keys() !== 'ready') return
    untrack(() => {
      inTurn(refresh)
      inTurn(list.nameOwn)
    })
  })
  const keyVersion = createMemo(() => {
    const state = identities.state(desk.me()?.id ?? '')
    return own.keys() === 'ready' && state.kind === 'known' ? state.identity.head.encryptionKeyVersion : undefined
  })
  // Under another key everything is sealed anew: whoever was removed knows the one before.
  createEffect(() => keyVersion() !== undefined && vault.all())
  createEffect(() => {
    const state = identities.state(desk.me()?.id ?? '')
    if (own.keys() === 'ready' && state.kind === 'known') untrack(() => inTurn(() => lookAt(state.identity)))
  })

  return {
    joining: joining.joining,
    ask: joining.ask,
    cancel: joining.cancel,
    confirm: joining.confirm,
    deny: joining.deny,
    requests: requests.requests,
    accept: requests.accept,
    enterCode: requests.enterCode,
    dismiss: requests.dismiss,
    lockedUntil: requests.lockedUntil,
    hasCode: codes.hasCode,
    checkCode: codes.checkCode,
    drawCode: codes.drawCode,
    keepCode: codes.keepCode,
    testCode: codes.testCode,
    recover: codes.recover,
    cameByCode: notes.cameByCode,
    devices: list.devices,
    list: list.list,
    rename: list.rename,
    remove: list.remove,
    startsOverAt: over.startsOverAt,
    startOver: over.startOver,
    doNotStartOver: over.doNotStartOver,
    beginAnew: over.beginAnew,
    news: notes.news,
    dismissNews: notes.dismissNews,
    async forgetReplaced() {
      const account = driver.account()
      if (account === undefined || own.keys() !== 'replaced') return
      await driver.alone((mine) => driver.store.forget(mine))
      await own.changed()
    },
    attached() {
      inTurn(refresh)
      vault.all()
    },
    knows: vault.knows,
    changed({ startsOverAtMs }) {
      over.told(startsOverAtMs)
      void own.changed().catch(() => {})
    },
    moved(pairing) {
      inTurn(() => joining.heard(pairing))
      inTurn(() => requests.heard(pairing))
    },
    ended(pairing) {
      inTurn(() => joining.ended(pairing))
      inTurn(() => requests.ended(pairing))
    },
    served: (account, startsOverAtMs) => account === driver.account() && over.told(startsOverAtMs),
    reset() {
      for (const part of [joining, requests, notes, codes, list, over, vault]) part.reset()
    },
  }
}
