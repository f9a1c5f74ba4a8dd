import type { Refusal } from './contract'

/** What a person reads when something was refused. */
export function refusalSentence(refusal: Refusal): string {
  switch (refusal.code) {
    case 'malformed':
      return 'The server did not understand this. Reloading the page may help.'
    case 'notAttached':
      return 'The connection is not ready yet. Please try again in a moment.'
    case 'notSignedIn':
      return 'Your session has ended. Please enter again.'
    case 'notFound':
      return 'This is not here any more, or you have no access to it.'
    case 'invalidName':
      return 'Please choose a name with visible characters that is not too long.'
    case 'invalidColour':
      return 'Please choose another colour.'
    case 'emptyMessage':
      return 'A message needs at least one visible character.'
    case 'messageTooLong':
      return 'This message is too long. Please shorten it or send it in parts.'
    case 'messageIdTaken':
      return 'This message could not be sent as it is. Please send it again.'
    case 'tooFast':
      return `That was a little fast. Please try again ${waitingTime(refusal.retryAfterMs)}.`
    case 'tooManyConnections':
      return 'You have as many tabs open as one person may have (guests: three). Close one of them and try again.'
    case 'roomFull':
      return 'This room has as many members as a room may have.'
    case 'tooManyRooms':
      return 'You are in as many rooms as one person may be. Leave one of them and try again.'
    case 'unavailable':
      return 'The server cannot do this right now. Please try again in a moment.'
  }
  return unknownCode(refusal.code)
}

function waitingTime(retryAfterMs: number | null | undefined): string {
  if (!retryAfterMs) return 'in a moment'
  const seconds = Math.ceil(retryAfterMs / 1000)
  return seconds === 1 ? 'in a second' : `in ${seconds} seconds`
}

/** The compiler sees that no code is left out; a newer server may still send one. */
function unknownCode(_code: never): string {
  return 'The server refused this. Reloading the page may help.'
}
