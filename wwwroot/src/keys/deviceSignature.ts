import { type Bytes, concat, fromHex, label } from './bytes'
import { type DeviceRecord, encodeDevice } from './chainEntry'
import { isSignedBy, sign } from './primitives'

// With the account: a record that was made for one identity cannot be put into another one's list.
const signedOf = (account: string, record: DeviceRecord): Bytes =>
  concat(label('device'), fromHex(account), encodeDevice(record))

/** Says that a device wants to be one of this account's, and has the private half of its signing key. */
export const signAsDevice = (account: string, record: DeviceRecord, signing: CryptoKeyPair): Promise<Bytes> =>
  sign(signing, signedOf(account, record))

/** The server asks the same (`Grains/Keys/PairingMessage.cs`). */
export const isSelfSigned = (account: string, record: DeviceRecord, signature: Bytes): Promise<boolean> =>
  isSignedBy(record.signingKey, signedOf(account, record), signature)
