/** The value of what a searchable select offers when it has nothing to offer, only to say why. It is no choice. */
export const notAChoice = '(none)';
