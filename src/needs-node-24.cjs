// Loaded in front of everything that people start (`node -r`, see package.json), and plain JavaScript, so that an old Node can read
// it: instead of ERR_UNKNOWN_FILE_EXTENSION it says what is missing. Part of the same process, which signals have to reach.
if (!process.features.typescript) {
  process.stderr.write(
    `Guestlist needs Node 24, and was started with Node ${process.versions.node}.\n` +
      'npm ci installs Node 24 beside the one you have. Run it again without --ignore-scripts, and start Guestlist with npm.\n',
  );
  process.exit(1);
}
