import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Bytes, concat, fromHex, label } from './bytes'
import { changeDevices } from './deviceChange'
import { recordOf } from './deviceRecord'
import { grantedWith, openGrant } from './grant'
import { openHistory } from './keyHistory'
import { agree, generateDecryptionKeys, isSignedBy, pointOf, privateBytesOf, sign } from './primitives'
import { makePaperDevice, openPaperDevice, type PaperDevice, type RecoveryFault } from './recovery'
import { drawRecoveryCode, groupsOf, normalisedCode } from './recoveryCode'
import { keyUnder, sealUnder } from './sealedUnder'
import { newId } from './testDevices'
import { changed, newIdentity, newKeys, seenBy, type TestIdentity } from './testIdentity'
import { fromText, toText, vectorsOf } from './testVectors'

/** Ids are hex, bytes base64url. */
interface Vector {
  account: string
  device: string
  signingKey: string
  decryptionKey: string
  code: string
  recovery: string
}

const vectors = await vectorsOf('recovery', makeVectors)

let alone: TestIdentity
let paper: PaperDevice
let printed: TestIdentity

beforeAll(async () => {
  alone = await newIdentity()
  paper = await makePaperDevice(alone.own.account, newId())
  printed = seenBy(alone.own, alone, await changed(alone, { added: [paper.record], recovery: paper.recovery }))
})

const headOf = ({ entries }: TestIdentity) => entries.at(-1)!.entry
const faultOf = async (of: TestIdentity, recovery: Bytes, typed: string): Promise<RecoveryFault | undefined> => {
  const opened = await openPaperDevice(headOf(of), recovery, typed)
  return 'fault' in opened ? opened.fault : undefined
}
const opened = async (of: TestIdentity, { recovery, code }: PaperDevice) => {
  const keys = await openPaperDevice(headOf(of), recovery, code)
  if ('fault' in keys) throw new Error(keys.fault)
  return keys
}

test.each(vectors)('a device on paper opens with its code, $code', async (vector) => {
  const record = {
    kind: 'paper' as const,
    id: vector.device,
    signingKey: fromText(vector.signingKey),
    decryptionKey: fromText(vector.decryptionKey),
  }
  const head = { ...headOf(printed), account: vector.account, devices: [record] }
  expect(await openPaperDevice(head, fromText(vector.recovery), vector.code)).toMatchObject({ device: vector.device })
})

test('a code is read however it is written', () => {
  const code = '0123456789ABCDEFGHJKMNPQRS'
  for (const typed of [
    code,
    code.toLowerCase(),
    groupsOf(code).join('-'),
    ` ${groupsOf(code).join(' – ')}\n`,
    'oi23456789abcdefghjkmnpqrs',
    'O123456789ABCDEFGHJKMNPQRS',
    '0l23456789abcdefghjkmnpqrs',
    '0I23456789abcdefghjkmnpqrs',
  ])
    expect(normalisedCode(typed)).toBe(code)
  expect(groupsOf(code)).toEqual(['01234', '56789', 'ABCDE', 'FGHJK', 'MNPQRS'])
  for (const none of [
    '',
    code.slice(1),
    `${code}0`,
    code.replace('A', 'U'),
    code.replace('A', '*'),
    code.replace('A', 'Ä'),
  ])
    expect(normalisedCode(none)).toBeUndefined()
  fc.assert(fc.property(fc.string({ maxLength: 25 }), (typed) => normalisedCode(typed) === undefined))
})

test('what is drawn is a code, and never the same', () => {
  const drawn = Array.from({ length: 200 }, drawRecoveryCode)
  expect(new Set(drawn).size).toBe(200)
  for (const code of drawn) expect(normalisedCode(groupsOf(code).join(' '))).toBe(code)
  // All letters there are.
  expect(new Set(drawn.join('')).size).toBe(32)
})

test('with the code, and nothing else, another browser becomes a device and has all that there was', async () => {
  expect(paper.recovery).toHaveLength(320)
  const keys = await opened(printed, paper)
  for (const { privateKey } of [keys.signing, keys.decryption]) expect(privateKey.extractable).toBe(false)
  expect(await isSignedBy(paper.record.signingKey, label('x'), await sign(keys.signing, label('x')))).toBe(true)

  const phone = await newKeys(alone.own.account)
  const onPaper = await withPaper()
  const added = await changed({ ...onPaper.identity, own: onPaper.keys }, { added: [await recordOf(phone)] })
  const onPhone = seenBy(phone, onPaper.identity, added)
  const newest = (await openGrant(phone, added.signed, onPhone.grant))!
  const probe = await generateDecryptionKeys()
  const first = (await openGrant(alone.own, alone.entries[0]!, alone.grant))!
  expect(await agree(newest, probe)).toEqual(await agree(first, probe))

  // After it was used there is another one, and the old one is nothing any more.
  const next = await makePaperDevice(phone.account, newId())
  const rotated = await changed(onPhone, {
    added: [next.record],
    removed: [onPaper.keys.device],
    recovery: next.recovery,
  })
  const after = seenBy(phone, onPhone, rotated)
  expect(await faultOf(after, onPaper.paper.recovery, onPaper.paper.code)).toBe('wrong')
  expect(await faultOf(after, next.recovery, onPaper.paper.code)).toBe('wrong')
  const again = await opened(after, next)
  const sealed = rotated.keys.grants.find(({ device }) => device === again.device)!.sealed
  const reached = (await openGrant(again, grantedWith(after.entries, again.device)!, sealed))!
  const all = await openHistory(reached, after.entries, new Map([[2, rotated.keys.keyBefore!]]))
  expect(await agree(all.get(1)!, probe)).toEqual(await agree(first, probe))
  expect(await pointOf(reached)).toEqual(headOf(after).encryptionKey)
})

