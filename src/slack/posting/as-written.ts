/**
 * Goes with every message: Slack finds no people, groups and channels in its text, and shows no preview of what is linked in it. What is
 * seen is in the blocks (`verbatim`); the text beside them goes into notifications. `text` stays mrkdwn, for the times in it.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const asWritten = { parse: 'none', link_names: false } as const;

/** As above, where a message is new: an edit has no previews to begin with. */
export const newAsWritten = { ...asWritten, unfurl_links: false, unfurl_media: false } as const;
