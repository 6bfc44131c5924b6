/** Title and text of what stands in the place of a form that was submitted before, and whose first answer cannot be given again. */
export const alreadySubmitted = [
  'Already submitted',
  'Guestlist already received this form. Look at the card in the channel for the result.',
] as const;
