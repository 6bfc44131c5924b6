/** What stands in the place of a message whose personal data was erased. */
export const erasedCopy = 'Guestlist erased this message: it contained personal data of a guest.';
