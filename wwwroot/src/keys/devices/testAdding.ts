import type { DeviceRequest, Joining } from './devicesView'
import { type TestBrowser, until } from './testBrowser'

// For tests: what an owner does with two browsers.

export const ready = (at: TestBrowser): Promise<void> => until(() => at.own.keys() === 'ready')

export const joinsAs = (at: TestBrowser, kind: Joining['kind']): Promise<void> =>
  until(() => at.devices.joining().kind === kind)

/** The one that goes on, if one does. */
export function requestAt(at: TestBrowser, name: string): DeviceRequest | undefined {
  const all = at.devices.requests().filter((one) => one.name === name)
  return all.find(({ state }) => state.kind !== 'added' && state.kind !== 'over') ?? all.at(-1)
}

export const asksAs = (at: TestBrowser, name: string, kind: DeviceRequest['state']['kind']): Promise<void> =>
  until(() => requestAt(at, name)?.state.kind === kind)

export const isConfirmed = (request: DeviceRequest | undefined): boolean =>
  request?.state.kind === 'added' && request.state.confirmed

export function shownCode(at: TestBrowser): string {
  const joining = at.devices.joining()
  if (joining.kind !== 'code') throw new Error(`no code: ${joining.kind}`)
  return joining.code
}

const pairingAt = (at: TestBrowser, name: string): string => requestAt(at, name)?.pairing ?? ''

/** Up to the code that is shown, and can be typed. */
export async function pairToCode(on: TestBrowser, joiner: TestBrowser): Promise<void> {
  await joiner.devices.ask()
  await asksAs(on, joiner.name, 'asked')
  await on.devices.accept(pairingAt(on, joiner.name))
  await joinsAs(joiner, 'code')
  await asksAs(on, joiner.name, 'code')
}

/** Adds one to the devices of the other. */
export async function pair(on: TestBrowser, joiner: TestBrowser): Promise<void> {
  await pairToCode(on, joiner)
  await on.devices.enterCode(pairingAt(on, joiner.name), shownCode(joiner))
  await joinsAs(joiner, 'confirming')
  await joiner.devices.confirm()
  await ready(joiner)
}
