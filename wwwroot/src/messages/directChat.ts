import type { Profile } from '../contract'
import { open } from '../keys/envelope'
import { decodeHeader } from '../keys/envelopeHeader'
import type { KeyStore } from '../keys/keyStore'
import { decodeBody } from '../keys/sealedBody'
import type { Desk } from './desk'
import { directKey } from './directKey'
import { createClosing } from './directClosing'
import { createDirectDesk } from './directDesk'
import type { Writers } from './directEntries'
import { createEpochs } from './directEpochs'
import { createErasures } from './directErasure'
import type { Identities } from './directIdentities'
import { createKeyNews } from './directKeyNews'
import { createDirectLog, type DirectLog } from './directLog'
import { createOpener } from './directOpener'
import type { OwnDevice } from './directOwnKeys'
import { createSealer } from './directSealer'
import { signerOf } from './directSigners'

// What is older was said while one was away.
const SignalsHoldMs = 30_000
// By then the tab has noted that it was sent.
const KeptForMs = 5_000

/** One conversation of two, from its sealed entries to the desk that its view works with. */
export interface DirectChat {
  desk: Desk
  log: DirectLog
  /** Whether a signal says that the other is writing now. */
  isTyping(envelope: Uint8Array): Promise<boolean>
  /** What became of the devices of the two between two messages. */
  keyNews: ReturnType<typeof createKeyNews>
  /** Others may have begun another epoch, or may be friends now. */
  attached(): void
}

export interface DirectChatDeps {
  desk: Desk
  conversation: string
  me: string
  other: string
  own: OwnDevice
  proven(): Promise<OwnDevice | undefined>
  identities: Identities
  store: KeyStore
  profileOf(account: string): Profile
  showsTyping(): boolean
  serverNow(): number
  /** The tab's storage has all that was written. */
  settled(): Promise<void>
}

export function createDirectChat(deps: DirectChatDeps): DirectChat {
  const { conversation, me, other, own, identities, store, profileOf } = deps
  // Whatever is asked of the server about sealed messages is asked as a device.
  const call: Desk['call'] = async (method, command) => {
    await deps.proven()
    return deps.desk.call(method, command)
  }
  const desk = { ...deps.desk, call }
  const writers: Writers = {
    conversation: directKey(conversation),
    profileOf,
    find: (sequence) => log.find(sequence),
    changesOf: (sequence) => log.changesOf(sequence),
    people: () => [profileOf(me), profileOf(other)],
    sentAs: (messageId) => sealer.sentAs(messageId),
  }
  const ownNow = async () => (await deps.proven()) ?? own
  const closing = createClosing({ conversation, me, log: () => log, ledger: store })
  const epochs = createEpochs({ call, me, other, own: ownNow, identities, closing })
  const erasures = createErasures({ call, me, other })
  const opener = createOpener({ conversation, me, other, epochs, erasures, identities, ledger: store })
  const log = createDirectLog({
    call,
    other,
    opener,
    erasures,
    writers,
    isClosed: ({ author, device, said }) =>
      said !== undefined && epochs.isClosed({ account: author, device }, said.header.counter),
    lastSeen: () => store.lastSeen(me, conversation),
  })
  const sealer = createSealer({
    call,
    conversation,
    me,
    other,
    own: deps.proven,
    identities,
    epochs,
    log: () => log,
    store,
    device: own.device,
    now: () => desk.clock.now(),
    newMessageId: desk.newMessageId,
    later: (act) =>
      void desk.clock.after(
        KeptForMs,
        () =>
          void deps
            .settled()
            .then(act)
            .catch(() => {}),
      ),
  })

  // What a reload within that time has left.
  void sealer.tidy().catch(() => {})

  async function isTyping(envelope: Uint8Array): Promise<boolean> {
    const bytes = new Uint8Array(envelope)
    const header = decodeHeader(bytes)?.header
    if (header?.type !== 'signal' || header.conversation !== conversation || header.sender !== other) return false
    const { known } = await epochs.at(header.epoch)
    const signer = known && signerOf(header, known, identities)
    if (!known?.epoch || !signer || signer === 'later') return false
    const opened = await open(bytes, known.epoch.keys, signer.signingKey)
    const body = 'body' in opened ? decodeBody(opened.body) : undefined
    return body?.kind === 'typing' && Math.abs(deps.serverNow() - body.atMs) < SignalsHoldMs
  }

  return {
    desk: createDirectDesk({
      desk,
      other,
      log,
      sealer,
      writers,
      showsTyping: deps.showsTyping,
      serverNow: deps.serverNow,
    }),
    log,
    isTyping,
    keyNews: createKeyNews({ me, other, log, epochs, identities }),
    attached() {
      epochs.doubt()
      erasures.doubt()
    },
  }
}
