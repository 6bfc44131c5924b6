/** A date and a time as a language (BCP 47) writes them, on the clock of `zone`: "Montag, 23. November 2026 um 14:00". */
export function writeTimeIn(at: number, zone: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: zone }).format(at);
}

/** What a language calls the time of a zone: "Mitteleuropäische Zeit". */
export function zoneNameIn(at: number, zone: string, language: string): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** Whether a text is the tag of a language that dates can be written in: `de`, `pt-BR`. */
export function isLanguage(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
}

/** What a language calls itself: "Deutsch", "português (Brasil)". */
export function languageName(tag: string): string {
  return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
}
