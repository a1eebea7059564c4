// What became of handing a message to a channel. The meaning is the same for mail, SMS and the rest.

/**
 * `accepted`: the channel took it over. `temporary`: try later, with the same id (a time-out may have sent it).
 * `permanent`: it will never arrive there; another channel is needed. `configuration`: ours to mend, the address is not to blame.
 */
export type SendResult =
  | { readonly outcome: 'accepted'; readonly reference: string }
  | { readonly outcome: 'temporary'; readonly why: string }
  | { readonly outcome: 'permanent'; readonly why: string }
  | { readonly outcome: 'configuration'; readonly why: string };
