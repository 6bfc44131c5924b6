import { writeFileSync } from 'node:fs';
import { copyPage, renderCopyPage } from './page.ts';

writeFileSync(copyPage, renderCopyPage());