test('a code still opens when the key was changed since, for it was sealed for the paper as well', async () => {
  const { paper: own, identity, keys } = await withPaper()
  const phone = await newKeys(identity.own.account)
  const both = seenBy(
    identity.own,
    identity,
    await changed({ ...alone, entries: identity.entries }, { added: [await recordOf(phone)] }),
  )
  const removed = await changed({ ...alone, entries: both.entries }, { removed: [phone.device] })
  const after = seenBy(keys, both, removed)
  const again = await opened(after, own)
  expect(await openGrant(again, grantedWith(after.entries, again.device)!, after.grant)).toBeDefined()
})

/** The identity with a device on paper, as it is there; the grant is the paper's. */
async function withPaper() {
  const made = await makePaperDevice(alone.own.account, newId())
  const change = await changed(alone, { added: [made.record], recovery: made.recovery })
  const identity = { ...alone, entries: [...alone.entries, change.signed], grant: change.keys.grants[0]!.sealed }
  return { paper: made, identity, keys: await opened(identity, made) }
}

test('nothing else opens it', async () => {
  expect(await faultOf(printed, paper.recovery, paper.code)).toBeUndefined()
  expect(await faultOf(alone, paper.recovery, paper.code)).toBe('noPaper')
  expect(await faultOf(printed, paper.recovery, paper.code.slice(1))).toBe('noCode')
  expect(await faultOf(printed, paper.recovery, drawRecoveryCode())).toBe('wrong')
  for (const recovery of [
    new Uint8Array(),
    new Uint8Array(320),
    paper.recovery.slice(0, -1),
    concat(paper.recovery, Uint8Array.of(0)),
  ])
    expect(await faultOf(printed, recovery, paper.code)).toBe('wrong')
  await fc.assert(
    fc.asyncProperty(fc.nat(320 * 8 - 1), async (bit) => {
      const bytes = paper.recovery.slice()
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await faultOf(printed, bytes, paper.code)).toBe('wrong')
    }),
  )
  const elsewhere = (change: object): TestIdentity => ({
    ...printed,
    entries: [{ ...printed.entries[1]!, entry: { ...headOf(printed), ...change } }],
  })
  expect(await faultOf(elsewhere({ account: newId() }), paper.recovery, paper.code)).toBe('wrong')
  const renamed = [{ ...paper.record, id: newId() }]
  expect(await faultOf(elsewhere({ devices: renamed }), paper.recovery, paper.code)).toBe('wrong')
  const other = (await makePaperDevice(alone.own.account, newId())).record
  for (const key of ['signingKey', 'decryptionKey'] as const) {
    const exchanged = [{ ...paper.record, [key]: other[key] }]
    expect(await faultOf(elsewhere({ devices: exchanged }), paper.recovery, paper.code)).toBe('keys')
  }
})

test('what is sealed under the code and is no key opens as none', async () => {
  const [salt, account] = [paper.recovery.slice(0, 16), fromHex(alone.own.account)]
  const key = await keyUnder(new TextEncoder().encode(paper.code), salt, concat(label('recovery'), account))
  const bound = concat(label('recovery-halves'), account, fromHex(paper.record.id), salt)
  for (const plain of [new Uint8Array(276), new Uint8Array(1)])
    expect(await faultOf(printed, concat(salt, await sealUnder(key, plain, bound)), paper.code)).toBe('keys')
})

test('a device on paper is one of the list, and what it needs goes with it', async () => {
  const { own, entries, grant } = alone
  expect(await changeDevices(own, entries, grant, { added: [paper.record] })).toEqual({ fault: 'recovery' })
  const second = await makePaperDevice(own.account, newId())
  expect(
    await changeDevices(own, printed.entries, grant, { added: [second.record], recovery: second.recovery }),
  ).toEqual({ fault: 'devices' })
  await expect(privateBytesOf((await opened(printed, paper)).decryption)).rejects.toThrow()
})

async function makeVectors(): Promise<Vector[]> {
  return Promise.all(
    Array.from({ length: 3 }, async () => {
      const account = newId()
      const { code, record, recovery } = await makePaperDevice(account, newId())
      return {
        account,
        device: record.id,
        signingKey: toText(record.signingKey),
        decryptionKey: toText(record.decryptionKey),
        code,
        recovery: toText(recovery),
      }
    }),
  )
}
