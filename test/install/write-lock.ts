// `npm run lock`, after npm install has changed package-lock.json.
import { readLockFile, withoutEngines, writeLockFile } from './lock-file.ts';

writeLockFile(withoutEngines(readLockFile()));
