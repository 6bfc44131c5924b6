/** The message of an error and its causes, for the person who runs a script. Never contains the database URL, which has a password in it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} ${reasonOf(error.cause)}`;
}
