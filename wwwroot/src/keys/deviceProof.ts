import { type Bytes, concat, fromHex, label } from './bytes'

/**
 * What a device signs to prove to the server that a connection's browser is it; the server writes the same (`Grains/Keys/DeviceProof.cs`).
 * It proves nothing else: each proof has a challenge of its own, and no other signature begins with this label. Ids are 128 bits as hex.
 */
export const proofOf = (account: string, device: string, connection: string, challenge: Bytes): Bytes =>
  concat(label('device-proof'), fromHex(account), fromHex(device), fromHex(connection), challenge)
