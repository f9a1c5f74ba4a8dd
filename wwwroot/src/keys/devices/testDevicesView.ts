import { createSignal } from 'solid-js'
import type { Refusal } from '../../contract'
import type { CodeTest, DeviceNews, DeviceRequest, DevicesView, Joining, ListedDevice } from './devicesView'

/** What is drawn here: `ABCDE-FGH12-34567-89JKM-NPQRST`. */
export const drawnCode = 'ABCDEFGH123456789JKMNPQRST'

export const listed = (id: string, more: Partial<ListedDevice> = {}): ListedDevice => ({
  id,
  kind: 'browser',
  name: id,
  addedAtMs: 0,
  addedBy: undefined,
  seenAtMs: 0,
  here: false,
  current: false,
  ...more,
})

/** The own devices without any keys, for tests of the views: facts are signals, what is asked of them is told. */
export function testDevicesView(ask: (what: string) => void) {
  const [joining, setJoining] = createSignal<Joining>({ kind: 'idle' })
  const [requests, setRequests] = createSignal<readonly DeviceRequest[]>([])
  const [lockedUntil, setLockedUntil] = createSignal<number>()
  const [hasCode, setHasCode] = createSignal<boolean | undefined>(true)
  const [cameByCode, setCameByCode] = createSignal(false)
  const [devices, setDevices] = createSignal<readonly ListedDevice[]>([])
  const [startsOverAt, setStartsOverAt] = createSignal<number>()
  const [news, setNews] = createSignal<readonly DeviceNews[]>([])
  const answers: {
    /** What the next calls are refused with. */
    refusals: (Refusal | undefined)[]
    typing: (Refusal | 'noCode' | undefined)[]
    /** Of the stored parts of the code. */
    check: Awaited<ReturnType<DevicesView['checkCode']>>
    codes: (CodeTest | Refusal)[]
  } = { refusals: [], typing: [], check: 'there', codes: [] }
  const taken = async (what: string) => {
    ask(what)
    return answers.refusals.shift()
  }

  const view: DevicesView = {
    joining,
    ask: () => taken('ask devices'),
    cancel: async () => ask('cancel asking'),
    confirm: () => taken('confirm ✓'),
    deny: async () => ask('deny ✓'),
    requests,
    accept: (pairing) => taken(`accept ${pairing}`),
    async enterCode(pairing, typed) {
      ask(`type ${typed} for ${pairing}`)
      return answers.typing.shift()
    },
    dismiss: async (pairing) => ask(`dismiss ${pairing}`),
    lockedUntil,
    hasCode,
    async checkCode() {
      return answers.check
    },
    async drawCode() {
      ask('draw code')
      return drawnCode
    },
    keepCode: () => taken('keep code'),
    async testCode(typed) {
      ask(`test ${typed}`)
      return answers.codes.shift() ?? 'works'
    },
    async recover(typed) {
      ask(`recover ${typed}`)
      return answers.codes.shift()
    },
    cameByCode,
    devices,
    list: () => taken('list devices'),
    rename: (device, name) => taken(`rename device ${device} ${name}`),
    remove: (device) => taken(`remove device ${device}`),
    startsOverAt,
    startOver: () => taken('start over'),
    doNotStartOver: () => taken('do not start over'),
    beginAnew: () => taken('begin anew'),
    forgetReplaced: async () => ask('forget replaced'),
    news,
    dismissNews(id) {
      ask(`dismiss news ${id}`)
      setNews(news().filter((each) => each.id !== id))
    },
  }
  return {
    view,
    answers,
    setJoining,
    setRequests,
    setLockedUntil,
    setHasCode,
    setCameByCode,
    setDevices,
    setStartsOverAt,
    setNews,
  }
}
