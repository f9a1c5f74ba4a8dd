import type { DeviceRecord } from './chainEntry'
import type { DeviceKeys } from './keyLayout'
import { pointOf } from './primitives'

/** This browser as the identity's other devices know it. */
export const recordOf = async ({ device, signing, decryption }: DeviceKeys): Promise<DeviceRecord> => ({
  kind: 'browser',
  id: device,
  signingKey: await pointOf(signing),
  decryptionKey: await pointOf(decryption),
})
