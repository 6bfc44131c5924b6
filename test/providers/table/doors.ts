/**
 * Through what in Slack each operation can be reached, by provider and function: `snyk.createOrgInvitation` -> `/member invite`.
 * The commands themselves are to say it; until they do, no operation has a door here.
 */
export const doors: Readonly<Record<string, string>> = {};
