/** A text as it is searched: without regard to case, in one spelling of each letter. Servers know only some of the letters. */
export function searchKey(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
