import type { Doubt } from './directsView'

interface Words {
  /** What stands at the message. */
  text: string
  /** The same at length. */
  title: string
}

/** What is wrong with a message, in words, for whoever did not make the protocol. `by`: who wrote it; undefined for oneself. */
export function doubtWords(doubt: Doubt, by: string | undefined): Words {
  const sender = by ?? 'you'
  switch (doubt) {
    case 'unreadable':
      return {
        text: `This message cannot be read: it was sealed for other devices, or not signed by ${sender}.`,
        title: 'It may be damaged, or somebody may have tampered with it.',
      }
    case 'emptied':
      return {
        text: 'The server shows nothing here any more.',
        title: `It says that this went with ${by === undefined ? 'your' : 'its author’s'} account, which is still there.`,
      }
    case 'repeated':
      return {
        text: 'Shown a second time',
        title: `The same message stands elsewhere, too. ${by ?? 'You'} may have written it only once.`,
      }
    case 'replaced':
      return {
        text: 'Something else stood here before',
        title: 'This browser has seen another message at this place. The server may have exchanged it.',
      }
    case 'missingBefore':
      return {
        text: `Something that ${sender} wrote before this is missing.`,
        title: 'The server may have held it back.',
      }
    case 'changeMissing':
      return {
        text: 'Messages here may have been changed since.',
        title: `Something that ${sender} edited, deleted or reacted to later is missing. The server may have held it back.`,
      }
    case 'missingAfter':
      return {
        text: 'Newer messages are missing on the server.',
        title:
          'This browser knows of some that the server does not show any more. It may hold them back, or have lost them.',
      }
    case 'outOfOrder':
      return {
        text: 'Not in the order of writing',
        title: `${by ?? 'You'} wrote this before something that stands above it.`,
      }
    case 'removedDevice':
      return {
        text: 'From a removed device',
        title: `It comes from a device that ${sender} ${by === undefined ? 'have' : 'has'} removed. Somebody else may have it.`,
      }
  }
}
