import '@testing-library/jest-dom/vitest'
import { cleanup } from '@solidjs/testing-library'
import { afterEach } from 'vitest'

afterEach(cleanup)

// The arrays and buffers of jsdom's realm come in the place of Node's, whose WebCrypto does not take such buffers.
globalThis.Uint8Array = Object.getPrototypeOf(Buffer) as typeof Uint8Array
globalThis.ArrayBuffer = Uint8Array.of().buffer.constructor as typeof ArrayBuffer

// jsdom knows <dialog> but not how to open one.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false
  this.dispatchEvent(new Event('close'))
}
// jsdom hides a popover and cannot show it.
HTMLElement.prototype.showPopover ??= function (this: HTMLElement) {
  this.popover = null
  this.removeAttribute('popover')
}
Element.prototype.scrollIntoView ??= () => {}
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.matchMedia ??= (media: string) =>
  Object.assign(new EventTarget(), { matches: false, media, onchange: null }) as unknown as MediaQueryList
