import type { RefusalCode } from './contract'

/** Why something did not work: the server's refusal, or what only the browser knows. */
export type TroubleCode = RefusalCode | 'passkeyCancelled' | 'passkeyExists' | 'passkeyUnsupported'

export interface Trouble {
  code: TroubleCode
  retryAfterMs: number | null
}

/** What a person reads when something was refused. */
export function refusalSentence(refusal: Trouble): string {
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
    case 'notAuthor':
      return 'Only who wrote a message can change it.'
    case 'messageGone':
      return 'This message is not there any more.'
    case 'invalidReaction':
      return 'A reaction is one emoji.'
    case 'tooManyReactions':
      return 'This message has as many reactions as a message may have.'
    case 'tooFast':
      return `That was a little fast. Please try again ${waitingTime(refusal.retryAfterMs)}.`
    case 'tooManyConnections':
      return 'You have as many tabs open as one person may have (guests: three). Close one of them and try again.'
    case 'invalidTopic':
      return 'Please choose a topic of one line that is not too long.'
    case 'roomFull':
      return 'This room has as many members as a room may have.'
    case 'notAMember':
      return 'This person is not in the room. Ask them to join it first.'
    case 'alreadyMember':
      return 'This person is in the room already.'
    case 'theyAreBanned':
      return 'This person was banned from the room. Only its owner or a moderator can let them in again.'
    case 'notHere':
      return 'This person is not here at the moment.'
    case 'banned':
      return 'You were banned from this room. Only its owner or a moderator can let you in again.'
    case 'muted':
      return refusal.retryAfterMs
        ? `You are muted in this room. You can write again ${waitingTime(refusal.retryAfterMs)}.`
        : 'You are muted in this room until a moderator lets you write again.'
    case 'notAllowed':
      return 'Your role in this room does not allow this.'
    case 'tooManyBans':
      return 'This room has as many bans or mutes as a room may have. Lift one of them first.'
    case 'searchTooLong':
      return 'This is too long to search for. A few words are enough.'
    case 'nothingToSearch':
      return 'There is no word in this to search for.'
    case 'tooManyRooms':
      return 'You are in as many rooms as one person may be. Leave one of them and try again.'
    case 'invalidHandle':
      return 'A handle has 3 to 20 letters (a to z), digits or underscores and begins with a letter. A few words are reserved.'
    case 'handleTaken':
      return 'Somebody has this handle, or one that looks like it. Please choose another.'
    case 'invalidStatus':
      return 'Please choose a status of one line that is not too long.'
    case 'identityNeeded':
      return 'Guests cannot do this. Create an account or sign in first.'
    case 'guestsHaveNoFriends':
      return 'This person is a guest, and only people with an account can have friends.'
    case 'blocked':
      return 'You have blocked this person. Unblock them first.'
    case 'tooManyFriends':
      return 'You have as many friends as one person may have. Remove one first.'
    case 'tooManyRequests':
      return 'You have as many open requests as one person may have. Cancel one first, or wait for an answer.'
    case 'theirLimit':
      return 'This person cannot take any more friends or requests at the moment.'
    case 'tooManyBlocked':
      return 'You have blocked as many people as one person may block.'
    case 'tooManyFriendLinks':
      return 'You have as many links as one person may have. Revoke one first.'
    case 'chainMovedOn':
      return 'Another of your devices was faster. Please try again.'
    case 'pairingOver':
      return 'This has ended. Please begin again.'
    case 'pairingTaken':
      return 'You are adding this browser on another of your devices already.'
    case 'invalidPairing':
      return 'The two devices did not understand each other. Please begin again.'
    case 'tooManyPairings':
      return 'Several browsers ask to be added already. Finish or cancel one of them first.'
    case 'invalidVault':
    case 'vaultMovedOn':
      return 'Whom you have verified could not be shared with your other devices now. It will be tried again.'
    case 'invalidChainEntry':
      return 'Your devices could not be changed like this. Reloading the page may help.'
    case 'tooManyKeyChanges':
      return 'Your devices were changed as often as they may be. You can still remove one.'
    case 'deviceNotAdded':
      return 'This browser cannot read your direct messages yet: add it from one that can.'
    case 'notFriends':
      return 'You are not friends any more, so nothing new can be written.'
    case 'invalidEnvelope':
    case 'invalidEpoch':
      return 'The server did not take this message. Reloading the page may help.'
    case 'staleEpoch':
    case 'epochMovedOn':
      return 'The keys of this conversation were just changed. Please try again.'
    case 'passkeyInvalid':
      return 'This passkey does not open an account here. You can create an account, or try another passkey.'
    case 'challengeExpired':
      return 'That took too long. Please try again.'
    case 'loginTaken':
      return 'This opens another account already. Sign out first to use that one.'
    case 'wrongLogin':
      return 'This is not one of your ways in. Use one that is, or sign out first.'
    case 'lastWayIn':
      return 'This is the only way into your account, so it stays. Add another one first.'
    case 'tooManyWaysIn':
      return 'Your account has as many ways in as it may have. Remove one first.'
    case 'freshSignInNeeded':
      return 'To protect your account, please confirm that it is you.'
    case 'signUpClosed':
      return 'New accounts are not made here at the moment. If you have one, sign in.'
    case 'guestsClosed':
      return 'Guests are not let in here at the moment. Sign in with an account.'
    case 'wrongOperatorCode':
      return 'This is not the code, or there is an operator already.'
    case 'gitHubUnavailable':
      return 'GitHub does not answer as it should. Please try again in a while, or come in another way.'
    case 'gitHubDenied':
      return 'You said no at GitHub, so nothing was done.'
    case 'signInFailed':
      return 'That sign-in did not come to an end. Please begin again here.'
    case 'passkeyCancelled':
      return 'No passkey was used. If you have none for this place yet, create an account with one.'
    case 'passkeyExists':
      return 'This device has a passkey for your account already.'
    case 'passkeyUnsupported':
      return 'This browser or device cannot make the passkey that is needed here.'
    case 'unavailable':
      return 'The server cannot do this right now. Please try again in a moment.'
  }
  return unknownCode(refusal.code)
}

function waitingTime(retryAfterMs: number | null | undefined): string {
  if (!retryAfterMs) return 'in a moment'
  const seconds = Math.ceil(retryAfterMs / 1000)
  if (seconds > 5400) return `in ${Math.ceil(seconds / 3600)} hours`
  if (seconds > 90) return `in ${Math.ceil(seconds / 60)} minutes`
  return seconds === 1 ? 'in a second' : `in ${seconds} seconds`
}

/** The compiler sees that no code is left out; a newer server may still send one. */
function unknownCode(_code: never): string {
  return 'The server refused this. Reloading the page may help.'
}
