/**
 * Whether a host's name is what somebody means by `text`, or contains it. Case does not count, nor do spaces, hyphens, points and
 * underscores: people type "edit-3" or "edit3" for "Edit 3".
 */
export function hostMatches(name: string, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const bare = withoutMarks(wanted);
  return name.toLowerCase().includes(wanted) || (bare !== '' && withoutMarks(name.toLowerCase()).includes(bare));
}

/** The one of those found that a text means: the one with just that name, or the only one. */
export function hostMeant<Found extends { readonly name: string }>(
  found: readonly Found[],
  text: string,
): Found | undefined {
  const wanted = text.trim().toLowerCase();
  const named = (read: (name: string) => string) => {
    const same = found.filter(({ name }) => read(name.toLowerCase()) === read(wanted));
    return same.length === 1 ? same[0] : undefined;
  };
  return named((name) => name) ?? named(withoutMarks) ?? (found.length === 1 ? found[0] : undefined);
}

function withoutMarks(name: string): string {
  return name.replaceAll(/[\s._-]+/g, '');
}
