import type { Protection } from './directsView'

/** How much a conversation can be relied on, as far as this browser knows. */
export type Safety = 'encrypted' | 'verified' | 'doubtful'

export function safetyOf({ notWritable, verified }: Pick<Protection, 'notWritable' | 'verified'>): Safety {
  if (notWritable === 'identityChanged' || notWritable === 'broken') return 'doubtful'
  return verified ? 'verified' : 'encrypted'
}
