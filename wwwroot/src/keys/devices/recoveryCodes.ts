import type { Refusal } from '../../contract'
import { refusalOf } from '../../connections/calls'
import type { Identity } from '../../messages/directIdentities'
import type { Bytes } from '../bytes'
import { grantedWith, openGrant } from '../grant'
import type { Sealed } from '../hpke'
import type { DeviceKeys } from '../keyStore'
import { makePaperDevice, openPaperDevice, type PaperDevice } from '../recovery'
import { decodeSealedKey } from '../sealedKey'
import { arriveByPaper } from './arriving'
import type { ChangeOwn } from './changing'
import type { CodeTest, DevicesView } from './devicesView'
import type { Driver } from './driver'

/** The device on paper: drawn, kept, tested and used. */
export interface RecoveryCodes extends Pick<
  DevicesView,
  'hasCode' | 'checkCode' | 'drawCode' | 'keepCode' | 'testCode' | 'recover'
> {
  reset(): void
}

type Opened = { paper: DeviceKeys; grant: Sealed; identity: Identity; no?: never } | { no: CodeTest | Refusal }

const TriesAtMost = 5

export function createRecoveryCodes(driver: Driver, changeOwn: ChangeOwn): RecoveryCodes {
  const { desk, store, identities, own } = driver
  let drawn: PaperDevice | undefined

  const isReady = () => own.keys() === 'ready'

  const hasCode = () => {
    const state = identities.state(driver.account() ?? '')
    return state.kind === 'known' ? paperIn(state.identity) !== undefined : undefined
  }

  async function followed(): Promise<Identity | { refusal: Refusal }> {
    const account = driver.account()
    if (account === undefined) return { refusal: refusalOf('notSignedIn') }
    const { state, refusal } = await identities.follow(account)
    if (refusal) return { refusal }
    return state.kind === 'known' ? state.identity : { refusal: refusalOf('notFound') }
  }

  /** The chain is asked for first: a code that was exchanged meanwhile opens nothing, rather than what is not there any more. */
  async function openWith(typed: string): Promise<Opened> {
    const identity = await followed()
    if ('refusal' in identity) return { no: identity.refusal }
    if (!paperIn(identity)) return { no: 'noPaper' }
    const { value, refusal } = await desk.call('GetRecovery', null)
    if (refusal) return { no: refusal.code === 'notFound' ? 'missing' : refusal }
    const paper = await openPaperDevice(identity.head, value.sealed as Bytes, typed)
    if ('fault' in paper) return { no: paper.fault }
    const grant = decodeSealedKey(value.grant)
    return grant ? { paper, grant, identity } : { no: 'missing' }
  }

  async function recover(typed: string): Promise<CodeTest | Refusal | undefined> {
    for (let tries = 0; tries < TriesAtMost; tries++) {
      const opened = await openWith(typed)
      if (opened.no) return opened.no
      const { paper, grant, identity } = opened
      // Another tab of this browser was first.
      const held = await store.find(identity.account)
      if (identity.head.devices.some(({ id }) => id === held?.device)) return undefined
      const arrived = await arriveByPaper(driver, paper, grant, identity.entries)
      if (arrived === 'arrived') return undefined
      if (arrived === 'grant') return 'missing'
      if (arrived !== 'lost') return arrived.refused
    }
    return refusalOf('chainMovedOn')
  }

  return {
    hasCode,
    async checkCode() {
      const { refusal } = await desk.call('GetRecovery', null)
      if (!refusal) return 'there'
      if (refusal.code !== 'notFound') return refusal
      const identity = await followed()
      if ('refusal' in identity) return identity.refusal
      return paperIn(identity) ? 'missing' : 'none'
    },
    async drawCode() {
      drawn = await makePaperDevice(driver.account() ?? '', driver.newId())
      return drawn.code
    },
    async keepCode() {
      const paper = drawn
      if (!paper) return refusalOf('notFound')
      const refusal = await changeOwn((identity) => {
        const before = paperIn(identity)
        if (before?.id === paper.record.id) return undefined
        return { added: [paper.record], removed: before ? [before.id] : [], recovery: paper.recovery }
      })
      if (!refusal) drawn = undefined
      return refusal
    },
    async testCode(typed) {
      const opened = await openWith(typed)
      if (opened.no) return opened.no
      const { paper, grant, identity } = opened
      const granting = grantedWith(identity.entries, paper.device)
      return granting && (await openGrant(paper, granting, grant)) ? 'works' : 'missing'
    },
    async recover(typed) {
      if (isReady()) return undefined
      const no = await driver.alone(() => recover(typed))
      await own.changed()
      // What had no answer may be in the chain by now.
      return isReady() ? undefined : no
    },
    reset() {
      drawn = undefined
    },
  }
}

export const paperIn = ({ head }: Identity) => head.devices.find(({ kind }) => kind === 'paper')
