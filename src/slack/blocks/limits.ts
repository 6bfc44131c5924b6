/** Slack's limits, in characters where nothing else is said (https://docs.slack.dev/reference/block-kit). */
export const limits = {
  /** A section's or a context's text. */
  text: 3_000,
  /** One of a section's fields, and how many there are. */
  field: 2_000,
  fields: 10,
  header: 150,
  /** A modal's title, and its buttons. */
  modalTitle: 24,
  button: 75,
  buttonValue: 2_000,
  /** An option's text, and its description. */
  option: 75,
  optionValue: 150,
  /** How many options a select has, or groups of as many. */
  options: 100,
  metadata: 3_000,
} as const;
